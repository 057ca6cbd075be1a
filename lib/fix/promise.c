/* promise.c: what no step may break: tokens, score, and words that carry the picture. */
#include "fix/step.h"

/* Words that say nothing about the picture by themselves may go. */
#define IDLE (LEX(META) | LEX(RATING) | LEX(QUALITY) | LEX(PIXEL) | LEX(FILLER) | LEX(CLASSFOCUS) | LEX(COUNT) | \
	      LEX(STOP) | LEX(GENERIC) | LEX(LEAD) | LEX(HEDGE) | LEX(NONVISUAL) | LEX(APOLOGY) | LEX(FRAME))

/* What a picture shows besides things: a sentence about the mood may hold the only word about the light. */
#define SEEN (LEX(COLOUR) | LEX(NUMBER) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN))

static bool protected_unit(const struct unit *u)
{
	if (u->cls & IDLE)
		return false;
	if (u->flags & (UNIT_TRIGGER | UNIT_NUMBER))
		return true;
	if (u->flags & (UNIT_NEGATED | UNIT_GENERIC))
		return false;
	return (u->flags & UNIT_NOUN) || (u->cls & SEEN);
}

/* Whether a unit stands in bytes that a plan takes because a narrower term stays ("fruit" beside "apple"), or is the number of a
 * prompt's weight: syntax, nothing to be counted in the picture. */
static bool covered(const struct unit *u, const struct plan *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = p[i].finding;
		bool weight = f && (u->flags & UNIT_NUMBER) && strcmp(f->rule->name, "prompt-syntax") == 0;
		if (!f || (f->other_end <= f->other_start && !weight))
			continue;
		for (size_t k = 0; k < p[i].n; k++)
			if (u->start >= p[i].v[k].start && u->end <= p[i].v[k].end)
				return true;
	}
	return false;
}

static bool has_unit(const struct analysis *t, const struct unit *u)
{
	for (uint32_t i = 0; i < t->n_units; i++)
		if (t->units[i].lemma == u->lemma || t->units[i].key == u->key)
			return true;
	return false;
}

static bool loses_word(const struct analysis *before, const struct analysis *after, const struct plan *p, size_t n)
{
	for (uint32_t i = 0; i < before->n_units; i++) {
		const struct unit *u = &before->units[i];
		if (protected_unit(u) && !covered(u, p, n) && !has_unit(after, u))
			return true;
	}
	return false;
}

enum verdict judge(const struct work *w, const struct lint_result *after, const struct plan *p, size_t n)
{
	const struct lint_result *before = &w->now;

	for (size_t i = 0; i < before->n_encoders && i < after->n_encoders; i++)
		if (after->encoder[i].tokens > before->encoder[i].tokens)
			return BROKEN;
	if (loses_word(before->analysis, after->analysis, p, n))
		return BROKEN;
	return after->score < before->score - 0.01f ? SCORE_FALLS : KEPT;
}
