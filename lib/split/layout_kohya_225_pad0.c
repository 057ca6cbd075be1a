/* layout_kohya_225_pad0.c: what SDXL's second encoder gets from sd-scripts with max_token_length 225. */
#include "split/layout.h"

const struct split_layout split_layout_kohya_225_pad0 = {
	.name = "kohya-225-pad0", .title = "kohya-225 for SDXL's second encoder, which pads with 0",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272, strategy_sdxl.py:26", .variant = TOK_FTFY,
	.rows = 3, .pad0 = true, .cut = cut_slices,
};
