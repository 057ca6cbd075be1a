/* bpe_merge.c: merges, shared by both BPE engines: the table in the blob, and the merging of one word. */
#include "tok/bpe_merge.h"

#include <string.h>

enum { PLAIN_MAX = 64 }; /* symbols: up to here searching beats keeping a heap (measured) */

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
	uint32_t rank[PLAIN_MAX];

	for (size_t i = 0; i + 1 < n; i++)
		rank[i] = merge_find(m, v[i].id, v[i + 1].id);
	while (n > 1) {
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
		n--;
		memmove(v + at + 1, v + at + 2, (n - at - 1) * sizeof *v);
		if (at + 1 < n) {
			memmove(rank + at + 1, rank + at + 2, (n - at - 2) * sizeof *rank);
			rank[at] = merge_find(m, v[at].id, v[at + 1].id);
		}
		if (at > 0)
			rank[at - 1] = merge_find(m, v[at - 1].id, v[at].id);
	}
	return n;
}

/* A long word: symbols in a linked list, candidate pairs in a binary heap of rank << 32 | position, so the lowest rank comes
 * first and the leftmost of equals. A pair that has changed meanwhile is known by its rank and dropped when it comes up. */
struct heap {
	uint64_t *v;
	size_t n;
};

static void sift_down(struct heap *h, size_t i)
{
	uint64_t x = h->v[i];

	for (;;) {
		size_t c = 2 * i + 1;
		if (c >= h->n)
			break;
		if (c + 1 < h->n && h->v[c + 1] < h->v[c])
			c++;
		if (h->v[c] >= x)
			break;
		h->v[i] = h->v[c];
		i = c;
	}
	h->v[i] = x;
}

static void heap_push(struct heap *h, uint64_t x)
{
	size_t i = h->n++;

	while (i > 0 && h->v[(i - 1) / 2] > x) {
		h->v[i] = h->v[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->v[i] = x;
}

static uint64_t heap_pop(struct heap *h)
{
	uint64_t x = h->v[0];

	h->v[0] = h->v[--h->n];
	if (h->n)
		sift_down(h, 0);
	return x;
}

struct list {
	const struct merges *m;
	struct symbol *v;
	uint32_t *rank, *next, *prev; /* rank: of the pair that begins here; next of the last is n */
	size_t n;
	struct heap heap;
};

static void pair_changed(struct list *l, size_t i)
{
	l->rank[i] = l->next[i] < l->n ? merge_find(l->m, l->v[i].id, l->v[l->next[i]].id) : MERGE_NONE;
	if (l->rank[i] != MERGE_NONE)
		heap_push(&l->heap, (uint64_t)l->rank[i] << 32 | i);
}

static void list_merge(struct list *l, size_t i)
{
	size_t r = l->next[i];

	l->v[i].id = l->m->result[l->rank[i]];
	l->v[i].size += l->v[r].size;
	l->rank[r] = MERGE_NONE;
	l->next[i] = l->next[r];
	if (l->next[i] < l->n)
		l->prev[l->next[i]] = (uint32_t)i;
	pair_changed(l, i);
	if (i > 0)
		pair_changed(l, l->prev[i]);
}

static size_t merge_heap(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	struct list l = {m, v, NULL, NULL, NULL, n, {NULL, 0}};
	size_t out = 0;

	/* Each merge takes one pair out and puts at most two in: the heap never holds more than 2n. */
	buf_reset(&w->mem);
	l.heap.v = (uint64_t *)(void *)buf_room(&w->mem, n * (2 * sizeof(uint64_t) + 3 * sizeof(uint32_t)));
	l.rank = (uint32_t *)(void *)(l.heap.v + 2 * n);
	l.next = l.rank + n;
	l.prev = l.next + n;
	for (size_t i = 0; i < n; i++) {
		l.next[i] = (uint32_t)i + 1;
		l.prev[i] = (uint32_t)i - 1;
		l.rank[i] = i + 1 < n ? merge_find(m, v[i].id, v[i + 1].id) : MERGE_NONE;
		if (l.rank[i] != MERGE_NONE)
			l.heap.v[l.heap.n++] = (uint64_t)l.rank[i] << 32 | i;
	}
	for (size_t i = l.heap.n / 2; i-- > 0;)
		sift_down(&l.heap, i);
	while (l.heap.n) {
		uint64_t x = heap_pop(&l.heap);
		size_t i = (uint32_t)x;
		if (l.rank[i] == x >> 32)
			list_merge(&l, i);
	}
	for (size_t i = 0; i < n; i = l.next[i])
		v[out++] = v[i];
	return out;
}

size_t merge_word(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	return n <= PLAIN_MAX ? merge_plain(m, v, n) : merge_heap(m, w, v, n);
}

size_t merge_word_plain(const struct merges *m, struct symbol *v, size_t n)
{
	return n <= PLAIN_MAX ? merge_plain(m, v, n) : 0;
}

size_t merge_word_heap(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n)
{
	return n ? merge_heap(m, w, v, n) : 0;
}

void merge_work_fini(struct merge_work *w)
{
	buf_fini(&w->mem);
}
