/* mod_qwen_image_2_1.c: Qwen-Image 2.1: Qwen3-VL, never cut. 14 of the 17 positions in front of the caption are cropped, so
 * `<|im_start|>user\n` is seen; an empty caption becomes one space. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	QWEN_SYSTEM(qwen3, 0, "Comprehend and analyze the provided prompt.", 15, .drop_first = 14,
		    .cleaning = &cleaning_space_for_empty, .source = D42 "qwenimage21/pipeline_qwenimage21.py:212-231,250-319"),
};

const struct model model_qwen_image_2_1 = {
	.name = "qwen-image-2.1",
	.profile = "llm",
	.title = "Qwen-Image 2.1",
	.alias = "qwen-image-21",
	ENCODERS(rows),
	.trainers = "diffusers-lora",
};
