/* unigram_trie.c: building the trie of pieces breadth first from the sorted list, and checking a mapped one. */
#include <stdlib.h>
#include <string.h>

#include "tok/unigram.h"

struct key {
	struct span s;
	uint32_t id, order;
};

static int by_bytes(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	size_t n = x->s.n < y->s.n ? x->s.n : y->s.n;
	int c = n ? memcmp(x->s.p, y->s.p, n) : 0;

	if (c || x->s.n != y->s.n)
		return c ? c : x->s.n < y->s.n ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* The keys in internal form, sorted, of equal ones the last. bytes keeps their text. */
static struct key *keys(const struct spec *s, struct arena *a, size_t *n)
{
	struct key *v = arena_zalloc(a, s->n_tokens + 1, sizeof *v);
	struct buf b = BUF_INIT;
	size_t k = 0, keep = 0;

	for (size_t i = 0; i < s->n_tokens; i++) {
		buf_reset(&b);
		if (s->tokens[i].bytes.n && sptext_piece(s->tokens[i].bytes, &b))
			v[k++] = (struct key){arena_dup(a, buf_span(&b)), s->tokens[i].id, (uint32_t)i};
	}
	buf_fini(&b);
	qsort(v, k, sizeof *v, by_bytes);
	for (size_t i = 0; i < k; i++)
		if (i + 1 == k || !span_eq(v[i].s, v[i + 1].s))
			v[keep++] = v[i];
	*n = keep;
	return v;
}

/* Keys [lo,hi) agree in their first depth bytes. */
struct range {
	uint32_t lo, hi, depth;
};

static void put32(struct buf *b, uint32_t v)
{
	buf_add(b, (const char *)&v, sizeof v);
}

/* Appends the children of node r; each becomes a range of its own. */
static void children(const struct key *v, struct range r, struct buf *queue, struct buf *label)
{
	for (uint32_t i = r.lo; i < r.hi;) {
		uint32_t from = i;
		char c;
		if (v[i].s.n == r.depth) { /* the key of this very node */
			i++;
			continue;
		}
		c = v[i].s.p[r.depth];
		while (i < r.hi && v[i].s.p[r.depth] == c)
			i++;
		struct range e = {from, i, r.depth + 1};
		buf_add(queue, (const char *)&e, sizeof e);
		buf_addc(label, c);
	}
}

void trie_compile(const struct spec *s, struct blob_writer *w, uint32_t *longest)
{
	struct arena a = ARENA_INIT;
	struct buf queue = BUF_INIT, first = BUF_INIT, label = BUF_INIT, id = BUF_INIT;
	size_t n;
	struct key *v = keys(s, &a, &n);
	struct range r = {0, (uint32_t)n, 0};

	*longest = 0;
	buf_add(&queue, (const char *)&r, sizeof r);
	buf_addc(&label, 0);
	for (size_t i = 0; i * sizeof r < queue.n; i++) {
		memcpy(&r, queue.p + i * sizeof r, sizeof r);
		put32(&first, (uint32_t)(queue.n / sizeof r));
		put32(&id, i && v[r.lo].s.n == r.depth ? v[r.lo].id : TRIE_NONE);
		*longest = r.depth > *longest ? r.depth : *longest;
		children(v, r, &queue, &label);
	}
	put32(&first, (uint32_t)(queue.n / sizeof r));
	blob_put(w, TAG('T', 'R', 'F', 'C'), first.p, first.n);
	blob_put(w, TAG('T', 'R', 'L', 'B'), label.p, label.n);
	blob_put(w, TAG('T', 'R', 'I', 'D'), id.p, id.n);
	buf_fini(&queue);
	buf_fini(&first);
	buf_fini(&label);
	buf_fini(&id);
	arena_fini(&a);
}

int trie_load(const struct tok *t, struct trie *x, struct diag *d)
{
	size_t n_first, n_id;
	uint32_t bad = 0;

	x->first = blob_get(t, TAG('T', 'R', 'F', 'C'), sizeof *x->first, &n_first);
	x->label = blob_get(t, TAG('T', 'R', 'L', 'B'), 1, &x->n);
	x->id = blob_get(t, TAG('T', 'R', 'I', 'D'), sizeof *x->id, &n_id);
	if (!x->first || !x->label || !x->id || x->n == 0 || n_first != x->n + 1 || n_id != x->n ||
	    x->first[x->n] != x->n)
		return diag_set(d, "bad-vocabulary", "the trie of pieces is broken");
	/* Children stand behind their parent and ids are known: then every walk ends and stays inside. */
	for (size_t i = 0; i < x->n; i++) {
		bad |= (uint32_t)(x->first[i] > x->first[i + 1]) | (uint32_t)(x->first[i] <= i && x->first[i] < x->n);
		bad |= (uint32_t)(x->id[i] >= t->meta->n_ids && x->id[i] != TRIE_NONE);
	}
	return bad ? diag_set(d, "bad-vocabulary", "the trie of pieces is broken") : 0;
}
