/* enc_mistral.c: mistral (the text encoder of FLUX.2 dev). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_mistral = {
	.name = "mistral",
	.vocab = "mistral",
	.title = "Mistral Small 3.1",
	.limit = 512,
	.bos = 1,
	.eos = -1,
	.package = "mistral",
	.get = "make",
	.source = "mistralai/Mistral-Small-3.1-24B-Base-2503: <s> 1 in front; "
		  "512 as in black-forest-labs/flux2 618e49fc src/flux2/text_encoder.py MAX_LENGTH",
};
