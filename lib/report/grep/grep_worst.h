/* grep_worst.h: the n records that score least, kept while all others pass by. */
#ifndef CAPTOOLS_REPORT_GREP_WORST_H
#define CAPTOOLS_REPORT_GREP_WORST_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* v[0] scores most (a heap); of equal ones it came last. Each has its own bytes. */
struct grep_worst {
	struct worst_record { int score; uint64_t number; struct buf line; } *v;
	size_t n, most;
};

void worst_open(struct grep_worst *w, size_t most, struct arena *a);
void worst_close(struct grep_worst *w);
/* One more, in input order; line is copied if it is among them. */
void worst_add(struct grep_worst *w, int score, uint64_t number, struct span line);
/* All lines, the worst first. w holds nothing afterwards. */
void worst_put(struct grep_worst *w, struct buf *out);

#endif
