/* mod_kandinsky5_video.c: Kandinsky 5 Video: Qwen2.5-VL with a system message that musubi and SimpleTuner spell `promt engineer`, one
 * token more; CLIP-L gives a pooled vector. */
#include "model/model_data.h"

#define POINTS                                                                                          \
	"Describe the video in detail.\n"                                                               \
	"Describe how the camera moves or shakes, describe the zoom and view angle, whether it follows the objects.\n" \
	"Describe the location of the video, main characters or objects and their action.\n"           \
	"Describe the dynamism of the video and presented actions.\n"                                   \
	"Name the visual style of the video: whether it is a professional footage, user generated content, some kind of " \
	"animation, video game or scren content.\n"                                                     \
	"Describe the visual effects, postprocessing and transitions if they are presented in the video.\n" \
	"Pay attention to the order of key actions shown in the scene."
#define CHAT(max, who, count, ...)                                                                      \
	QWEN_TURN(qwen2, max, "You are a " who " engineer. " POINTS, count - 2, .drop_first = count, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(640, "prompt", 128, .source = D42 "kandinsky5/pipeline_kandinsky.py:189-201,338-376,704"),
	PLAIN(clip_l, 77, .role = ROLE_POOLED, .source = D42 "kandinsky5/pipeline_kandinsky.py:278,407"),
};

static const struct model_override overrides[] = {
	{"musubi", CHAT(385, "promt", 129, .source = M "kandinsky5/models/text_embedders.py:43-121, kandinsky5/configs.py:80-97")},
	{"simpletuner", CHAT(385, "promt", 129, .source = S "kandinsky5_video/pipeline_kandinsky5_t2v.py:163-176,293-303")},
};

const struct model model_kandinsky5_video = {
	.name = "kandinsky5-video",
	.profile = "llm",
	.title = "Kandinsky 5 Video",
	.alias = "kandinsky-5-video",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi simpletuner",
};
