/* mod_chronoedit.c: ChronoEdit: UMT5 behind Wan's cleaning (a bare encode_prompt of the pipeline cuts at 226). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(umt5, 512, .cleaning = &cleaning_wan, .source = D42 "chronoedit/pipeline_chronoedit.py:186-205,493"),
};

const struct model model_chronoedit = {
	.name = "chronoedit",
	.profile = "llm",
	.title = "ChronoEdit",
	ENCODERS(rows),
};
