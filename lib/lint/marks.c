/* marks.c: what takes a unit out of the description: quotation marks (visible text, titles), negation, names. */
#include "lint/units.h"
#include "text/quote.h"

/* ------------------------------------------------------------------------------------------------ quotation marks */

static void mark_quotes(struct analysis *t, struct arena *a)
{
	struct { struct quote *v; size_t n, cap; } q = {NULL, 0, 0};
	struct span s = t->text;
	uint32_t u = 0;

	for (size_t i = 0; i < s.n;) {
		size_t end = quote_end(s, i);
		if (!end) {
			i++;
			continue;
		}
		while (u < t->n_units && t->units[u].start < i)
			u++;
		for (; u < t->n_units && t->units[u].end <= end; u++)
			t->units[u].flags |= UNIT_QUOTED;
		*ARENA_PUSH(a, &q) = (struct quote){(uint32_t)i, (uint32_t)end};
		i = end;
	}
	t->quotes = q.v;
	t->n_quotes = (uint32_t)q.n;
}

/* ------------------------------------------------------------------------------------------------ negation */

/* "no humans", "without a red hat": what is denied up to its noun, four words at most. */
static void mark_negated(struct analysis *t, struct unit *no)
{
	struct unit *x = no;

	no->flags |= UNIT_NEGATED;
	if (no->cls & (LEX(COUNT) | LEX(FILLER))) /* "no humans" is whole */
		return;
	for (int left = 4; left && (x = unit_behind(t, x)) != NULL; left--) {
		if (unit_is(x, TAGS(ADP) | TAGS(CCONJ) | TAGS(SCONJ) | TAGS(AUX) | TAGS(PRON)) && x != no + 1)
			return;
		x->flags |= UNIT_NEGATED;
		const struct unit *n = unit_behind(t, x);
		bool last = !n || !(n->flags & UNIT_NOUN);
		if (x->flags & (UNIT_NOUN | UNIT_ABSTRACT) && last)
			return;
	}
}

/* "oshi no ko": a particle between foreign words; "no game no life": a title; "not bad mouth": an adjective denied, and no thing. */
static bool denies(const struct analysis *t, const struct unit *no)
{
	const struct unit *before = unit_before(t, no), *behind = unit_behind(t, no);
	const struct unit *again = behind ? unit_behind(t, behind) : NULL, *first = before ? unit_before(t, before) : NULL;
	struct span w = span_cut(t->text, no->start, no->end);

	if (before && before->flags & UNIT_UNKNOWN && span_is(w, "no"))
		return false;
	if ((!before && again && again->key == no->key) || (first && first->key == no->key && !unit_before(t, first)))
		return false;
	return !(span_is(w, "not") && behind && behind->tag == TAG_ADJ);
}

/* ------------------------------------------------------------------------------------------------ names */

/* "by" opens a name only where no thing follows that one can stand by: by greg smith, not by a tree. */
static bool opens_name(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	const struct unit *n = unit_behind(t, u), *p = unit_before(t, u);

	if (!(u->cls & LEX(TITLE)) || !n || unit_is(n, TAGS(DET) | TAGS(PRON) | TAGS(NUM) | TAGS(AUX)))
		return false;
	if (u->key != lex_keys(l)->by)
		return true;
	if (n->flags & UNIT_UNKNOWN || t->seg.words[n->word].capital)
		return true;
	return !p || p->cls & LEX(MEDIUM);
}

/* "greg rutkowski and James Jean": another name. */
static bool names_on(const struct analysis *t, const struct unit *conj)
{
	const struct unit *n = unit_behind(t, conj);

	return n && (n->flags & UNIT_UNKNOWN || t->seg.words[n->word].capital) && !unit_is(n, TAGS(DET) | TAGS(PRON));
}

static void mark_name(struct analysis *t, struct unit *u)
{
	for (struct unit *x = unit_behind(t, u); x; x = unit_behind(t, x)) {
		if (unit_is(x, TAGS(ADP) | TAGS(DET) | TAGS(AUX)) || (unit_is(x, TAGS(CCONJ)) && !names_on(t, x)))
			return;
		x->flags |= UNIT_NAME;
	}
}

/* "saber (fate/stay night)", "bow (weapon)": a qualifier in brackets at a tag's end. What it qualifies is a name and no
 * sword, unless the qualifier is a thing itself. */
static void mark_qualified(struct analysis *t)
{
	for (uint32_t i = 0, first = 0, end = 0; i < t->seg.n_segments; i++) {
		for (first = end; end < t->n_units && t->units[end].segment == i; end++)
			;
		const struct seg_segment *g = &t->seg.segments[i];
		const char *p = t->text.p + g->start, *open = memchr(p, '(', g->end - g->start);
		if (g->n_words < 2 || g->n_words > 8 || !open || open == p || p[g->end - g->start - 1] != ')')
			continue;
		uint32_t at = (uint32_t)(open - t->text.p);
		const struct unit *last = &t->units[end - 1];
		bool thing = last->start > at && last->flags & UNIT_NOUN && last[-1].start <= at;
		for (struct unit *x = &t->units[first]; x < &t->units[end]; x++)
			x->flags |= !thing || x->start > at ? UNIT_NAME : 0;
	}
}

void units_mark(const struct lexicon *l, struct analysis *t, struct arena *a)
{
	if (t->marks & (MARK_QUOTE | MARK_HIGH))
		mark_quotes(t, a);
	if (t->marks & MARK_PAREN)
		mark_qualified(t);
	for (uint32_t i = 0; t->cls_any & (LEX(NEGATION) | LEX(TITLE) | LEX(META) | LEX(QUALITY)) && i < t->n_units; i++) {
		struct unit *u = &t->units[i];
		if (u->flags & (UNIT_QUOTED | UNIT_NAME))
			continue;
		for (struct unit *x = u; u->cls & (LEX(META) | LEX(QUALITY)) && (x = unit_behind(t, x)) != NULL && x->flags & UNIT_UNKNOWN;)
			x->flags |= UNIT_NAME; /* "shot on canon eos (r5)" */
		if (u->cls & LEX(NEGATION) && !(u->flags & UNIT_NEGATED) && denies(t, u))
			mark_negated(t, u);
		else if (u->cls & LEX(TITLE) && opens_name(l, t, u))
			mark_name(t, u);
	}
}
