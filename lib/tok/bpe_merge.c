/* bpe_merge.c: merges, shared by both BPE engines: the table in the blob, and the merging of one word. */
#include "tok/bpe_merge.h"

#include <string.h>

enum { PLAIN_MAX = 64 }; /* symbols: up to here searching beats keeping a tree (measured) */

/* ---- the table ---- */

int merges_compile(const struct spec *s, struct blob_writer *w, struct diag *d)
{
	struct buf slots = BUF_INIT, results = BUF_INIT;
	uint64_t n_slots = (uint64_t)s->n_merges + s->n_merges / 2 + 16;

	if (s->n_merges > RANK_MAX)
		return diag_set(d, "bad-tokenizer", "more than %d merges", RANK_MAX);
	uint64_t *slot = (uint64_t *)(void *)buf_room(&slots, n_slots * sizeof *slot);
	memset(slot, 0, n_slots * sizeof *slot);
	for (size_t i = 0; i < s->n_merges; i++) {
		const struct spec_merge *m = &s->merges[i];
		uint64_t key = merge_key(m->left, m->right), at = merge_home(key, n_slots);
		if (m->left >= ID_MAX || m->right >= ID_MAX || m->result >= ID_MAX) {
			buf_fini(&slots);
			buf_fini(&results);
			return diag_set(d, "bad-tokenizer", "merge %zu names an id above %d", i, ID_MAX - 1);
		}
		while (slot[at] && slot[at] >> MERGE_RANK_BITS != key)
			at = at + 1 == n_slots ? 0 : at + 1;
		slot[at] = key << MERGE_RANK_BITS | (i + 1); /* a pair given twice: the reference keeps the later */
		buf_add(&results, (const char *)&m->result, sizeof m->result);
	}
	blob_put(w, TAG('M', 'S', 'L', 'T'), slot, n_slots * sizeof *slot);
	blob_put(w, TAG('M', 'R', 'E', 'S'), results.p, results.n);
	buf_fini(&slots);
	buf_fini(&results);
	return 0;
}

int merges_load(const struct tok *t, struct merges *m, struct diag *d)
{
	size_t n_slots, empty = 0;
	uint32_t high = 0;

	m->slot = blob_get(t, TAG('M', 'S', 'L', 'T'), sizeof *m->slot, &n_slots);
	m->result = blob_get(t, TAG('M', 'R', 'E', 'S'), sizeof *m->result, &m->n);
	m->n_slots = n_slots;
	if (!m->slot || !m->result || n_slots == 0 || n_slots > UINT32_MAX || m->n > RANK_MAX)
		return diag_set(d, "bad-vocabulary", "the merges are broken");
	while (empty < n_slots && m->slot[empty] != 0) /* a full table would be searched for ever */
		empty++;
	for (size_t i = 0; i < m->n; i++)
		high = m->result[i] > high ? m->result[i] : high;
	if (empty == n_slots || (m->n && high >= t->meta->n_ids))
		return diag_set(d, "bad-vocabulary", "the merges are broken");
	return 0;
}

/* ---- one word ---- */

/* Up to PLAIN_MAX symbols: the lowest rank is searched anew after every merge. */
static size_t merge_plain(const struct merges *m, struct symbol *v, size_t n)
{
	struct merge_probe probe[PLAIN_MAX];
	uint32_t rank[PLAIN_MAX];

	for (size_t i = 0; i + 1 < n; i++)
		probe[i] = merge_probe(m, v[i].id, v[i + 1].id);
	for (size_t i = 0; i + 1 < n; i++)
		rank[i] = merge_look(m, probe[i]);
	while (n > 1) {
		struct merge_probe left = {0, 0}, right = {0, 0};
		uint32_t best = MERGE_NONE;
		size_t at = 0;
		for (size_t i = 0; i + 1 < n; i++)
			if (rank[i] < best) {
				best = rank[i];
				at = i;
			}
		if (best == MERGE_NONE)
			break;
		v[at].id = m->result[best];
		v[at].size += v[at + 1].size;
		if (at + 2 < n)
			right = merge_probe(m, v[at].id, v[at + 2].id);
		if (at > 0)
			left = merge_probe(m, v[at - 1].id, v[at].id);
		n--;
		for (size_t i = at + 1; i < n; i++) {
			v[i] = v[i + 1];
			rank[i - 1] = rank[i];
		}
		if (at + 1 < n)
			rank[at] = merge_look(m, right);
		if (at > 0)
			rank[at - 1] = merge_look(m, left);
	}
	return n;
}

/* A long word. Symbols stay where they began; `span` says how many first symbols each covers, noted at its first and at its last
 * place, so that both neighbours are found. The lowest rank is found through a tree of minima over blocks of ranks, its left
 * side first, so the leftmost of equals wins. 8 bytes a symbol and a little; n log n at worst. */
enum { BLOCK = 16 };

struct list {
	const struct merges *m;
	struct symbol *v;
	uint32_t *rank; /* of the pair that begins here; MERGE_NONE inside a symbol; padded to whole blocks */
	uint32_t *span;
	uint32_t *tree; /* tree[1] is the lowest of all; tree[leaves + b] of block b */
	size_t n, leaves;
};

static uint32_t block_min(const struct list *l, size_t b)
{
	const uint32_t *r = l->rank + b * BLOCK;
	uint32_t low = r[0];

	for (size_t i = 1; i < BLOCK; i++)
		low = r[i] < low ? r[i] : low;
	return low;
}

/* A rank in block b has changed. */
static void climb(struct list *l, size_t b)
{
	size_t i = l->leaves + b;
	uint32_t low = block_min(l, b);

	while (l->tree[i] != low) {
		l->tree[i] = low;
		if (i == 1)
			break;
		low = l->tree[i ^ 1] < low ? l->tree[i ^ 1] : low;
		i /= 2;
	}
}

static size_t leftmost_lowest(const struct list *l)
{
	uint32_t low = l->tree[1];
	size_t i = 1;

	while (i < l->leaves)
		i = 2 * i + (l->tree[2 * i] != low);
	for (i = (i - l->leaves) * BLOCK; l->rank[i] != low; i++)
		;
	return i;
}

static void pair_changed(struct list *l, size_t i)
{
	size_t next = i + l->span[i];

	l->rank[i] = next < l->n ? merge_find(l->m, l->v[i].id, l->v[next].id) : MERGE_NONE;
}

static void list_merge(struct list *l, size_t i)
{
	size_t r = i + l->span[i];
	uint32_t covers = l->span[i] + l->span[r];

	l->v[i].id = l->m->result[l->rank[i]];
	l->v[i].size += l->v[r].size;
	l->span[i] = l->span[i + covers - 1] = covers;
	l->rank[r] = MERGE_NONE;
	pair_changed(l, i);
	if (r / BLOCK != i / BLOCK)
		climb(l, r / BLOCK);
	if (i > 0) {
		size_t before = i - l->span[i - 1];
		pair_changed(l, before);
		if (before / BLOCK != i / BLOCK)
			climb(l, before / BLOCK);
	}
	climb(l, i / BLOCK);
}

static size_t merge_long(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	struct list l = {m, v, NULL, NULL, NULL, n, 1};
	size_t blocks = (n + BLOCK - 1) / BLOCK, out = 0;

	while (l.leaves < blocks)
		l.leaves *= 2;
	buf_reset(&w->mem);
	l.rank = (uint32_t *)(void *)buf_room(&w->mem, (blocks * BLOCK + n + 2 * l.leaves) * sizeof *l.rank);
	l.span = l.rank + blocks * BLOCK;
	l.tree = l.span + n;
	for (size_t i = 0; i < n; i++) {
		l.span[i] = 1;
		pair_changed(&l, i);
	}
	for (size_t i = n; i < blocks * BLOCK; i++)
		l.rank[i] = MERGE_NONE;
	for (size_t b = 0; b < l.leaves; b++)
		l.tree[l.leaves + b] = b < blocks ? block_min(&l, b) : MERGE_NONE;
	for (size_t i = l.leaves - 1; i > 0; i--)
		l.tree[i] = l.tree[2 * i] < l.tree[2 * i + 1] ? l.tree[2 * i] : l.tree[2 * i + 1];
	while (l.tree[1] != MERGE_NONE)
		list_merge(&l, leftmost_lowest(&l));
	for (size_t i = 0; i < n; i += l.span[i])
		v[out++] = v[i];
	return out;
}

size_t merge_word(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	return n <= PLAIN_MAX ? merge_plain(m, v, n) : merge_long(m, w, v, n);
}

size_t merge_word_plain(const struct merges *m, struct symbol *v, size_t n)
{
	return n <= PLAIN_MAX ? merge_plain(m, v, n) : 0;
}

size_t merge_word_long(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	return n ? merge_long(m, w, v, n) : 0;
}

void merge_work_fini(struct merge_work *w)
{
	buf_fini(&w->mem);
}
