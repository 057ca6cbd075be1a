/* keyset.c: open addressing over hashes. */
#include "pack/keyset.h"

#include <stdint.h>

#include "base/hash.h"

static uint64_t hash(struct span key)
{
	uint64_t h = hash_bytes(key.p, key.n, hash_seed());

	return h ? h : 1;
}

static size_t find(const uint64_t *v, size_t cap, uint64_t h)
{
	size_t at = (size_t)h & (cap - 1);

	while (v[at] && v[at] != h)
		at = (at + 1) & (cap - 1);
	return at;
}

static void grow(struct keyset *s)
{
	size_t cap = s->cap ? s->cap * 2 : 1024;
	struct buf b = BUF_INIT;
	uint64_t *to = (uint64_t *)(void *)buf_room(&b, cap * sizeof *to);
	const uint64_t *from = (const uint64_t *)(const void *)s->slots.p;

	memset(to, 0, cap * sizeof *to);
	for (size_t i = 0; i < s->cap; i++)
		if (from[i])
			to[find(to, cap, from[i])] = from[i];
	buf_fini(&s->slots);
	s->slots = b;
	s->cap = cap;
}

void keyset_add(struct keyset *s, struct span key)
{
	if (!key.n)
		return;
	if (s->n + s->n / 2 >= s->cap)
		grow(s);
	uint64_t h = hash(key), *v = (uint64_t *)(void *)s->slots.p;
	size_t at = find(v, s->cap, h);
	s->n += v[at] == 0;
	v[at] = h;
}

bool keyset_has(const struct keyset *s, struct span key)
{
	if (!key.n || !s->cap)
		return false;
	const uint64_t *v = (const uint64_t *)(const void *)s->slots.p;
	uint64_t h = hash(key);
	return v[find(v, s->cap, h)] == h;
}

void keyset_fini(struct keyset *s)
{
	buf_fini(&s->slots);
	*s = (struct keyset){BUF_INIT, 0, 0};
}
