/* mod_hunyuanimage_2_1.c: HunyuanImage 2.1: Qwen2.5-VL in Qwen-Image's template up to the end of the turn, and ByT5, which reads
 * only what stands in quotes. */
#include "model/model_data.h"

#define CHAT(max, ...) QWEN_TURN(qwen2, max, DESCRIBE_IMAGE, 32, .drop_first = 34, __VA_ARGS__)
#define GLYPHS(max, how, ...) PLAIN(byt5, max, .role = ROLE_QUOTED, .cleaning = &cleaning_##how, .skips_empty = true, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(1034, .source = D42 "hunyuan_image/pipeline_hunyuanimage.py:217-253"),
	GLYPHS(128, quoted_single, .source = D42 "hunyuan_image/pipeline_hunyuanimage.py:64-96,260-283"),
};

static const struct model_override overrides[] = {
	{"kohya", CHAT(1058, .source = K "hunyuan_image_text_encoder.py:499-522")},
	{"kohya", GLYPHS(128, quoted, .source = K "hunyuan_image_text_encoder.py:585,617-650")},
	{"diffusion-pipe", CHAT(1000, .source = P "hunyuan_image.py:51,181-203",
				.note = "its template comes from a submodule that was not read: diffusers' is taken")},
	{"diffusion-pipe", GLYPHS(128, quoted, .source = P "hunyuan_image.py:205-235")},
};

const struct model model_hunyuanimage_2_1 = {
	.name = "hunyuanimage-2.1",
	.profile = "llm",
	.title = "HunyuanImage 2.1",
	.alias = "hunyuanimage hunyuan-image hunyuan-image-2.1",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "kohya diffusion-pipe",
};
