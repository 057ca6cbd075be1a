/* mod_ltx2.c: LTX-2: Gemma 3 reads the stripped caption, padded at the left. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(gemma3, 1024, .cleaning = &cleaning_strip, .source = D42 "ltx2/pipeline_ltx2.py:307,330-345"),
};

static const struct model_override overrides[] = {
	{"ai-toolkit", PLAIN(gemma3, 1024, .cleaning = &cleaning_strip, .source = A_MODELS "ltx2/ltx2.py:1112-1127")},
	{"ltx-trainer", PLAIN(gemma3, 1024, .cleaning = &cleaning_strip, .source = "Lightricks/LTX-2 packages/ltx-core text_encoders/gemma "
			      "LTXVGemmaTokenizer(tokenizer_root, 1024)")},
	{"simpletuner", PLAIN(gemma3, 1024, .cleaning = &cleaning_strip, .source = S "ltxvideo2/pipeline_ltx2.py:465-478")},
};

const struct model model_ltx2 = {
	.name = "ltx2",
	.profile = "llm",
	.title = "LTX-2 and 2.3",
	.alias = "ltx-2 ltx-2.3 ltx2.3",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner ai-toolkit ltx-trainer",
};
