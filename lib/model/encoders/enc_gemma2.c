/* enc_gemma2.c: gemma2 (the text encoder of Lumina 2 and Sana). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_gemma2 = {
	.name = "gemma2",
	.vocab = "gemma2",
	.title = "Gemma 2 2B",
	.limit = 256,
	.bos = 2,
	.eos = -1,
	.package = "gemma2",
	.get = "make encoders",
	.source = "google/gemma-2-2b: <bos> 2 in front, no end token; "
		  "256 as in diffusers lumina2/pipeline_lumina2.py:185",
};
