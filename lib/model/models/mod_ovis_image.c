/* mod_ovis_image.c: Ovis-Image: Qwen3 with an instruction in the user's turn. 28 of its 29 positions are cropped, so its colon
 * is seen; the space behind it goes into the caption's first word. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	{.encoder = &encoder_qwen3, .limit = 284,
	 .before = "<|im_start|>user\nDescribe the image by detailing the color, quantity, text, shape, size, texture, spatial "
		   "relationships of the objects and background:",
	 .joint = " ", .after = QWEN_AFTER QWEN_NO_THOUGHT, .before_tokens = 29, .after_tokens = 9, .drop_first = 28,
	 .source = D42 "ovis_image/pipeline_ovis_image.py:176-236"},
};

const struct model model_ovis_image = {
	.name = "ovis-image",
	.profile = "llm",
	.title = "Ovis-Image",
	.alias = "ovis ovis-image-7b",
	ENCODERS(rows),
};
