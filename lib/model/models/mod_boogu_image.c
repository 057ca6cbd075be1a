/* mod_boogu_image.c: Boogu-Image: Qwen3-VL; the template inside the limit has no assistant's turn. */
#include "model/model_data.h"

#define MESSAGE                                                                                                 \
	"You are a helpful assistant that generates high-quality images based on user instructions. The instructions are as " \
	"follows."

static const struct model_encoder rows[] = {
	{.encoder = &encoder_qwen3, .limit = 1024, .before = QWEN_SYSTEM_BEFORE(MESSAGE), .joint = "user\n", .after = "<|im_end|>\n",
	 .before_tokens = 27, .joint_tokens = 2, .after_tokens = 2, .source = A_MODELS "boogu_image/boogu_image.py:66-69,128,345-361"},
};

const struct model model_boogu_image = {
	.name = "boogu-image",
	.profile = "llm",
	.title = "Boogu-Image",
	.alias = "boogu",
	ENCODERS(rows),
	.trainers = "ai-toolkit",
};
