/* mod_fibo.c: FIBO: no package ships its tokenizer; the limits are from the sources and were not run. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(smollm3, 3000, .source = D42 "bria_fibo/pipeline_bria_fibo.py:454", .note = "not run: no tokenizer at hand"),
};

const struct model model_fibo = {
	.name = "fibo",
	.profile = "llm",
	.title = "FIBO",
	.alias = "bria-fibo",
	ENCODERS(rows),
};
