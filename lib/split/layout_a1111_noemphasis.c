/* layout_a1111_noemphasis.c: the same web UI with emphasis set to None. */
#include "split/layout.h"

const struct split_layout split_layout_a1111_noemphasis = {
	.name = "a1111-noemphasis", .title = "a1111 with emphasis None: no BREAK, brackets are text; nothing dropped",
	.source = "stable-diffusion-webui 00e09382 modules/sd_hijack_clip.py:83-176", .variant = TOK_FTFY,
	.cut = cut_a1111,
};
