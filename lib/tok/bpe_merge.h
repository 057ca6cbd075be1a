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

/* The rank of a pair, or MERGE_NONE. */
static inline uint32_t merge_find(const struct merges *m, uint32_t left, uint32_t right)
{
	if (left >= ID_MAX || right >= ID_MAX)
		return MERGE_NONE;
	uint64_t key = merge_key(left, right), at = merge_home(key, m->n_slots);

	for (uint64_t s; (s = m->slot[at]) != 0; at = at + 1 == m->n_slots ? 0 : at + 1)
		if (s >> MERGE_RANK_BITS == key) {
			uint32_t rank = (uint32_t)(s & ((1u << MERGE_RANK_BITS) - 1)) - 1;
			return rank < m->n ? rank : MERGE_NONE;
		}
	return MERGE_NONE;
}

/* At most 64 symbols (more gives 0), and any number of them. */
size_t merge_word_plain(const struct merges *m, struct symbol *v, size_t n);
size_t merge_word_long(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n);

#endif
