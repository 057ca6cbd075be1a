/* mod_lucy_edit.c: Lucy Edit: UMT5 behind Wan's cleaning (a bare encode_prompt of the pipeline cuts at 226). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(umt5, 512, .cleaning = &cleaning_wan, .source = D42 "lucy/pipeline_lucy_edit.py:212,474"),
};

const struct model model_lucy_edit = {
	.name = "lucy-edit",
	.profile = "llm",
	.title = "Lucy Edit",
	.alias = "lucy",
	ENCODERS(rows),
};
