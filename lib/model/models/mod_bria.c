/* mod_bria.c: Bria 3.2: T5 alone. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 128, .source = D42 "bria/pipeline_bria.py:321-342"),
};

const struct model model_bria = {
	.name = "bria",
	.profile = "llm",
	.title = "Bria 3.2",
	.alias = "bria-3.2",
	ENCODERS(rows),
};
