/* mod_ponyv7.c: Pony V7: AuraFlow's architecture; its tokenizer allows 768, the pipeline's default stays
 * 256. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(pile_t5, 256, .source = D "aura_flow/pipeline_aura_flow.py:243,294-300",
	      .note = "the tokenizer's model_max_length is 768; the pipeline's default is 256"),
};

static const struct model_override overrides[] = {
	{"simpletuner", PLAIN(pile_t5, 768, .source = S "auraflow/model.py:387-389")},
	{"ai-toolkit", PLAIN(pile_t5, 256, .source = A "toolkit/stable_diffusion_model.py:2455-2461")},
	{"diffusion-pipe", PLAIN(pile_t5, 768, .source = "tdrussell/diffusion-pipe 8f83dbf2 docs/supported_models.md:439",
				 .note = "a setting: max_sequence_length; 768 is what its documentation advises")},
};

const struct model model_ponyv7 = {
	.name = "ponyv7",
	.profile = "llm",
	.title = "Pony V7",
	.alias = "pony-v7 pony7",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner ai-toolkit diffusion-pipe",
};
