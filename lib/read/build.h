/* build.h: inside lib/read: a text while it is put together. */
#ifndef CAPTOOLS_READ_BUILD_H
#define CAPTOOLS_READ_BUILD_H

#include "read/read.h"

struct build {
	struct arena *a;
	struct span caption, text;
	char *bytes;
	size_t room;
	struct fed_piece *v;
	size_t n, cap;
};

/* s comes from [start, end) of the caption (fed_piece). */
void build_piece(struct build *b, struct span s, size_t start, size_t end);
/* Bytes of the caption as they are. */
void build_caption(struct build *b, size_t start, size_t end);

/* The string values of t->text, which is JSON, a line each. Where a byte of it is the caption's, so is what is made of it. */
void json_values(struct build *b, const struct read_text *t);

#endif
