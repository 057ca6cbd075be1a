/* emphasis.h: inside lib/split only: the emphasis syntax of AUTOMATIC1111's web UI, parsed into weighted text. */
#ifndef CAPTOOLS_SPLIT_EMPHASIS_H
#define CAPTOOLS_SPLIT_EMPHASIS_H

#include "split/layout.h"

struct emphasis_part {
	size_t from, to;     /* bytes of text.text */
	double weight;
	size_t edge;         /* the caption's byte behind it and the white space that BREAK takes */
	uint32_t round, square; /* innermost brackets around it, 0 = none; for the parser */
};

struct emphasis {
	struct mapped text;
	struct emphasis_part *v;
	size_t n, cap;
};

/* Neighbours of one weight are one part; a BREAK that breaks is a part "BREAK" of weight -1. At least one part. */
void emphasis_parse(struct span caption, struct arena *a, struct emphasis *out);

#endif
