/* cache.c: the memory of a run's word cache. */
#include "tok/cache.h"

#include "base/pages.h"

_Static_assert(sizeof(struct cache_entry) == 64, "one entry is one cache line");
_Static_assert(CACHE_SETS == 1 << 13, "cache_set shifts by 64 - 13");

enum { CACHE_SIZE = CACHE_WAYS * CACHE_SETS * (int)sizeof(struct cache_entry) };

void cache_open(struct cache *c)
{
	c->e = pages_get(CACHE_SIZE); /* a length of 0 is no key, so a zeroed entry matches nothing */
}

void cache_close(struct cache *c)
{
	pages_put(c->e, CACHE_SIZE);
	c->e = NULL;
}
