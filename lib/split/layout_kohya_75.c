/* layout_kohya_75.c: sd-scripts with max_token_length 75 (unset is 75). */
#include "split/layout.h"

const struct split_layout split_layout_kohya_75 = {
	.name = "kohya-75", .title = "sd-scripts, max_token_length 75: one window, the rest is dropped",
	.source = "sd-scripts 48d368fa library/strategy_base.py:221-272", .variant = TOK_FTFY, .rows = 1,
	.cut = cut_slices,
};
