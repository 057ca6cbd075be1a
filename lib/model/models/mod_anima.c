/* mod_anima.c: Anima: Qwen3 0.6B reads the text without a template; T5 gives only its ids, the queries of the adapter behind
 * Qwen3 (K anima_utils.py:260-277). SimpleTuner cuts neither. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(qwen3, 512, .source = DM "anima/encoders.py:121-134"),
	PLAIN(t5, 512, .role = ROLE_QUERY, .source = DM "anima/encoders.py:121-134"),
};

static const struct model_override overrides[] = {
	{"simpletuner", PLAIN(qwen3, 0, .source = S "anima/text_encoding.py:45-66")},
	{"simpletuner", PLAIN(t5, 0, .role = ROLE_QUERY, .source = S "anima/text_encoding.py:45-66", .note = "padded to 512, never cut")},
};

const struct model model_anima = {
	.name = "anima",
	.profile = "llm",
	.title = "Anima",
	.alias = "anima-preview",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "kohya onetrainer simpletuner ai-toolkit diffusion-pipe",
};
