/* mod_pony.c: Pony Diffusion V6 XL: SDXL trained on score_9, score_8_up, ... tags; fed as SDXL is. */
#include "model/model_data.h"

const struct model model_pony = {
	.name = "pony",
	.profile = "pony",
	.title = "Pony Diffusion V6 XL",
	.alias = "pony-v6 ponyxl autismmix",
	ENCODERS(sdxl_encoders),
	OVERRIDES(sdxl_overrides),
	.kohya_chunks = true,
	.trainers = SDXL_TRAINERS,
};
