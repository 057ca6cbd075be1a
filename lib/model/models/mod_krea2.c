/* mod_krea2.c: Krea 2: Qwen3-VL 4B behind Qwen-Image's template; what follows the caption is put on after the cut, so the
 * caption alone is cut. */
#include "model/model_data.h"

#define ROW(max, ...) QWEN_SYSTEM(qwen3, max, DESCRIBE_IMAGE, 32, .after_cut = true, .drop_first = 34, __VA_ARGS__)

static const struct model_encoder rows[] = {
	ROW(546, .source = D42 "krea2/pipeline_krea2.py:206-240"),
};

static const struct model_override overrides[] = {
	{"musubi", ROW(546, .source = M "krea2/krea2_encoder.py:203-240")},
	{"onetrainer", ROW(546, .source = O "model/Krea2Model.py:29-40, dataLoader/Krea2BaseDataLoader.py:48-50")},
	{"simpletuner", ROW(546, .source = S "krea2/pipeline.py:277-284")},
	{"diffsynth", ROW(546, .source = DS "krea2.py 0c790546")},
	{"ai-toolkit", ROW(551, .source = A_MODELS "krea2/src/text_encoder.py:28-35,104-115")},
};

const struct model model_krea2 = {
	.name = "krea2",
	.profile = "llm",
	.title = "Krea 2",
	.alias = "krea-2 krea2-turbo krea2-raw",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi onetrainer simpletuner ai-toolkit diffusers-lora diffsynth",
};
