/* mod_cosmos2.c: Cosmos Predict 2: the first T5, whose vocabulary is the later one's. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 512, .source = D42 "cosmos/pipeline_cosmos2_text2image.py:211-225"),
};

static const struct model_override overrides[] = {
	{"diffusion-pipe", PLAIN(t5, 512, .source = P "cosmos_predict2.py:171")},
	{"simpletuner", PLAIN(t5, 512, .source = S "cosmos/model.py:424-437")},
};

const struct model model_cosmos2 = {
	.name = "cosmos2",
	.profile = "llm",
	.title = "Cosmos Predict 2",
	.alias = "cosmos-predict2 cosmos",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner diffusion-pipe",
};
