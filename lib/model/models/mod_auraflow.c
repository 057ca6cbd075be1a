/* mod_auraflow.c: AuraFlow: Pile-T5, whose tokenizer is Llama's SentencePiece. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(pile_t5, 256, .source = D "aura_flow/pipeline_aura_flow.py:243,294-300"),
};

static const struct model_override overrides[] = {
	{"simpletuner", PLAIN(pile_t5, 120, .source = S "auraflow/model.py:387-389")},
	{"ai-toolkit", PLAIN(pile_t5, 256, .source = A "toolkit/stable_diffusion_model.py:2455-2461")},
	{"diffusion-pipe", PLAIN(pile_t5, 256, .source = P "auraflow.py:28",
				 .note = "max_sequence_length is a setting without a default; 256 stands for the pipeline's")},
};

const struct model model_auraflow = {
	.name = "auraflow",
	.profile = "llm",
	.title = "AuraFlow",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner ai-toolkit diffusion-pipe",
};
