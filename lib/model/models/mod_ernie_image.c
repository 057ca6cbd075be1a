/* mod_ernie_image.c: ERNIE-Image: no package ships its tokenizer; the limits are from the sources and were not run. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(ministral3, 0, .source = D42 "ernie_image/pipeline_ernie_image.py", .note = "not run: no tokenizer at hand"),
};

static const struct model_override overrides[] = {
	{"onetrainer", PLAIN(ministral3, 512, .source = O "model/ErnieModel.py", .note = "not run: no tokenizer at hand")},
	{"ai-toolkit", PLAIN(ministral3, 0, .source = A_MODELS "ernie_image", .note = "not run: no tokenizer at hand")},
};

const struct model model_ernie_image = {
	.name = "ernie-image",
	.profile = "llm",
	.title = "ERNIE-Image",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer ai-toolkit",
};
