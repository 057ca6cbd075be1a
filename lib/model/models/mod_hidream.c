/* mod_hidream.c: HiDream-I1: 128 tokens on all four encoders, in every trainer read (A hidream_model.py:391,
 * O model/HiDreamModel.py:274-307, S hidream/model.py:833, P hidream.py:194-199). Llama adds no end token. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(clip_l, 128, .role = ROLE_POOLED, .source = D "hidream_image/pipeline_hidream_image.py:253-257,705"),
	PLAIN(clip_g, 128, .role = ROLE_POOLED, .source = D "hidream_image/pipeline_hidream_image.py:253-257,705"),
	PLAIN(t5, 128, .source = D "hidream_image/pipeline_hidream_image.py:214-220"),
	PLAIN(llama3, 128, .source = D "hidream_image/pipeline_hidream_image.py:288-294"),
};

static const struct model_override overrides[] = {
	{"diffusion-pipe", PLAIN(llama3, 128, .source = P "hidream.py:194-199",
				 .note = "a setting: max_llama3_sequence_length")},
};

const struct model model_hidream = {
	.name = "hidream",
	.profile = "llm",
	.title = "HiDream-I1",
	.alias = "hidream-i1 hidream-full hidream-dev hidream-fast hidream-e1",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora",
};
