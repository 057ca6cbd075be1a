/* cache.c: the memory of a run's word cache. */
#include "tok/cache.h"

#include <stdatomic.h>

#include "base/pages.h"

_Static_assert(sizeof(struct cache_entry) == 64, "one entry is one cache line");
_Static_assert(sizeof(struct count_set) == 64, "one set of counts is one cache line");

enum { SET = CACHE_WAYS * (int)sizeof(struct cache_entry), MOST = 15, LEAST = 10, TOTAL = 32 << 20 };

static atomic_size_t in_use; /* bytes of all open caches */

static size_t bytes_of(int bits)
{
	return (size_t)SET << bits;
}

void cache_open(struct cache *c)
{
	size_t used = atomic_load(&in_use);
	int bits = MOST;

	while (bits > LEAST && used + 2 * bytes_of(bits) > TOTAL)
		bits--;
	atomic_fetch_add(&in_use, bytes_of(bits));
	c->shift = 64 - bits;
	c->e = pages_get(bytes_of(bits)); /* a length of 0 is no key, so a zeroed entry matches nothing */
	c->count = pages_get(sizeof *c->count << COUNT_BITS);
}

void cache_close(struct cache *c)
{
	atomic_fetch_sub(&in_use, bytes_of(64 - c->shift));
	pages_put(c->e, bytes_of(64 - c->shift));
	pages_put(c->count, sizeof *c->count << COUNT_BITS);
	c->e = NULL;
	c->count = NULL;
}
