/* enc_chatglm3.c: chatglm3 (the text encoder of Kolors). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_chatglm3 = {
	.name = "chatglm3",
	.vocab = "chatglm3",
	.title = "ChatGLM3 6B",
	.limit = 256,
	.bos = -1,
	.eos = -1,
	.package = NULL,
	.get = "--encoder chatglm3=FILE (no package ships it)",
	.source = "THUDM/chatglm3-6b; 256 as in diffusers kolors/pipeline_kolors.py; what it adds around a text is not known here, a file says it",
};
