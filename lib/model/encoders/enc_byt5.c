/* enc_byt5.c: byt5 (the encoder of quoted text in HunyuanImage 2.1 and HunyuanVideo 1.5). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_byt5 = {
	.name = "byt5",
	.vocab = "byt5",
	.title = "ByT5",
	.limit = 256,
	.bos = -1,
	.eos = 1,
	.package = "byt5",
	.get = "make",
	.source = "transformers ByT5Tokenizer: bytes + 3, </s> 1 behind; 256 as in diffusers hunyuan_video1_5/pipeline_hunyuan_video1_5.py:290-316",
};
