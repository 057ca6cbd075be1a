/* mod_qwen_image_layered.c: Qwen-Image Layered: the text as in Qwen-Image. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_SYSTEM(qwen2, 546, DESCRIBE_IMAGE, 32, .drop_first = 34,
		    .source = D42 "qwenimage/pipeline_qwenimage_layered.py:220-223,321,561"),
};

const struct model model_qwen_image_layered = {
	.name = "qwen-image-layered",
	.profile = "llm",
	.title = "Qwen-Image Layered",
	ENCODERS(rows),
};
