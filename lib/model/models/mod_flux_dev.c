/* mod_flux_dev.c: FLUX.1 dev: T5 reads the text, CLIP-L gives one pooled vector only. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(clip_l, 77, .role = ROLE_POOLED, .source = D "flux/pipeline_flux.py:280-284"),
	PLAIN(t5, 512, .source = D "flux/pipeline_flux.py:221,234-238,628"),
};

static const struct model_override overrides[] = {
	{"diffsynth", PLAIN(t5, 512, .source = DS "flux_image.py encode_prompt")},
	{"nemo", PLAIN(t5, 512, .source = NEMO "flux.py 261c312f", .note = "the model_max_length of the tokenizer, which was not at hand")},
	{"onetrainer", PLAIN(t5, 77, .source = O "util/config/TrainConfig.py:1162, dataLoader/FluxBaseDataLoader.py:46-47",
			     .note = "a setting: text_encoder_2_sequence_length")},
};

const struct model model_flux_dev = {
	.name = "flux-dev",
	.profile = "flux",
	.title = "FLUX.1 dev",
	.alias = "flux flux1 flux1-dev flux.1-dev flux-krea flux-krea-dev flux-kontext flux-kontext-dev flux-fill",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "kohya musubi onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora diffsynth nemo",
};
