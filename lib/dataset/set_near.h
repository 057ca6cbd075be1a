/* set_near.h: which captions of a whole set are nearly the same: the sets of their words have Jaccard >= 0.9.
 *
 * A caption is kept as its word set only: 18-bit fingerprints, sorted, about 2 bytes a word; of more than NEAR_WORDS
 * different words the NEAR_WORDS lowest stand for all (a bottom-k sketch). Candidates are exact, not probable: two sets
 * of n1 and n2 words with Jaccard >= 0.9 differ in at most d = (n1 + n2) / 19 words, so if all words are dealt into d + 1
 * parts by hash, at least one part is the same in both. Parts hold about 9 words, so few sets that are not alike share
 * one. Every part becomes a key; equal keys are compared word by word. */
#ifndef CAPTOOLS_DATASET_SET_NEAR_H
#define CAPTOOLS_DATASET_SET_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum { NEAR_WORDS = 64 };

struct near {
	struct buf pool;    /* the packed sets */
	struct buf offsets; /* uint32_t: where each begins */
	uint32_t n;
};

/* Appends the packed set of n different word hashes, sorted ascending. On any thread. */
void near_pack(struct buf *out, const uint64_t *words, size_t n);
/* Whether packed is a set as near_pack writes it: for one that comes from elsewhere. */
bool near_packed(struct span packed);
/* Takes one packed set as caption number s->n. False when the 4 GiB of the pool are full: nothing is kept then. */
bool near_add(struct near *s, struct span packed);
/* For every caption i with a near twin before it, twin[i] = that caption + 1; all others 0. twin is cleared first.
 * skip[i] != 0: i takes no part. Time is near linear: of many sets with one equal part only the last few are compared. */
void near_find(const struct near *s, const unsigned char *skip, uint32_t *twin);
void near_fini(struct near *s);

#endif
