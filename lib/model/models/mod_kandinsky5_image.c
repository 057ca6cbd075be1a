/* mod_kandinsky5_image.c: Kandinsky 5 Image: Qwen2.5-VL with a system message that musubi and SimpleTuner spell `promt engineer`, one
 * token more; CLIP-L gives a pooled vector. */
#include "model/model_data.h"

#define CHAT(max, who, count, ...)                                                                      \
	QWEN_TURN(qwen2, max, "You are a " who " engineer. " DESCRIBE_IMAGE, count - 2, .drop_first = count, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(552, "prompt", 40, .source = D42 "kandinsky5/pipeline_kandinsky_t2i.py:178-247"),
	PLAIN(clip_l, 77, .role = ROLE_POOLED, .source = D42 "kandinsky5/pipeline_kandinsky.py:278,407"),
};

static const struct model_override overrides[] = {
	{"musubi", CHAT(553, "promt", 41, .source = M "kandinsky5/models/text_embedders.py:43-121, kandinsky5/configs.py:80-97")},
	{"simpletuner", CHAT(297, "promt", 41, .source = S "kandinsky5_image/pipeline_kandinsky5_t2i.py:88-94,204, kandinsky5_image/model.py:585")},
};

const struct model model_kandinsky5_image = {
	.name = "kandinsky5-image",
	.profile = "llm",
	.title = "Kandinsky 5 Image",
	.alias = "kandinsky5 kandinsky-5 kandinsky-5-image",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi simpletuner",
};
