/* enc_t5.c: t5 (the long-text encoder of SD3, Flux, Chroma and HiDream). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_t5 = {
	.name = "t5",
	.vocab = "t5",
	.title = "T5 v1.1 XXL",
	.limit = 512,
	.bos = -1,
	.eos = 1,
	.package = "t5",
	.get = "make",
	.source = "google/t5-v1_1-xxl: </s> 1 is appended; 512 as in diffusers flux/pipeline_flux.py:628",
};
