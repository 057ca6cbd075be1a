/* mod_cogview4.c: CogView4: no package ships its tokenizer; the limits are from the sources and were not run. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(glm4, 1024, .source = D42 "cogview4/pipeline_cogview4.py", .note = "not run: no tokenizer at hand"),
};

const struct model model_cogview4 = {
	.name = "cogview4",
	.profile = "llm",
	.title = "CogView4",
	ENCODERS(rows),
};
