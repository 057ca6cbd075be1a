/* layout_kohya_225.c: sd-scripts with max_token_length 225. */
#include "split/layout.h"

const struct split_layout split_layout_kohya_225 = {
	.name = "kohya-225", .title = "sd-scripts, max_token_length 225: three windows cut every 75 tokens",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272", .variant = TOK_FTFY, .rows = 3,
	.cut = cut_slices,
};
