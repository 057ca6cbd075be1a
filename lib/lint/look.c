/* look.c: quality words that also say how a picture looks or what made it (tells_look of rule.h). */
#include "lint/rule.h"
#include "lint/units.h"

/* What one sees, or how the picture came to look so. LEX(MOOD) is none of it: it is what pictures are only said to create (a masterpiece). */
static const uint64_t seen = LEX_THING | LEX(COLOUR) | LEX(MATERIAL) | LEX(HUE) | LEX(LIGHT) | LEX(GLOW) | LEX(LAMP) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) |
			     LEX(PLAIN) | LEX(MEDIUM) | LEX(GENRE) | LEX(PHOTO) | LEX(DRAWN) | LEX(FLAT) | LEX(HIDE) | LEX(POSE) | LEX(RELTAG) | LEX(VIEWS) |
			     LEX(LOOK);

static uint64_t canonical(const struct lexicon *l, const struct lex_term *t)
{
	return lex_at(l, t->canon)->key;
}

static bool same(const struct check *c, const struct lex_term *x, const struct lex_term *y)
{
	return x && canonical(c->lex, x) == canonical(c->lex, y);
}

/* Whether a unit that is no quality word says what term says, itself or in one of its words: "close-up photo". But "cinematic lighting" does not say
 * that all of the picture is cinematic. */
static bool said(const struct check *c, const struct lex_term *term)
{
	for (uint32_t i = 0; i < c->t->n_units; i++) {
		const struct unit *u = &c->t->units[i];
		if ((u->term && u->term->cls & (LEX(QUALITY) | LEX(META))) || u->flags & (UNIT_QUOTED | UNIT_NEGATED))
			continue;
		if (same(c, u->term, term))
			return true;
		for (uint32_t k = 0; k < u->n_words && !(term->cls & LEX(LOOK)); k++)
			if (same(c, c->t->known[u->word + k]->term, term))
				return true;
	}
	return false;
}

static bool seen_here_alone(const struct check *c, const struct lex_term *t)
{
	return t && t->cls & seen && !said(c, t);
}

bool tells_look(const struct check *c, const struct unit *u)
{
	struct lex_word *const *w = c->t->known + u->word;

	for (uint32_t i = 0; i < u->n_words; i++) {
		uint64_t front = 0;
		if (seen_here_alone(c, w[i]->term))
			return true;
		for (uint32_t k = i; k < u->n_words; k++) { /* "unreal engine" in "unreal engine 5 render", and "details" as "detail" */
			uint64_t last = k > i ? lex_join(front, w[k]->lemma) : w[k]->lemma;
			front = k > i ? lex_join(front, w[k]->key) : w[k]->key;
			if (seen_here_alone(c, lex_find(c->lex, front)) || (last != front && seen_here_alone(c, lex_find(c->lex, last))))
				return true;
		}
	}
	return false;
}
