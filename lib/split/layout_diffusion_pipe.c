/* layout_diffusion_pipe.c: diffusion-pipe for SDXL; both encoders use the first tokenizer. */
#include "split/layout.h"

const struct split_layout split_layout_diffusion_pipe = {
	.name = "diffusion-pipe", .alias = "diffusion-pipe-sdxl",
	.title = "diffusion-pipe (SDXL): cut every 75 tokens, nothing dropped",
	.source = "diffusion-pipe 8f83dbf2 models/sdxl.py:581-589", .variant = TOK_FAST, .cut = cut_slices,
};
