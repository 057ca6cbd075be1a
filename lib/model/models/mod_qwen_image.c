/* mod_qwen_image.c: Qwen-Image: Qwen2.5-VL with a chat template whose first 34 positions are cropped after
 * encoding. The five tokens behind the caption sit inside the limit and are cut first. */
#include "model/model_data.h"

#define CHAT(max, ...) QWEN_SYSTEM(qwen2, max, DESCRIBE_IMAGE, 32, .drop_first = 34, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(546, .source = D "qwenimage/pipeline_qwenimage.py:174-176,198-203,211,255,432",
	     .note = "the tokenizer cuts at 1024 + 34, then the first 512 behind the template are kept"),
};

static const struct model_override overrides[] = {
	{"onetrainer", CHAT(546, .source = O "model/QwenModel.py:24-26,109-112")},
	{"musubi", CHAT(1058, .source = M "qwen_image/qwen_image_utils.py:338-351")},
	{"diffusion-pipe", CHAT(1058, .source = P "qwen_image.py:182-183,347-349")},
	{"ai-toolkit", CHAT(1058, .source = A "qwen_image/qwen_image.py:375-379")},
	{"diffsynth", CHAT(4130, .source = DS "qwen_image.py 675ae5e9", .note = "it warns from 1024 on")},
	{"nemo", PLAIN(qwen2, 256, .source = NEMO "qwen_image.py 0ec21178", .note = "without the model's template")},
	{"simpletuner", CHAT(1058, .source = S "qwen_image/model.py:547, training/diffusers_overrides.py:667-672")},
};

const struct model model_qwen_image = {
	.name = "qwen-image",
	.profile = "llm",
	.title = "Qwen-Image",
	.alias = "qwen qwen-image-2512",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer musubi diffusion-pipe ai-toolkit simpletuner diffusers-lora diffsynth nemo",
};
