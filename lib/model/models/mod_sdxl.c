/* mod_sdxl.c: Stable Diffusion XL: two CLIPs that see the same text. */
#include "model/model_data.h"

const struct model_encoder sdxl_encoders[2] = {
	PLAIN(clip_l, 77, .source = CLIP77),
	PLAIN(clip_g, 77, .source = CLIP77),
};

/* diffusion-pipe encodes every row of 75; both encoders use the first tokenizer. */
const struct model_override sdxl_overrides[2] = {
	{"diffusion-pipe", PLAIN(clip_l, 0, .source = P "sdxl.py:393,581-589,745-765")},
	{"diffusion-pipe", PLAIN(clip_g, 0, .source = P "sdxl.py:393,581-589,745-765")},
};

const struct model model_sdxl = {
	.name = "sdxl",
	.profile = "sdxl",
	.title = "Stable Diffusion XL",
	.alias = "sdxl-turbo sdxl-base sdxl-lightning playground-v2.5 ssd-1b segmind-vega animagine animagine-xl bigasp",
	ENCODERS(sdxl_encoders),
	OVERRIDES(sdxl_overrides),
	.kohya_chunks = true,
	.trainers = SDXL_TRAINERS,
};
