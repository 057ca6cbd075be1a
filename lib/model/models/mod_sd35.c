/* mod_sd35.c: Stable Diffusion 3.5: fed as version 3 is. */
#include "model/model_data.h"

const struct model model_sd35 = {
	.name = "sd35",
	.profile = "sd3",
	.title = "Stable Diffusion 3.5",
	.alias = "sd3.5 sd35-large sd35-medium sd3.5-large sd3.5-large-turbo sd3.5-medium",
	ENCODERS(sd3_encoders),
	OVERRIDES(sd3_overrides),
	.trainers = SD3_TRAINERS,
};
