/* layout_kohya_150.c: sd-scripts with max_token_length 150. */
#include "split/layout.h"

const struct split_layout split_layout_kohya_150 = {
	.name = "kohya-150", .title = "sd-scripts, max_token_length 150: two windows cut every 75 tokens",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272", .variant = TOK_FTFY, .rows = 2,
	.cut = cut_slices,
};
