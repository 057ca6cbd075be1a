/* enc_pile_t5.c: pile-t5 (the text encoder of AuraFlow and Pony v7: the Llama SentencePiece of 32,000). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_pile_t5 = {
	.name = "pile-t5",
	.vocab = "pile-t5",
	.title = "Pile-T5 XL",
	.limit = 256,
	.bos = -1,
	.eos = 2,
	.package = "pile-t5",
	.get = "--encoder pile-t5=FILE (no package ships it)",
	.source = "tdrussell/diffusion-pipe 8f83dbf2 configs/auraflow/tokenizer/tokenizer.json: </s> 2 is appended; "
		  "256 as in diffusers aura_flow/pipeline_aura_flow.py:243",
};
