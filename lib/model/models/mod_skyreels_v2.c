/* mod_skyreels_v2.c: SkyReels V2: UMT5 behind Wan's cleaning (a bare encode_prompt of the pipeline cuts at 226). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(umt5, 512, .cleaning = &cleaning_wan, .source = D42 "skyreels_v2/pipeline_skyreels_v2.py:155-174,398"),
};

const struct model model_skyreels_v2 = {
	.name = "skyreels-v2",
	.profile = "llm",
	.title = "SkyReels V2",
	.alias = "skyreels",
	ENCODERS(rows),
};
