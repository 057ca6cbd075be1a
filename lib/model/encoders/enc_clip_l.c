/* enc_clip_l.c: clip-l (the text encoder of Stable Diffusion 1, the first of SDXL). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_clip_l = {
	.name = "clip-l",
	.vocab = "clip",
	.title = "CLIP ViT-L/14",
	.limit = 77,
	.bos = 49406,
	.eos = 49407,
	.package = "clip",
	.get = "make",
	.source = "openai/clip-vit-large-patch14 tokenizer: model_max_length 77, "
		  "<|startoftext|> 49406, <|endoftext|> 49407",
};
