/* cache.h: a run's word cache: word bytes -> token ids. Bounded, four-way, owned by one thread; captions repeat their words, so nearly
 * every word is one cache line. A word that does not fit is not cached. All inline: this is the hot path. */
#ifndef CAPTOOLS_TOK_CACHE_H
#define CAPTOOLS_TOK_CACHE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
	CACHE_BYTES = 23,     /* the longest word kept */
	CACHE_IDS = 9,        /* the most tokens of one word */
	CACHE_WAYS = 4,       /* entries of 64 bytes in a set */
	CACHE_ID_BITS = 21    /* v[i]: id below, bytes of the word it covers above */
};

struct cache_key {
	uint64_t k[3]; /* the bytes, zero-padded; the length in the last byte, never 0 */
};

struct cache_entry {
	struct cache_key key;
	uint32_t v[CACHE_IDS];
	uint32_t n;
};

struct cache {
	struct cache_entry *e;
	int shift; /* of a hash: 64 less the bits of a set's number */
};

/* 4 MiB, touched as they fill; less the more runs there are (threads times encoders), so that all caches of the process together
 * stay below 32 MiB and a quarter of one for each run. What comes out does not depend on it. */
void cache_open(struct cache *c);
void cache_close(struct cache *c);

static inline uint64_t cache_load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

/* n < 8 bytes, zero-padded, without reading beside them. */
static inline uint64_t cache_load_few(const char *p, size_t n)
{
	if (n >= 4) {
		uint32_t lo, hi;
		memcpy(&lo, p, 4);
		memcpy(&hi, p + n - 4, 4);
		return lo | (uint64_t)hi << 8 * (n - 4);
	}
	if (n == 0)
		return 0;
	return (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 * (n / 2) |
	       (uint64_t)(unsigned char)p[n - 1] << 8 * (n - 1);
}

/* The key of 1..CACHE_BYTES bytes. */
static inline struct cache_key cache_key_of(const char *p, size_t n)
{
	struct cache_key key = {{0, 0, (uint64_t)n << 56}};

	if (n < 8) {
		key.k[0] = cache_load_few(p, n);
	} else if (n < 16) {
		key.k[0] = cache_load8(p);
		key.k[1] = n == 8 ? 0 : cache_load8(p + n - 8) >> 8 * (16 - n);
	} else {
		key.k[0] = cache_load8(p);
		key.k[1] = cache_load8(p + 8);
		key.k[2] |= n == 16 ? 0 : cache_load8(p + n - 8) >> 8 * (24 - n);
	}
	return key;
}

static inline struct cache_entry *cache_set(const struct cache *c, const struct cache_key *key)
{
	uint64_t h = (key->k[0] ^ key->k[2] * 0xd6e8feb86659fd93u) * 0x9e3779b97f4a7c15u;

	h = (h ^ h >> 29 ^ key->k[1]) * 0xbf58476d1ce4e5b9u;
	return &c->e[CACHE_WAYS * (h >> c->shift)];
}

static inline bool cache_same(const struct cache_entry *e, const struct cache_key *key)
{
	return e->key.k[0] == key->k[0] && e->key.k[1] == key->k[1] && e->key.k[2] == key->k[2];
}

/* The entry of key, or NULL. A hit moves it one place up in its set, so that words that come once push each other out and not
 * the ones that come again: measured on WordNet's glosses, 12 misses in 100 words where first-in-first-out has 14, and of half the size 16 and 20. */
static inline const struct cache_entry *cache_find(struct cache *c, const struct cache_key *key)
{
	struct cache_entry *e = cache_set(c, key);

	if (cache_same(e, key))
		return e;
	for (int i = 1; i < CACHE_WAYS; i++)
		if (cache_same(e + i, key)) {
			struct cache_entry up = e[i];
			e[i] = e[i - 1];
			e[i - 1] = up;
			return e + i - 1;
		}
	return NULL;
}

/* A place for key: a free one of its set, else the last one's. The caller fills v and n. */
static inline struct cache_entry *cache_add(struct cache *c, const struct cache_key *key)
{
	struct cache_entry *e = cache_set(c, key), *last = e + CACHE_WAYS - 1;

	while (e < last && e->key.k[2])
		e++;
	e->key = *key;
	e->n = 0;
	return e;
}

#endif
