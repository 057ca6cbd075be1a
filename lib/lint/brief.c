/* brief.c: the few facts of one caption that the rules over a whole set read. */
#include <stdlib.h>

#include "lint/priv.h"
#include "lint/units.h"

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

static void sort(uint64_t *v, uint32_t n)
{
	if (n > 48) {
		qsort(v, n, sizeof *v, by_value);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		uint64_t x = v[i];
		uint32_t k = i;
		for (; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

void brief_words(struct check *c)
{
	struct lint_brief *b = &c->out->brief;
	const struct analysis *t = c->t;
	uint64_t *v = arena_alloc(c->a, t->seg.n_words * sizeof *v);
	uint32_t n = 0;

	b->hash = 0x2545f4914f6cdd1du;
	for (size_t i = 0; i < t->seg.n_words; i++)
		b->hash = lex_join(b->hash, t->known[i].key);
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & UNIT_GLUE || u->cls & LEX_GLUE)
			continue;
		for (uint32_t k = u->word; k < u->word + u->n_words; k++)
			v[n++] = t->known[k].lemma;
	}
	sort(v, n);
	uint32_t m = 0;
	for (uint32_t i = 0; i < n; i++)
		if (m == 0 || v[m - 1] != v[i])
			v[m++] = v[i];
	b->words = v;
	b->n_words = m;
}

static void nouns(struct check *c, struct lint_brief *b)
{
	const struct analysis *t = c->t;
	struct lint_noun *v = arena_alloc(c->a, t->n_entities * sizeof *v);

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct unit *u = &t->units[t->entities[i].unit];
		v[i] = (struct lint_noun){u->lemma, t->units[t->entities[i].first].start, u->end,
					  u->flags & UNIT_PART, u->flags & UNIT_GENERIC, u->flags & UNIT_WEARABLE,
					  u->flags & UNIT_PLACE, u->flags & UNIT_PERSON};
	}
	b->nouns = v;
	b->n_nouns = t->n_entities;
}

static void terms(struct check *c, struct lint_brief *b)
{
	const struct analysis *t = c->t;
	struct lint_term *v = arena_alloc(c->a, t->n_units * sizeof *v);
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!u->term || u->cls & LEX_GLUE || u->flags & (UNIT_QUOTED | UNIT_NAME))
			continue;
		const struct lex_term *k = lex_at(c->lex, u->term->canon);
		v[n++] = (struct lint_term){k->key, hash_bytes(t->text.p + u->start, u->end - u->start, 0), u->start, u->end,
					    k->text, u->cls};
	}
	b->terms = v;
	b->n_terms = n;
}

void brief_make(struct check *c)
{
	struct lint_brief *b = &c->out->brief;
	const struct analysis *t = c->t;
	uint32_t things = 0;

	nouns(c, b);
	terms(c, b);
	for (uint32_t i = 0; i < b->n_nouns; i++)
		things += !b->nouns[i].part && !b->nouns[i].wearable && !b->nouns[i].place;
	b->tokens = (uint32_t)c->n_pieces;
	b->linked = c->linked || things < 2;
	b->trigger = t->trigger >= 0;
	b->trigger_first = b->trigger && t->units[t->trigger].segment == 0;
	b->empty = t->seg.n_segments == 0;
}
