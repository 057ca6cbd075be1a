/* mod_qwen_image_edit_2511.c: Qwen-Image Edit 2509 and 2511: `Picture n: ` and a placeholder would stand in front of the
 * caption for each image; counted here without any. Never cut. */
#include "model/model_data.h"

#define ROW(...) QWEN_SYSTEM(qwen2, 0, EDIT_IMAGE, 62, .drop_first = 64, __VA_ARGS__)

static const struct model_encoder rows[] = {
	ROW(.source = D42 "qwenimage/pipeline_qwenimage_edit_plus.py:228", .note = "counted without images"),
};

static const struct model_override overrides[] = {
	{"musubi", ROW(.source = M "qwen_image/qwen_image_utils.py:400,453", .note = "counted without images")},
};

const struct model model_qwen_image_edit_2511 = {
	.name = "qwen-image-edit-2511",
	.profile = "llm",
	.title = "Qwen-Image Edit 2509 and 2511",
	.alias = "qwen-image-edit-2509 qwen-image-edit-plus edit-plus",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi diffsynth",
};
