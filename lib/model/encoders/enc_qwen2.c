/* enc_qwen2.c: qwen2 (the text encoder of Qwen-Image). */
#include "model/model.h"
#include "model/model_data.h"

const struct encoder encoder_qwen2 = {
	.name = "qwen2",
	.vocab = "qwen2",
	.title = "Qwen2.5-VL 7B",
	.limit = 512,
	.bos = -1,
	.eos = -1,
	.package = "qwen2",
	.get = "make",
	.source = "Qwen/Qwen2.5-VL-7B-Instruct: adds nothing by itself; "
		  "512 as in diffusers qwenimage/pipeline_qwenimage.py:255",
};
