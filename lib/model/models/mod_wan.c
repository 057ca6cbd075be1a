/* mod_wan.c: Wan: UMT5, 512 in every trainer read but NeMo (M wan/configs/shared_config.py:11, S wan/model.py:1542,
 * A wan21.py:608-611, P wan/configs.py:11). The caption is cleaned first: ftfy, html.unescape twice, white
 * space folded (D wan/pipeline_wan.py:78-93, only if ftfy is installed; M, S, P always). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(umt5, 512, .cleaning = &cleaning_wan, .source = D "wan/pipeline_wan.py:170-181,403"),
};

static const struct model_override overrides[] = {
	{"nemo", PLAIN(umt5, 226, .cleaning = &cleaning_wan, .source = NEMO "wan.py 7a79d3d9")},
};

const struct model model_wan = {
	.name = "wan",
	.profile = "llm",
	.title = "Wan 2.1 and 2.2",
	.alias = "wan2.1 wan2.2 wan21 wan22 wan22-ti2v wan-vace wan-fun",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi simpletuner ai-toolkit diffusion-pipe nemo",
};
