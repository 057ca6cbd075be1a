/* mod_z_image.c: Z-Image: Qwen3 with a chat template inside the limit (M zimage/zimage_utils.py:187-199,
 * O model/ZImageModel.py:121-132, S z_image/model.py:277-291, A z_image/z_image.py:410: all the same). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_CHAT(qwen3, 512, .source = D "z_image/pipeline_z_image.py:217-235,320"),
};

static const struct model_override overrides[] = {
	{"simpletuner", QWEN_CHAT(qwen3, 512, .source = S "z_image/model.py:277-291", .note = "a setting there")},
	{"diffsynth", QWEN_CHAT(qwen3, 512, .source = DS "z_image.py 9048d2e9")},
	{"diffusion-pipe", QWEN_CHAT(qwen3, 0, .source = P "base.py:749-783; Comfy-Org/ComfyUI "
				"comfy/text_encoders/z_image.py ZImageTokenizer", .note = "tokenised by ComfyUI, which never cuts")},
};

const struct model model_z_image = {
	.name = "z-image",
	.profile = "llm",
	.title = "Z-Image",
	.alias = "zimage z-image-turbo zimage-turbo z-image-base",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora diffsynth",
};
