/* unigram_trie.c: building the trie of pieces depth first from the sorted list into a double array, and checking a mapped one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tok/unigram.h"

struct key {
	struct span s;
	double score;
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
			v[k++] = (struct key){arena_dup(a, buf_span(&b)), s->tokens[i].score64, s->tokens[i].id,
					      (uint32_t)i};
	}
	buf_fini(&b);
	qsort(v, k, sizeof *v, by_bytes);
	for (size_t i = 0; i < k; i++)
		if (i + 1 == k || !span_eq(v[i].s, v[i + 1].s))
			v[keep++] = v[i];
	*n = keep;
	return v;
}

/* ---- the double array ---- */

/* Keys [lo,hi) agree in their first depth bytes and lie below node. */
struct range {
	uint32_t lo, hi, depth, node;
};

enum { BLOCK = 256, OPEN = 8, UNITS_MAX = 1 << 23 };

struct build {
	struct buf mem;         /* the units */
	struct buf base_used;   /* a byte for each unit: its index is some node's base */
	struct buf n_free;      /* uint32_t for each block */
	size_t n;
};

static struct trie_unit *units(const struct build *b)
{
	return (struct trie_unit *)(void *)b->mem.p;
}

static uint32_t *free_in(const struct build *b, size_t at)
{
	return (uint32_t *)(void *)b->n_free.p + at / BLOCK;
}

static void grow(struct build *b)
{
	const uint32_t all = BLOCK;

	for (int i = 0; i < BLOCK; i++) {
		struct trie_unit none = {0, TRIE_NONE, -INFINITY};
		buf_add(&b->mem, (const char *)&none, sizeof none);
		buf_addc(&b->base_used, 0);
	}
	buf_add(&b->n_free, (const char *)&all, sizeof all);
	b->n += BLOCK;
}

static void claim(struct build *b, size_t at, uint8_t label)
{
	units(b)[at].link = 256u | label;
	--*free_in(b, at);
}

/* Whether all children of a node fit with this base: they stay inside its block. */
static bool fits(const struct build *b, size_t base, const uint8_t *label, size_t k)
{
	const struct trie_unit *v = units(b);

	if (b->base_used.p[base])
		return false;
	for (size_t i = 0; i < k; i++)
		if (v[base ^ label[i]].link)
			return false;
	return true;
}

/* A base for k children: the first that fits in the last blocks, else in a new one. */
static size_t place(struct build *b, const uint8_t *label, size_t k)
{
	size_t block = b->n > OPEN * BLOCK ? b->n - OPEN * BLOCK : 0;

	for (; block < b->n; block += BLOCK)
		for (size_t at = block; *free_in(b, block) >= k && at < block + BLOCK; at++)
			if (!units(b)[at].link && fits(b, at ^ label[0], label, k))
				return at ^ label[0];
	grow(b);
	return b->n - BLOCK;
}

/* The children of a node, labels rising; each goes on the stack as a range of its own, the first on top: pieces that share a
 * beginning lie close together. */
static void children(const struct key *v, struct range r, struct buf *stack, struct build *b)
{
	uint8_t label[256];
	struct range e[256];
	size_t k = 0;

	for (uint32_t i = r.lo; i < r.hi;) {
		uint32_t from = i;
		if (v[i].s.n == r.depth) { /* the key of this very node */
			units(b)[r.node].id = v[i].id;
			units(b)[r.node].score = v[i++].score;
			continue;
		}
		label[k] = (uint8_t)v[i].s.p[r.depth];
		while (i < r.hi && (uint8_t)v[i].s.p[r.depth] == label[k])
			i++;
		e[k++] = (struct range){from, i, r.depth + 1, 0};
	}
	if (k == 0)
		return;
	size_t base = place(b, label, k);
	b->base_used.p[base] = 1;
	units(b)[r.node].link |= (uint32_t)base << 9;
	for (size_t i = k; i-- > 0;) {
		e[i].node = (uint32_t)(base ^ label[i]);
		claim(b, e[i].node, label[i]);
		buf_add(stack, (const char *)&e[i], sizeof e[i]);
	}
}

int trie_compile(const struct spec *s, struct blob_writer *w, uint32_t *longest, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct buf stack = BUF_INIT;
	struct build b = {.n = 0};
	size_t n;
	struct key *v = keys(s, &a, &n);
	struct range r = {0, (uint32_t)n, 0, 0};

	grow(&b);
	claim(&b, 0, 0);
	units(&b)[0].link = 1;       /* taken, but without the 256: nobody's child, */
	b.base_used.p[0] = 1;        /* not even of nodes without children, whose base is 0 */
	*longest = 0;
	buf_add(&stack, (const char *)&r, sizeof r);
	while (stack.n && b.n <= UNITS_MAX) {
		stack.n -= sizeof r;
		memcpy(&r, stack.p + stack.n, sizeof r);
		*longest = r.depth > *longest ? r.depth : *longest;
		children(v, r, &stack, &b);
	}
	blob_put(w, TAG('T', 'R', 'I', 'E'), b.mem.p, b.mem.n);
	buf_fini(&stack);
	buf_fini(&b.mem);
	buf_fini(&b.base_used);
	buf_fini(&b.n_free);
	arena_fini(&a);
	return b.n <= UNITS_MAX ? 0 : diag_set(d, "bad-tokenizer", "the pieces are too many and too long");
}

int trie_load(const struct tok *t, struct trie *x, struct diag *d)
{
	uint32_t bad = 0;

	x->v = blob_get(t, TAG('T', 'R', 'I', 'E'), sizeof *x->v, &x->n);
	if (!x->v || x->n == 0 || x->n % BLOCK)
		return diag_set(d, "bad-vocabulary", "the trie of pieces is broken");
	for (size_t i = 0; i < x->n; i++) {
		uint32_t id = x->v[i].id;
		/* Where no piece ends, the score keeps the way from being taken. */
		bad |= (uint32_t)(x->v[i].link >> 9 >= x->n) |
		       (uint32_t)(id >= t->meta->n_ids && (id != TRIE_NONE || x->v[i].score != -INFINITY));
	}
	return bad ? diag_set(d, "bad-vocabulary", "the trie of pieces is broken") : 0;
}
