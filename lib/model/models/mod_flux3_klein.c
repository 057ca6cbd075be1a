/* mod_flux3_klein.c: FLUX.3 Image klein: Qwen3-VL in Z-Image's template. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_CHAT(qwen3, 8192, .source = DM "flux3/encoders.py:201,250-272",
		  .note = "the window is the length rounded up to a multiple of 80"),
};

const struct model model_flux3_klein = {
	.name = "flux3-klein",
	.profile = "llm",
	.title = "FLUX.3 Image klein",
	.alias = "flux-3-image-klein flux.3-klein flux3",
	ENCODERS(rows),
};
