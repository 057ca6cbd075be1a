/* enc_llama3.c: llama3 (the text encoder of HiDream and HunyuanVideo). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_llama3 = {
	.name = "llama3",
	.vocab = "llama3",
	.title = "Llama 3.1 8B",
	.limit = 128,
	.bos = 128000,
	.eos = -1,
	.package = "llama3",
	.get = "make encoders",
	.source = "meta-llama/Llama-3.1-8B-Instruct: <|begin_of_text|> 128000 in front, no end token; "
		  "128 as in diffusers hidream_image/pipeline_hidream_image.py:288-294",
};
