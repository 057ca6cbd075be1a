/* mod_cosmos2_5.c: Cosmos Predict 2.5: Qwen2.5-VL; the template inside the limit has no assistant's turn. */
#include "model/model_data.h"

#define MESSAGE "You are a helpful assistant who will provide prompts to an image generator."

static const struct model_encoder rows[] = {
	{.encoder = &encoder_qwen2, .limit = 512, .before = QWEN_SYSTEM_BEFORE(MESSAGE), .joint = "user\n", .after = "<|im_end|>\n",
	 .before_tokens = 20, .joint_tokens = 2, .after_tokens = 2, .source = D42 "cosmos/pipeline_cosmos2_5_predict.py:266-296"},
};

const struct model model_cosmos2_5 = {
	.name = "cosmos2.5",
	.profile = "llm",
	.title = "Cosmos Predict 2.5",
	.alias = "cosmos-predict2.5",
	ENCODERS(rows),
};
