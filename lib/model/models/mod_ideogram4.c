/* mod_ideogram4.c: Ideogram 4: Qwen3-VL 8B in Z-Image's template. Diffusers, musubi and SimpleTuner refuse what is too long;
 * OneTrainer and AI Toolkit cut. SimpleTuner writes plain text into a JSON caption, three times (ideogram_auto_json, on unless
 * switched off); AI Toolkit rewrites only what is such a caption already. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_CHAT(qwen3, 2048, .refuses = true, .source = D42 "ideogram4/pipeline_ideogram4.py:357-366"),
};

static const struct model_override overrides[] = {
	{"musubi", QWEN_CHAT(qwen3, 2048, .refuses = true, .source = M "ideogram4/ideogram4_utils.py:389-397")},
	{"simpletuner", QWEN_CHAT(qwen3, 2048, .refuses = true, .cleaning = &cleaning_ideogram_json,
				  .source = S "ideogram/model.py:322-335, ideogram/prompting.py:122-165",
				  .note = "the caption stands three times in the JSON that is fed: about a third of the limit is left")},
	{"onetrainer", QWEN_CHAT(qwen3, 2048, .source = O "model/IdeogramModel.py:5,116-130")},
	{"ai-toolkit", QWEN_CHAT(qwen3, 3072, .cleaning = &cleaning_ideogram_digest,
				 .source = A_MODELS "ideogram4/ideogram4.py:187,519-532; toolkit/ideogram_caption.py:303-319")},
};

const struct model model_ideogram4 = {
	.name = "ideogram4",
	.profile = "llm",
	.title = "Ideogram 4",
	.alias = "ideogram-4 ideogram",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi onetrainer simpletuner ai-toolkit diffusers-lora",
};
