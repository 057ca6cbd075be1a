/* layout_kohya_75_pad0.c: what SDXL's second encoder gets from sd-scripts with max_token_length 75. */
#include "split/layout.h"

const struct split_layout split_layout_kohya_75_pad0 = {
	.name = "kohya-75-pad0", .title = "kohya-75 for SDXL's second encoder, which pads with 0",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272, strategy_sdxl.py:26", .variant = TOK_FTFY,
	.rows = 1, .pad0 = true, .cut = cut_slices,
};
