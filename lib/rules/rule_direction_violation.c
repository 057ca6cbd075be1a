/* rule_direction_violation.c: CAP064. What a person said against what the caption says: whole words, case and plural aside. */
#include "lint/rule.h"
#include "text/seg.h"

enum { KIND_MISSING, KIND_FORBIDDEN };

static uint64_t key_of(const struct check *c, struct span word)
{
	struct lex_word w;

	lex_word(c->lex, word, &w);
	return w.lemma;
}

/* The first place where the words of alt stand in the caption from word `at` on: *first..*last. */
static bool find(const struct check *c, struct span alt, size_t at, size_t *first, size_t *last)
{
	const struct analysis *t = c->t;
	struct seg s;

	seg_cut(alt, c->a, &s);
	if (s.n_words == 0 || s.n_words > 32)
		return false;
	uint64_t key[32];
	for (size_t i = 0; i < s.n_words; i++)
		key[i] = key_of(c, s.words[i].norm);
	for (size_t i = at; i + s.n_words <= t->seg.n_words; i++) {
		size_t k = 0;
		while (k < s.n_words && t->known[i + k]->lemma == key[k])
			k++;
		if (k == s.n_words) {
			*first = i;
			*last = i + k - 1;
			return true;
		}
	}
	return false;
}

/* The next alternative of "a|b|c". */
static bool next(struct span *rest, struct span *alt)
{
	if (rest->n == 0)
		return false;
	const char *bar = memchr(rest->p, '|', rest->n);
	size_t n = bar ? (size_t)(bar - rest->p) : rest->n;

	*alt = span_cut(*rest, 0, n);
	*rest = span_cut(*rest, bar ? n + 1 : n, rest->n);
	return true;
}

static void missing(struct check *c, const struct rule *r, struct span item)
{
	struct span rest = item, alt;
	size_t first, last;

	while (next(&rest, &alt))
		if (find(c, alt, 0, &first, &last))
			return;
	struct finding *f = report_only(c, r, 0, (uint32_t)c->t->text.n);
	if (!f)
		return;
	f->kind = KIND_MISSING;
	f->fix = FIX_NONE;
	f->because = item;
	f->message = say(c, "must say \"{}\", and does not", item);
}

static void forbidden(struct check *c, const struct rule *r, struct span item)
{
	const struct analysis *t = c->t;
	struct span rest = item, alt;
	size_t first, last;

	while (next(&rest, &alt)) {
		if (!find(c, alt, 0, &first, &last))
			continue;
		uint32_t start = t->seg.words[first].start, end = t->seg.words[last].end, g = t->seg.words[first].segment;
		bool whole = t->segments[g].start == start && t->segments[g].end == end;
		struct finding *f = report(c, r, start, end);
		if (!f)
			return;
		f->kind = KIND_FORBIDDEN;
		f->segment = g;
		f->because = item;
		f->message = say(c, "must not say \"{}\"", span_cut(t->text, start, end));
		f->edit = whole ? EDIT_DROP_SEGMENT : EDIT_NONE;
		f->fix = whole && t->style != STYLE_PROSE ? FIX_SAFE : FIX_NONE;
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct lint_direction *d = c->ctx->direction;

	if (!d)
		return;
	for (size_t i = 0; i < d->n_must; i++)
		missing(c, r, d->must[i]);
	for (size_t i = 0; i < d->n_must_not; i++)
		forbidden(c, r, d->must_not[i]);
}

const struct rule rule_direction_violation = {
	.code = "CAP064",
	.name = "direction-violation",
	.title = "the caption says otherwise than the person who looked",
	.why = "The direction file holds what a person saw: of each `must` item one alternative (a|b) has to occur, no `must_not` item may. "
	       "Whole words, case and plural aside. A forbidden tag is dropped safely; what is missing a person has written already: "
	       "capfix --compose writes the sentence from the entry.",
	.evidence = "Only a person can tell a well-written falsehood from the truth.",
	.before = "dog, tongue out (must_not: tongue out)",
	.after = "dog",
	.family = FAMILY_CONSISTENCY, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 40, .fix = FIX_SAFE,
	.flags = true,
	.json = true,
	.check = check,
};
