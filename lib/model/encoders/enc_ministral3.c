/* enc_ministral3.c: ministral3 (the text encoder of ERNIE-Image). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_ministral3 = {
	.name = "ministral3",
	.vocab = "ministral3",
	.title = "Ministral 3",
	.limit = 512,
	.bos = -1,
	.eos = -1,
	.package = NULL,
	.get = "--encoder ministral3=FILE (no package ships it)",
	.source = "baidu/ERNIE-Image; diffusers and AI Toolkit have no limit, OneTrainer 512",
};
