/* mod_longcat_image.c: LongCat-Image: Qwen2.5-VL. The caption is tokenised apart from its template, and what stands in quotes
 * one character at a time; 512 tokens of it are kept, the template is never lost. */
#include "model/model_data.h"

#define ROW(how, ...)                                                                                            \
	{.encoder = &encoder_qwen2, .limit = 553,                                                                \
	 .before = QWEN_SYSTEM_BEFORE("As an image captioning expert, generate a descriptive text prompt based on an image " \
				      "content, suitable for input to a text-to-image model.") "user\n",          \
	 .after = QWEN_AFTER, .before_tokens = 36, .after_tokens = 5, .drop_first = 36, .after_cut = true,           \
	 .cleaning = &cleaning_##how, __VA_ARGS__}

static const struct model_encoder rows[] = {
	ROW(quoted_apart, .source = D42 "longcat_image/pipeline_longcat_image.py:60-105,237-332"),
};

static const struct model_override overrides[] = {
	{"simpletuner", ROW(quoted_apart_mixed, .source = S "longcat_image/pipeline.py:140-205, longcat_image/__init__.py",
			    .note = "any quote may close any other there, and one pair around the whole caption is taken off")},
};

const struct model model_longcat_image = {
	.name = "longcat-image",
	.profile = "llm",
	.title = "LongCat-Image",
	.alias = "longcat",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner",
};
