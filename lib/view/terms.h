/* terms.h: the words of a set, for frequencies and co-occurrence: a short segment is one term ("white background"), of a longer one each
 * word that says something. Terms are numbers here; only the frequent ones are named at the end. */
#ifndef CAPTOOLS_VIEW_TERMS_H
#define CAPTOOLS_VIEW_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/span.h"

enum { TERMS_MAX = 1 << 20, TERMS_SHOWN = 400 };

struct term {
	struct span text; /* in terms.a */
	uint32_t count;   /* captions that have it */
	uint32_t last;    /* the caption that had it last, 1-based */
};

struct terms {
	struct arena a;
	struct map numbers;               /* of terms in list */
	struct { struct term *v; size_t n, cap; } list;
	uint32_t captions;
};

/* The terms of one more caption, each once, as numbers appended to out. Scratch is taken from a. New terms beyond TERMS_MAX are
 * left out. */
struct term_ids {
	uint32_t *v;
	size_t n, cap;
};
void terms_add(struct terms *t, struct span caption, struct arena *a, struct term_ids *out);
/* The numbers of the most frequent that at least two captions have, most frequent first; at most n. Returns how many. */
size_t terms_top(const struct terms *t, uint32_t *out, size_t n);
void terms_fini(struct terms *t);

#endif
