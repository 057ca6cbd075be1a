/* mod_helios.c: Helios: UMT5 behind Wan's cleaning (a bare encode_prompt of the pipeline cuts at 226). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(umt5, 512, .cleaning = &cleaning_wan, .source = D42 "helios/pipeline_helios.py:155-174,467"),
};

const struct model model_helios = {
	.name = "helios",
	.profile = "llm",
	.title = "Helios",
	ENCODERS(rows),
};
