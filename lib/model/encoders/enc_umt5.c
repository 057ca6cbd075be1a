/* enc_umt5.c: umt5 (the text encoder of Wan). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_umt5 = {
	.name = "umt5",
	.vocab = "umt5",
	.title = "UMT5 XXL",
	.limit = 512,
	.bos = -1,
	.eos = 1,
	.package = "umt5",
	.get = "make",
	.source = "google/umt5-xxl: </s> 1 is appended; 512 as in diffusers wan/pipeline_wan.py:403",
};
