/* promise.c: what no step may break: tokens, score, and words that carry the picture. */
#include "fix/proof.h"
#include "fix/step.h"

/* Words that say nothing about the picture by themselves may go. */
#define IDLE (LEX(META) | LEX(RATING) | LEX(QUALITY) | LEX(PIXEL) | LEX(FILLER) | LEX(CLASSFOCUS) | LEX(COUNT) | \
	      LEX(STOP) | LEX(GENERIC) | LEX(LEAD) | LEX(HEDGE) | LEX(NONVISUAL) | LEX(APOLOGY) | LEX(FRAME))

/* What a picture shows besides things: a sentence about the mood may hold the only word about the light. */
#define SEEN (LEX(COLOUR) | LEX(NUMBER) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN))

static bool protected_unit(const struct unit *u)
{
	if (u->cls & (u->cls & SEEN ? IDLE & ~LEX(STOP) : IDLE)) /* "bokeh" is no thing, and is seen */
		return false;
	if (u->flags & (UNIT_TRIGGER | UNIT_NUMBER))
		return true;
	if (u->flags & (UNIT_NEGATED | UNIT_GENERIC))
		return false;
	return (u->flags & UNIT_NOUN) || (u->cls & SEEN);
}

/* Whether a unit stands in bytes that a plan takes because a narrower term stays ("fruit" beside "apple"), is the number of a
 * prompt's weight, or a word of a flag or of a network's name: syntax, nothing to be counted in the picture. */
static bool covered(const struct unit *u, const struct plan *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = p[i].finding;
		bool weight = f && (u->flags & UNIT_NUMBER) && strcmp(f->rule->name, "prompt-syntax") == 0;
		if (!f || (f->other_end <= f->other_start && !weight && !plan_syntax(&p[i])))
			continue;
		for (size_t k = 0; k < p[i].n; k++)
			if (u->start >= p[i].v[k].start && u->end <= p[i].v[k].end)
				return true;
	}
	return false;
}

/* A line of a text, with the units that begin in it. All of the text where lines are joined. */
struct line {
	uint32_t start, end;       /* bytes, without the line break; start: where the first begins */
	uint32_t stop;             /* where the last ends */
	uint32_t unit, unit_end;
};

/* Where a line break begins at or behind byte i: \n, \r\n, or \r alone. */
static uint32_t line_end(struct span s, uint32_t i)
{
	while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
		i++;
	return i;
}

/* Goes to the next line, at first (*begun false) to the one at l->start. False at the end. */
static bool line_next(const struct analysis *t, struct line *l, bool *begun, bool joined)
{
	struct span s = span_cut(t->text, 0, l->stop);

	if (*begun) {
		if (l->end >= s.n)
			return false;
		l->start = l->end + (s.p[l->end] == '\r' && l->end + 1 < s.n && s.p[l->end + 1] == '\n' ? 2 : 1);
	}
	*begun = true;
	l->end = joined ? (uint32_t)s.n : line_end(s, l->start);
	l->unit = l->unit_end;
	while (l->unit_end < t->n_units && t->units[l->unit_end].start <= l->end)
		l->unit_end++;
	return true;
}

static bool blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t')
			return false;
	return true;
}

static bool has_unit(const struct analysis *t, const struct line *l, const struct unit *u)
{
	for (uint32_t i = l->unit; i < l->unit_end; i++)
		if (t->units[i].lemma == u->lemma || t->units[i].key == u->key)
			return true;
	return false;
}

static bool line_loses(const struct analysis *before, const struct line *x, const struct analysis *after, const struct line *y,
                       const struct plan *p, size_t n)
{
	for (uint32_t i = x->unit; i < x->unit_end; i++) {
		const struct unit *u = &before->units[i];
		if (protected_unit(u) && !covered(u, p, n) && !has_unit(after, y, u))
			return true;
	}
	return !blank(span_cut(before->text, x->start, x->end)) && blank(span_cut(after->text, y->start, y->end));
}

/* Each line by itself: for some trainers it is a caption of its own, for some the first is all. As many lines stay, none is emptied. */
static bool loses(const struct analysis *before, const struct analysis *after, const struct plan *p, size_t n)
{
	struct line x = {0}, y = {.stop = (uint32_t)after->text.n};
	bool x_begun = false, y_begun = false, joined = false;

	for (size_t i = 0; i < n; i++)
		joined |= plan_joins(p[i].finding);
	plan_inner(before->text, p, n, &x.start, &x.stop);
	while (line_next(before, &x, &x_begun, joined))
		if (!line_next(after, &y, &y_begun, joined) || line_loses(before, &x, after, &y, p, n))
			return true;
	return line_next(after, &y, &y_begun, joined);
}

/* How many commas plans put between the tags of a list that had none. */
static size_t commas(const struct plan *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; p[i].finding && p[i].finding->rule->commas && k < p[i].v[0].text.n; k++)
			count += p[i].v[0].text.p[k] == ',';
	return count;
}

/* What is wrong with the tokens of after, or empty: counted, or (more: commas that may count) cut off. */
static struct span tokens(const struct lint_result *before, const struct lint_result *after, size_t more, struct arena *a)
{
	for (size_t i = 0; i < before->n_encoders && i < after->n_encoders; i++) {
		const struct lint_encoder *x = &before->encoder[i], *y = &after->encoder[i];
		if (y->tokens > x->tokens + more)
			return arena_printf(a, "%s would count more tokens", y->name);
		if (more && y->usable && y->content > y->usable && y->content > x->content)
			return arena_printf(a, "%s would cut it off", y->name);
	}
	return SPAN("");
}

enum verdict judge(const struct work *w, struct span text, const struct lint_result *after, const struct plan *p, size_t n, struct arena *a, struct span *why)
{
	const struct lint_result *before = &w->now;
	size_t more = commas(p, n);

	if (n && !p[0].finding) { /* asked for: what it loses is what is wanted, but a sentence stays one */
		*why = prove(w, p, n, text, a);
		return why->n ? BROKEN : KEPT;
	}
	*why = tokens(before, after, more, a);
	if (why->n)
		return BROKEN;
	*why = prove(w, p, n, text, a);
	if (!why->n && loses(before->analysis, after->analysis, p, n))
		*why = SPAN("the last word about something would go");
	if (why->n)
		return BROKEN;
	if (more || after->score >= before->score - 0.01f)
		return KEPT;
	*why = SPAN("the score would fall");
	return SCORE_FALLS;
}
