/* enc_smollm3.c: smollm3 (the text encoder of FIBO). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_smollm3 = {
	.name = "smollm3",
	.vocab = "smollm3",
	.title = "SmolLM3 3B",
	.limit = 3000,
	.bos = -1,
	.eos = -1,
	.package = NULL,
	.get = "--encoder smollm3=FILE (no package ships it)",
	.source = "HuggingFaceTB/SmolLM3-3B; 3000 as in diffusers bria_fibo/pipeline_bria_fibo.py:454",
};
