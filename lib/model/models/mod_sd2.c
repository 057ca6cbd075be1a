/* mod_sd2.c: Stable Diffusion 2: OpenCLIP-H, which has the same BPE as CLIP (pad id 0 in place of EOS). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(clip_g, 77, .source = D "stable_diffusion/pipeline_stable_diffusion.py:396-400",
	      .note = "the encoder is OpenCLIP-H; its tokens are those of clip-g"),
};

const struct model model_sd2 = {
	.name = "sd2",
	.profile = "sd15",
	.title = "Stable Diffusion 2",
	.alias = "sd2.1 sd21 sd-turbo",
	ENCODERS(rows),
	.kohya_chunks = true,
	.trainers = "kohya onetrainer simpletuner ai-toolkit",
};
