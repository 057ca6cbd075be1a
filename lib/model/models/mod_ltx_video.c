/* mod_ltx_video.c: LTX-Video: T5 alone. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 128, .source = D42 "ltx/pipeline_ltx.py:234-252"),
};

static const struct model_override overrides[] = {
	{"simpletuner", PLAIN(t5, 128, .source = S "ltxvideo/model.py:299-302,431-433", .note = "it sets 226 and does not pass it on")},
	{"diffusion-pipe", PLAIN(t5, 128, .source = P "ltx_video.py:110-118")},
	{"nemo", PLAIN(t5, 128, .source = NEMO "ltx.py b114c926")},
};

const struct model model_ltx_video = {
	.name = "ltx-video",
	.profile = "llm",
	.title = "LTX-Video",
	.alias = "ltxv ltx",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner diffusion-pipe nemo",
};
