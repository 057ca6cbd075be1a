/* set_top.h: counting what occurs often in a stream, in bounded memory. Some k keys are held; when they are too
 * many, the rarer half is forgotten and whatever comes new afterwards starts with the count it may have lost (space-saving).
 * So count - error <= true count <= count, and a key that was never forgotten is exact (error 0). With k keys kept of m
 * additions the error is at most about 2 m / k. */
#ifndef CAPTOOLS_DATASET_SET_TOP_H
#define CAPTOOLS_DATASET_SET_TOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

struct top_entry {
	_Alignas(64) uint64_t key; /* never 0; an entry is what the processor fetches at once */
	uint64_t group;       /* the caller's */
	uint32_t count, error;
	uint32_t extra[3];    /* the caller's own counts; forgotten with the key */
	uint32_t first, last; /* the captions it was first (since it was last forgotten) and last counted in */
	uint32_t name;        /* in names: one length byte, then the text */
	uint8_t mask, named;  /* the caller's */
};

struct top {
	struct top_entry *table; /* of slots; key 0 = free */
	struct buf names;
	uint32_t slots, used, most;
	uint32_t lost;        /* the highest count ever forgotten: the error of a key that comes new */
};

/* most: how many keys are held at least before the rarer half goes; a power of two. */
void top_init(struct top *t, uint32_t most);
void top_fini(struct top *t);
/* Has memory fetch where a key is. */
void top_expect(const struct top *t, uint64_t key);
/* The entry of key, or NULL. Valid until the next key is added. */
struct top_entry *top_find(const struct top *t, uint64_t key);
/* A new key, which top_find must not know: not counted yet, that is, with what it may have lost before. name is kept, cut to
 * 255 bytes at a character. */
struct top_entry *top_new(struct top *t, uint64_t key, struct span name, uint32_t caption);
/* Another name for it. */
void top_rename(struct top *t, struct top_entry *e, struct span name);
/* One more of key, known or not. */
struct top_entry *top_add(struct top *t, uint64_t key, struct span name, uint32_t caption);
struct span top_name(const struct top *t, const struct top_entry *e);
/* The entry at slot i of t->slots, or NULL when it is free. */
const struct top_entry *top_at(const struct top *t, uint32_t i);
/* Up to n entries with the highest counts (which = -1: count, else extra[which]; 0 is left out) into out, highest first, equal
 * ones by name. Returns how many. */
size_t top_best(const struct top *t, int which, const struct top_entry **out, size_t n);

#endif
