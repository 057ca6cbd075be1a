/* units.h: the steps of an analysis, for analysis.c only. */
#ifndef CAPTOOLS_LINT_UNITS_H
#define CAPTOOLS_LINT_UNITS_H

#include "lint/analysis.h"

/* Words to units: the longest known phrase at each place, then what each unit is (noun, glue, colour or fruit). */
void units_match(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct lint_trigger *triggers, size_t n_triggers,
		 struct arena *a);
void units_resolve(struct analysis *t, const struct scene *s);
/* Quotation marks, negations, names. */
void units_mark(const struct lexicon *l, struct analysis *t, struct arena *a);
void regions_find(struct analysis *t, struct arena *a);
/* The unit that holds byte at, or the last in front of it. */
uint32_t unit_at(const struct analysis *t, uint32_t at);
/* The unit that holds byte at, or NULL. */
const struct unit *unit_holding(const struct analysis *t, uint32_t at);
/* Where the objects of the scene are named, and what is bound to them. */
void entities_find(struct analysis *t, const struct scene *s, struct arena *a);

#define LEX_THING (LEX(NOUN) | LEX(GENERIC) | LEX(PART) | LEX(WEARABLE) | LEX(PLACE) | LEX(PERSON))

/* "a human eye", "a cat's paw": a part in a sentence that says whose it is, which is subject enough. */
bool part_of_somebody(const struct analysis *t, const struct unit *u);

/* The unit before or behind u in the same segment, or NULL. */
static inline struct unit *unit_before(const struct analysis *t, const struct unit *u)
{
	return u > t->units && u[-1].segment == u->segment ? &t->units[u - t->units - 1] : NULL;
}

static inline struct unit *unit_behind(const struct analysis *t, const struct unit *u)
{
	return u + 1 < t->units + t->n_units && u[1].segment == u->segment ? &t->units[u - t->units + 1] : NULL;
}

#endif
