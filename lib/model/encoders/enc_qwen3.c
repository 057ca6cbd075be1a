/* enc_qwen3.c: qwen3 (the text encoder of Z-Image and FLUX.2 klein). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_qwen3 = {
	.name = "qwen3",
	.vocab = "qwen3",
	.title = "Qwen3",
	.limit = 512,
	.bos = -1,
	.eos = -1,
	.package = "qwen3",
	.get = "make",
	.source = "Qwen/Qwen3-4B: adds nothing by itself; 512 as in diffusers z_image/pipeline_z_image.py:320",
};
