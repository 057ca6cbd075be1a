/* layout_comfy.c: ComfyUI today. */
#include "split/layout.h"

const struct split_layout split_layout_comfy = {
	.name = "comfy", .title = "ComfyUI: weighted segments of less than 8 tokens move whole; nothing dropped",
	.source = "ComfyUI 4bd7a400 comfy/sd1_clip.py tokenize_with_weights", .variant = TOK_FAST, .emphasis = true,
	.cut = cut_comfy,
};
