/* layout_kohya_150_pad0.c: what SDXL's second encoder gets from sd-scripts with max_token_length 150. */
#include "split/layout.h"

const struct split_layout split_layout_kohya_150_pad0 = {
	.name = "kohya-150-pad0", .title = "kohya-150 for SDXL's second encoder, which pads with 0",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272, strategy_sdxl.py:26", .variant = TOK_FTFY,
	.rows = 2, .pad0 = true, .cut = cut_slices,
};
