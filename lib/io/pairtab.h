/* pairtab.h: what is known of the samples of an archive, 12 bytes a sample: a table from the keyed 64-bit
 * hash of a name to 32 bits of facts. It grows in place, so that its peak is its size. */
#ifndef CAPTOOLS_IO_PAIRTAB_H
#define CAPTOOLS_IO_PAIRTAB_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* All-zero is an empty one. Entries stand in the order of their hashes, each at or behind its own place,
 * so a look-up ends at the first larger one. */
struct pairtab {
	struct buf hash, info; /* uint64_t, 0 = free; uint32_t */
	size_t cap;            /* places that hashes are spread over */
	size_t slots;          /* cap, and room behind it */
	size_t n;
};

/* The facts of h, or NULL. The pointer is good until the next pairtab_add. */
uint32_t *pairtab_get(const struct pairtab *t, uint64_t h);
/* The same; adds h with 0 if it is not there. */
uint32_t *pairtab_add(struct pairtab *t, uint64_t h);
void pairtab_fini(struct pairtab *t);

/* Endings of file names (".png", ".seg.png") as small numbers, from 1; at most SUFFIXES. All-zero is an
 * empty one. */
enum { SUFFIXES = 4095, SUFFIX_SLOTS = 8192 };
struct suffixes {
	struct buf text;  /* each with its size in front (uint16_t) */
	struct buf place; /* uint32_t: where number i + 1 stands in text */
	struct buf slots; /* uint16_t: numbers by hash, 0 = free */
	unsigned n;
};

/* Its number; 0 when the table is full or s is longer than 255 bytes: no such file is ever rebuilt. */
unsigned suffix_number(struct suffixes *x, struct span s);
struct span suffix_text(const struct suffixes *x, unsigned number);
void suffixes_fini(struct suffixes *x);

#endif
