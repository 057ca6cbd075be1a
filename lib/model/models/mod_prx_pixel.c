/* mod_prx_pixel.c: PRX Pixel: Qwen3-VL without a template; diffusers repairs the text first (ftfy, html.unescape, strip), AI
 * Toolkit does not. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(qwen3, 256, .cleaning = &cleaning_basic, .source = D42 "prx/pipeline_prx_pixel.py:40,209-214"),
};

static const struct model_override overrides[] = {
	{"ai-toolkit", PLAIN(qwen3, 256, .source = A_MODELS "prx_pixel_t2i/prx_pixel_t2i.py:260-266")},
};

const struct model model_prx_pixel = {
	.name = "prx-pixel",
	.profile = "llm",
	.title = "PRX Pixel",
	.alias = "prx",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "ai-toolkit",
};
