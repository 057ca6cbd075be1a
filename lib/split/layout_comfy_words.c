/* layout_comfy_words.c: older ComfyUI, where groups are words. */
#include "split/layout.h"

const struct split_layout split_layout_comfy_words = {
	.name = "comfy-words", .title = "older ComfyUI: words of less than 8 tokens move whole; nothing dropped",
	.source = "calcuis/comfy 8c07c561 comfy/sd1_clip.py tokenize_with_weights", .variant = TOK_FAST, .emphasis = true,
	.words = true, .cut = cut_comfy,
};
