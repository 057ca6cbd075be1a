/* mod_fibo2.c: FIBO 2: Qwen3-VL in Z-Image's template; its captions are JSON. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_CHAT(qwen3, 4096, .source = D42 "bria_fibo2/pipeline_bria_fibo2.py:58,309,330-337"),
};

const struct model model_fibo2 = {
	.name = "fibo2",
	.profile = "llm",
	.title = "FIBO 2",
	.alias = "fibo-2 bria-fibo2",
	ENCODERS(rows),
};
