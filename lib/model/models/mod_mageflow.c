/* mod_mageflow.c: Mage-Flow: Qwen3-VL 4B in Qwen-Image's template. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_SYSTEM(qwen3, 2082, DESCRIBE_IMAGE, 32, .drop_first = 34, .source = A_MODELS "mageflow/src/text_encoder.py:26-41,121,149-154"),
};

static const struct model_override overrides[] = {
	{"simpletuner", QWEN_SYSTEM(qwen3, 2082, DESCRIBE_IMAGE, 32, .drop_first = 34, .source = S "mageflow/pipeline.py:257-289")},
};

const struct model model_mageflow = {
	.name = "mageflow",
	.profile = "llm",
	.title = "Mage-Flow",
	.alias = "mage-flow",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner ai-toolkit",
};
