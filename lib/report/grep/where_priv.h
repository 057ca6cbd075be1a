/* where_priv.h: what where.c (the text) and where_term.c (what a term means) share. */
#ifndef CAPTOOLS_REPORT_WHERE_PRIV_H
#define CAPTOOLS_REPORT_WHERE_PRIV_H

#include "report/grep/where.h"

struct where_reader {
	struct where *w;
	struct span text;
	size_t at;
	int depth;
	bool pictures; /* only conditions on pictures are wanted */
	struct diag *d;
};

/* What name means, to n; at: its byte in the text. -1 with r->d. */
int where_set_field(struct where_reader *r, size_t at, struct where_node *n, struct span name);
/* And what it is compared with, n's kind and op being known. */
int where_set_value(struct where_reader *r, size_t at, struct where_node *n, struct span value);

#endif
