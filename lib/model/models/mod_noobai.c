/* mod_noobai.c: NoobAI XL: Illustrious trained further; fed as SDXL is. */
#include "model/model_data.h"

const struct model model_noobai = {
	.name = "noobai",
	.profile = "illustrious",
	.title = "NoobAI XL",
	.alias = "noobai-vpred noobai-eps",
	ENCODERS(sdxl_encoders),
	OVERRIDES(sdxl_overrides),
	.kohya_chunks = true,
	.trainers = SDXL_TRAINERS,
};
