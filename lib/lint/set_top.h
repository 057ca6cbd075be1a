/* set_top.h: counting what occurs often in a stream, in bounded memory. Some k keys are held; when they are too
 * many, the rarer half is forgotten and whatever comes new afterwards starts with the count it may have lost (space-saving).
 * So count - error <= true count <= count, and a key that was never forgotten is exact (error 0). With k keys kept of m
 * additions the error is at most about 2 m / k. */
#ifndef CAPTOOLS_LINT_SET_TOP_H
#define CAPTOOLS_LINT_SET_TOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

struct top_entry {
	uint64_t key;         /* never 0 */
	uint64_t group;       /* the caller's */
	uint32_t count, error;
	uint32_t extra;       /* the caller's own count */
	uint32_t first;       /* the caption it was first seen in (since it was last forgotten) */
	uint32_t name;        /* in names: one length byte, then the text */
};

struct top {
	struct buf table;     /* struct top_entry[slots]; key 0 = free */
	struct buf names;
	uint32_t slots, used, most;
	uint32_t lost;        /* the highest count ever forgotten: the error of a key that comes new */
};

/* most: how many keys are held at least before the rarer half goes; a power of two. */
void top_init(struct top *t, uint32_t most);
void top_fini(struct top *t);
/* One more of key. name is kept (cut to 255 bytes at a character) when the key is new. The entry is valid until the
 * next call. */
struct top_entry *top_add(struct top *t, uint64_t key, struct span name, uint32_t caption);
/* The same for a key that is there; NULL, and nothing done, for a new one. Saves making its name. */
struct top_entry *top_hit(struct top *t, uint64_t key);
const struct top_entry *top_find(const struct top *t, uint64_t key);
struct span top_name(const struct top *t, const struct top_entry *e);
/* The entry at slot i of t->slots, or NULL when it is free. */
const struct top_entry *top_at(const struct top *t, uint32_t i);
/* Up to n entries with the highest counts into out, highest first; equal counts by name. Returns how many. */
size_t top_best(const struct top *t, const struct top_entry **out, size_t n);

#endif
