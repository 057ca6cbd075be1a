/* set_ids.h: the names of all samples, by number, packed: a name keeps only what differs from the one before it. About
 * 4 bytes a name for files counted up, instead of 20. */
#ifndef CAPTOOLS_DATASET_SET_IDS_H
#define CAPTOOLS_DATASET_SET_IDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

struct set_ids {
	struct buf text, last;
	struct buf blocks; /* uint64_t: where every IDS_BLOCK-th name begins */
	uint32_t n;
};

/* Returns the name's number, 0 for the first. Names longer than 64 KiB are cut. */
uint32_t ids_add(struct set_ids *s, struct span id);
/* A copy of name i in the arena. */
struct span ids_get(const struct set_ids *s, uint32_t i, struct arena *a);
void ids_fini(struct set_ids *s);

#endif
