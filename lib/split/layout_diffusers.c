/* layout_diffusers.c: the reference pipelines, and the trainers that do as they do. */
#include "split/layout.h"

const struct split_layout split_layout_diffusers = {
	.name = "diffusers", .alias = "diffusers-77",
	.title = "reference pipelines, OneTrainer, SimpleTuner, ai-toolkit: one window, the rest is dropped",
	.source = "diffusers 58eb52c0 pipeline_stable_diffusion.py:396-400", .variant = TOK_FAST, .rows = 1,
	.cut = cut_slices,
};
