/* cache.c: the memory of a run's word cache. */
#include "tok/cache.h"

_Static_assert(sizeof(struct cache_entry) == 64, "one entry is one cache line");
_Static_assert(CACHE_SETS == 1 << 13, "cache_set shifts by 64 - 13");

void cache_open(struct cache *c)
{
	size_t n = sizeof(struct cache_entry) * 2 * CACHE_SETS;

	*c = (struct cache){0};
	buf_room(&c->mem, n + 64);
	uintptr_t p = ((uintptr_t)c->mem.p + 63) & ~(uintptr_t)63;
	c->e = (struct cache_entry *)p;
	memset(c->e, 0, n); /* a length of 0 is no key, so a zeroed entry matches nothing */
}

void cache_close(struct cache *c)
{
	buf_fini(&c->mem);
	c->e = NULL;
}
