/* mod_mochi.c: Mochi 1: T5 alone. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 256, .source = D42 "mochi/pipeline_mochi.py:197-218"),
};

const struct model model_mochi = {
	.name = "mochi",
	.profile = "llm",
	.title = "Mochi 1",
	.alias = "mochi-1",
	ENCODERS(rows),
};
