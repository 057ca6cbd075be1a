/* layout_a1111.c: AUTOMATIC1111's web UI as it is set at first. */
#include "split/layout.h"

const struct split_layout split_layout_a1111 = {
	.name = "a1111", .title = "AUTOMATIC1111 web UI: BREAK, emphasis, back to a near comma; nothing dropped",
	.source = "stable-diffusion-webui 00e09382 modules/sd_hijack_clip.py:83-176", .variant = TOK_FTFY,
	.emphasis = true, .cut = cut_a1111,
};
