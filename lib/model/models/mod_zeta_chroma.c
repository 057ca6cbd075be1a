/* mod_zeta_chroma.c: Zeta-Chroma: Qwen3 in Z-Image's template. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_CHAT(qwen3, 512, .source = A_MODELS "zeta_chroma/zeta_chroma_pipeline.py:23-45"),
};

const struct model model_zeta_chroma = {
	.name = "zeta-chroma",
	.profile = "llm",
	.title = "Zeta-Chroma",
	ENCODERS(rows),
	.trainers = "ai-toolkit",
};
