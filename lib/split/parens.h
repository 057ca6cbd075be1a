/* parens.h: inside lib/split only: ComfyUI's weights in parentheses, parsed into segments. */
#ifndef CAPTOOLS_SPLIT_PARENS_H
#define CAPTOOLS_SPLIT_PARENS_H

#include "split/layout.h"

struct parens_segment {
	size_t from, to; /* bytes of text.text */
};

struct parens {
	struct mapped text;
	struct parens_segment *v;
	size_t n, cap;
};

/* The segments in order; parentheses and weights between them are gone. May be none. */
void parens_parse(struct span caption, struct arena *a, struct parens *out);

#endif
