/* mod_z_image.c: Z-Image: Qwen3 with a chat template inside the limit (M zimage/zimage_utils.py:187-199,
 * O model/ZImageModel.py:121-132, S z_image/model.py:277-291, A z_image/z_image.py:410: all the same). */
#include "model/model_data.h"

#define CHAT(max, ...)                                                                                \
	{.encoder = &encoder_qwen3, .limit = (max), .before = "<|im_start|>", .joint = "user\n",      \
	 .after = "<|im_end|>\n<|im_start|>assistant\n", .before_tokens = 1, .joint_tokens = 2,       \
	 .after_tokens = 5, __VA_ARGS__}

static const struct model_encoder rows[] = {
	CHAT(512, .source = D "z_image/pipeline_z_image.py:217-235,320"),
};

static const struct model_override overrides[] = {
	{"simpletuner", CHAT(512, .source = S "z_image/model.py:277-291", .note = "a setting there")},
	{"diffusion-pipe", CHAT(0, .source = P "base.py:749-783",
				.note = "tokenised by ComfyUI, which never cuts; its template was not read")},
};

const struct model model_z_image = {
	.name = "z-image",
	.profile = "llm",
	.title = "Z-Image",
	.alias = "zimage",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi onetrainer simpletuner ai-toolkit diffusion-pipe",
};
