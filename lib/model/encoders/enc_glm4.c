/* enc_glm4.c: glm4 (the text encoder of CogView4). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_glm4 = {
	.name = "glm4",
	.vocab = "glm4",
	.title = "GLM-4 9B",
	.limit = 1024,
	.bos = -1,
	.eos = -1,
	.package = NULL,
	.get = "--encoder glm4=FILE (no package ships it)",
	.source = "THUDM/CogView4-6B; 1024 as in diffusers cogview4/pipeline_cogview4.py; what it adds around a text is not known here, a file says it",
};
