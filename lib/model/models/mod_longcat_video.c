/* mod_longcat_video.c: LongCat-Video: Qwen2.5-VL's tokenizer without a template. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(qwen2, 512, .source = S "longcat_video/pipeline.py:282,373-382, longcat_video/model.py:66-73"),
};

const struct model model_longcat_video = {
	.name = "longcat-video",
	.profile = "llm",
	.title = "LongCat-Video",
	ENCODERS(rows),
	.trainers = "simpletuner",
};
