/* mod_flux_schnell.c: FLUX.1 schnell: as dev, with half the text by its documentation and the whole by the
 * code's default. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(clip_l, 77, .role = ROLE_POOLED, .source = D "flux/pipeline_flux.py:280-284"),
	PLAIN(t5, 256, .source = "huggingface/diffusers 58eb52c0 docs/source/en/api/pipelines/flux.md:47,65",
	      .note = "256 by the documentation; the pipeline's default is 512 for dev and schnell"),
};

static const struct model_override overrides[] = {
	{"kohya", PLAIN(t5, 256, .source = "kohya-ss/sd-scripts 48d368fa flux_train_network.py:171-177")},
	{"simpletuner", PLAIN(t5, 256, .source = S "flux/model.py:1149")},
	{"ai-toolkit", PLAIN(t5, 512, .source = A "toolkit/stable_diffusion_model.py:2474")},
	{"diffusion-pipe", PLAIN(t5, 512, .source = P "flux.py:318")},
	{"diffusers-lora", PLAIN(t5, 512, .source = DL "flux.py 0050dea4", .note = "a setting: max_sequence_length")},
	{"diffsynth", PLAIN(t5, 512, .source = DS "flux_image.py encode_prompt")},
	{"onetrainer", PLAIN(t5, 77, .source = O "util/config/TrainConfig.py:1162, dataLoader/FluxBaseDataLoader.py:46-47",
			     .note = "a setting: text_encoder_2_sequence_length")},
};

const struct model model_flux_schnell = {
	.name = "flux-schnell",
	.profile = "flux",
	.title = "FLUX.1 schnell",
	.alias = "flux1-schnell flux.1-schnell",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "kohya onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora diffsynth",
};
