/* mod_sd15.c: Stable Diffusion 1.5: one CLIP, 77 tokens; kohya encodes up to three rows of 75. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(clip_l, 77, .source = D "stable_diffusion/pipeline_stable_diffusion.py:396-400"),
};

const struct model model_sd15 = {
	.name = "sd15",
	.profile = "sd15",
	.title = "Stable Diffusion 1.5",
	.alias = "sd1 sd1.5",
	ENCODERS(rows),
	.kohya_chunks = true,
	.trainers = "kohya onetrainer simpletuner ai-toolkit diffusers-lora",
};
