/* mod_cogvideox.c: CogVideoX: T5 alone. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 226, .source = D42 "cogvideo/pipeline_cogvideox.py:202-223"),
};

const struct model model_cogvideox = {
	.name = "cogvideox",
	.profile = "llm",
	.title = "CogVideoX",
	.alias = "cogvideo cogvideox-1.5",
	ENCODERS(rows),
};
