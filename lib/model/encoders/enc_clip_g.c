/* enc_clip_g.c: clip-g (the second text encoder of SDXL; OpenCLIP-H of Stable Diffusion 2 has the same
 * tokens). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_clip_g = {
	.name = "clip-g",
	.vocab = "clip",
	.title = "OpenCLIP ViT-bigG/14",
	.limit = 77,
	.bos = 49406,
	.eos = 49407,
	.package = "clip",
	.get = "make",
	.source = "laion/CLIP-ViT-bigG-14-laion2B-39B-b160k: context_length 77; the BPE of clip-l, padded with id 0",
};
