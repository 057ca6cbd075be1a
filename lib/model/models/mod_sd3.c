/* mod_sd3.c: Stable Diffusion 3: two CLIPs and T5, whose length every trainer sets otherwise. SD3.5 is fed
 * alike. */
#include "model/model_data.h"

const struct model_encoder sd3_encoders[3] = {
	PLAIN(clip_l, 77, .source = D "stable_diffusion_3/pipeline_stable_diffusion_3.py:221,308-312"),
	PLAIN(clip_g, 77, .source = D "stable_diffusion_3/pipeline_stable_diffusion_3.py:221,308-312"),
	PLAIN(t5, 256, .source = D "stable_diffusion_3/pipeline_stable_diffusion_3.py:237,258-264"),
};

const struct model_override sd3_overrides[3] = {
	{"onetrainer", PLAIN(t5, 77, .source = O "model/StableDiffusion3Model.py:277-301, "
						 "dataLoader/StableDiffusion3BaseDataLoader.py:35,49")},
	{"simpletuner", PLAIN(t5, 154, .source = S "sd3/model.py:853-859")},
	{"diffusers-lora", PLAIN(t5, 77, .source = DL "sd3.py:341", .note = "a setting: max_sequence_length")},
};

const struct model model_sd3 = {
	.name = "sd3",
	.profile = "sd3",
	.title = "Stable Diffusion 3",
	.alias = "sd3-medium",
	ENCODERS(sd3_encoders),
	OVERRIDES(sd3_overrides),
	.trainers = SD3_TRAINERS,
};
