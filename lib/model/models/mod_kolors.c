/* mod_kolors.c: Kolors: no package ships its tokenizer; the limits are from the sources and were not run. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(chatglm3, 256, .source = D42 "kolors/pipeline_kolors.py", .note = "not run: no tokenizer at hand"),
};

static const struct model_override overrides[] = {
	{"simpletuner", PLAIN(chatglm3, 77, .source = S "kolors/model.py", .note = "not run: no tokenizer at hand")},
};

const struct model model_kolors = {
	.name = "kolors",
	.profile = "llm",
	.title = "Kolors",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner",
};
