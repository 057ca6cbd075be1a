/* mod_illustrious.c: Illustrious XL: SDXL trained on Danbooru tags; fed as SDXL is. */
#include "model/model_data.h"

const struct model model_illustrious = {
	.name = "illustrious",
	.profile = "illustrious",
	.title = "Illustrious XL",
	.alias = "illustrious-xl wai hassaku",
	ENCODERS(sdxl_encoders),
	OVERRIDES(sdxl_overrides),
	.kohya_chunks = true,
	.trainers = SDXL_TRAINERS,
};
