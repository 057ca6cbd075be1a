/* mod_nucleus_image.c: Nucleus-Image: Qwen3-VL with a system message, all of it inside the limit. */
#include "model/model_data.h"

#define MESSAGE                                                                                               \
	"You are an image generation assistant. Follow the user's prompt literally. Pay careful attention to spatial " \
	"layout: objects described as on the left must appear on the left, on the right on the right. Match exact "    \
	"object counts and assign colors to the correct objects."

static const struct model_encoder rows[] = {
	QWEN_SYSTEM(qwen3, 1024, MESSAGE, 58, .source = D42 "nucleusmoe_image/pipeline_nucleusmoe_image.py:41,175-228"),
};

static const struct model_override overrides[] = {
	{"ai-toolkit", QWEN_SYSTEM(qwen3, 1024, MESSAGE, 58, .source = A_MODELS "nucleus_image/nucleus_image_model.py:346-366")},
};

const struct model model_nucleus_image = {
	.name = "nucleus-image",
	.profile = "llm",
	.title = "Nucleus-Image",
	.alias = "nucleusmoe nucleusmoe-image",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "ai-toolkit",
};
