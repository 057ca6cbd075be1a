/* mod_qwen_image_edit.c: Qwen-Image Edit: Qwen2.5-VL with an image in front of the caption, counted as its one placeholder;
 * never cut (max_sequence_length is checked and not used). */
#include "model/model_data.h"

#define ROW(...)                                                                                              \
	{.encoder = &encoder_qwen2, .before = QWEN_SYSTEM_BEFORE(EDIT_IMAGE) "user\n<|vision_start|><|image_pad|><|vision_end|>", \
	 .after = QWEN_AFTER, .before_tokens = 67, .after_tokens = 5, .drop_first = 64, __VA_ARGS__}

static const struct model_encoder rows[] = {
	ROW(.source = D42 "qwenimage/pipeline_qwenimage_edit.py:210-213,236-252",
	    .note = "one placeholder stands for the image"),
};

static const struct model_override overrides[] = {
	{"musubi", ROW(.source = M "qwen_image/qwen_image_utils.py:398-494", .note = "one placeholder stands for the image")},
};

const struct model model_qwen_image_edit = {
	.name = "qwen-image-edit",
	.profile = "llm",
	.title = "Qwen-Image Edit",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi diffsynth",
};
