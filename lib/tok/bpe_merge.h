/* bpe_merge.h: the inline part of the merge table, and the two ways of merging by name, for the test that they agree. */
#ifndef CAPTOOLS_TOK_BPE_MERGE_H
#define CAPTOOLS_TOK_BPE_MERGE_H

#include "base/hash.h"
#include "tok/engine.h"

enum { MERGE_ID_BITS = 21, MERGE_RANK_BITS = 22 };
#define MERGE_NONE UINT32_MAX

static inline uint64_t merge_key(uint32_t left, uint32_t right)
{
	return (uint64_t)left << MERGE_ID_BITS | right;
}

/* Where the search for a key begins; n_slots < 2^32. */
static inline uint64_t merge_home(uint64_t key, uint64_t n_slots)
{
	return (hash_u64(key) >> 32) * n_slots >> 32;
}

/* A search in two steps, so that several can be under way: the place, whose cache line is asked for, then the look. */
struct merge_probe {
	uint64_t key, at;
};

static inline struct merge_probe merge_probe(const struct merges *m, uint32_t left, uint32_t right)
{
	struct merge_probe p = {UINT64_MAX, 0};

	if (left < ID_MAX && right < ID_MAX) {
		p.key = merge_key(left, right);
		p.at = merge_home(p.key, m->n_slots);
		__builtin_prefetch(&m->slot[p.at]);
	}
	return p;
}

/* The rank of the pair, or MERGE_NONE. (No slot holds the key of an impossible pair: keys have 42 bits.) */
static inline uint32_t merge_look(const struct merges *m, struct merge_probe p)
{
	for (uint64_t s; (s = m->slot[p.at]) != 0; p.at = p.at + 1 == m->n_slots ? 0 : p.at + 1)
		if (s >> MERGE_RANK_BITS == p.key) {
			uint32_t rank = (uint32_t)(s & ((1u << MERGE_RANK_BITS) - 1)) - 1;
			if (rank >= m->n)
				return MERGE_NONE;
			__builtin_prefetch(&m->result[rank]);
			return rank;
		}
	return MERGE_NONE;
}

static inline uint32_t merge_find(const struct merges *m, uint32_t left, uint32_t right)
{
	return merge_look(m, merge_probe(m, left, right));
}

/* At most 64 symbols (more gives 0), and any number of them. */
size_t merge_word_plain(const struct merges *m, struct symbol *v, size_t n);
size_t merge_word_long(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n);

#endif
