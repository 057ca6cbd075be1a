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
	CACHE_WAYS = 4,       /* entries in a set */
	CACHE_ID_BITS = 21,   /* v[i]: id below, bytes of the word it covers above */
	COUNT_BYTES = 15,     /* the longest word whose mere count is kept */
	COUNT_MOST = 15,      /* and the highest count */
	COUNT_BITS = 15       /* sets of counts: 2^15 */
};

struct cache_key {
	uint64_t k[3]; /* the bytes, zero-padded; the length in the last byte, never 0 */
};

struct cache_entry {
	struct cache_key key;
	uint32_t v[CACHE_IDS];
	uint32_t n;
};

/* The words of a run that only counts: a quarter of the memory for a word, so that the words of a whole dataset stay near the core.
 * The bytes, zero-padded; in the last one length << 4 | tokens. A set is one cache line, the words' halves apart: all are looked at together,
 * since one word in nine is not where it would be looked for first, and a wrong guess costs more than the other three. */
typedef uint64_t count_ways __attribute__((vector_size(8 * CACHE_WAYS)));
struct count_set {
	count_ways k[2];
};

struct cache {
	struct cache_entry *e;
	struct count_set *count; /* 2 MiB */
	int shift;               /* of a hash: 64 less the bits of a set's number */
};

/* 8 MiB, touched as they fill; less the more runs there are (threads times encoders), so that all caches of the process together
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

static inline uint64_t cache_hash(const struct cache_key *key)
{
	uint64_t h = (key->k[0] ^ key->k[2] * 0xd6e8feb86659fd93u) * 0x9e3779b97f4a7c15u;

	return (h ^ h >> 29 ^ key->k[1]) * 0xbf58476d1ce4e5b9u;
}

static inline struct cache_entry *cache_set(const struct cache *c, const struct cache_key *key)
{
	return &c->e[CACHE_WAYS * (cache_hash(key) >> c->shift)];
}

/* The key of a word of at most COUNT_BYTES: its length in the last byte's upper half, nothing in the lower. */
struct count_key {
	uint64_t k[2];
};

static inline struct count_key count_key_of(const struct cache_key *key)
{
	return (struct count_key){{key->k[0], key->k[1] | key->k[2] << 4}};
}

static inline struct count_set *count_set(const struct cache *c, struct count_key key)
{
	return &c->count[(key.k[0] * 0x9e3779b97f4a7c15u + key.k[1] * 0xd6e8feb86659fd93u) >> (64 - COUNT_BITS)];
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

/* The set beside, where what a full set has no place for is kept: of 600,000 of WordNet's glosses, with 55,000 words that differ, 57,562 had to
 * be computed, and 67,886 with one set alone. */
static inline struct count_set *count_beside(const struct cache *c, struct count_set *s)
{
	return &c->count[(size_t)(s - c->count) ^ 1];
}

/* The number of tokens of the word if it is in this set, or 0. */
static inline unsigned count_here(const struct count_set *s, struct count_key key)
{
	const count_ways tokens = (count_ways){0} + ((uint64_t)COUNT_MOST << 56);
	count_ways same = (count_ways)(s->k[0] == key.k[0]) & (count_ways)((s->k[1] & ~tokens) == key.k[1]) & s->k[1] & tokens;

	return (unsigned)((same[0] | same[1] | same[2] | same[3]) >> 56);
}

/* The number of tokens of the word, or 0 if it is not known. */
static inline unsigned count_find(const struct cache *c, struct count_set *s, struct count_key key)
{
	unsigned known = count_here(s, key);

	if (!known && s->k[1][CACHE_WAYS - 1]) /* full */
		known = count_here(count_beside(c, s), key);
	return known;
}

/* The first free place of a set, or its last one. */
static inline int count_place(const struct count_set *s)
{
	int i = 0;

	while (i < CACHE_WAYS - 1 && s->k[1][i])
		i++;
	return i;
}

/* Keeps 1..COUNT_MOST. */
static inline void count_add(const struct cache *c, struct count_key key, size_t tokens)
{
	struct count_set *s = count_set(c, key), *beside = count_beside(c, s);
	int i = count_place(s), there = count_place(beside);

	if (s->k[1][i] && !beside->k[1][there])
		s = beside, i = there;
	s->k[0][i] = key.k[0];
	s->k[1][i] = key.k[1] | (uint64_t)tokens << 56;
}

#endif
