/* own_name.c: whether an underscored tag is one of a tag table or somebody's own name, a trigger that nobody told of (rule.h). */
#include "lint/rule.h"

/* The term or phrase that a tag is as a whole, in a lexicon or in WordNet: long_hair, red_panda; NULL: none has it. */
static const struct unit *known_tag(const struct analysis *t, const struct segment *g)
{
	const struct unit *u = segment_only(t, g);

	return u && u->n_words > 1 && (u->term || u->wn) ? u : NULL;
}

bool list_of_table(const struct analysis *t)
{
	const uint64_t by_hand = LEX(QUALITY) | LEX(META) | LEX(RATING) | LEX(COUNT);

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		const struct unit *u = segment_only(t, g);
		if (memchr(t->text.p + g->start, ' ', g->end - g->start) && !(u && u->cls & by_hand))
			return false;
	}
	return true;
}

bool tag_may_name(const struct analysis *t, uint32_t segment, bool table)
{
	const uint64_t front = LEX(QUALITY) | LEX(META) | LEX(RATING);
	const struct segment *g = &t->segments[segment];
	uint32_t first = 0;

	if (g->n_units == 0 || known_tag(t, g) || t->units[g->unit + g->n_units - 1].flags & (UNIT_PART | UNIT_WEARABLE))
		return false;
	while (first < segment && t->segments[first].cls & front && segment_only(t, &t->segments[first]))
		first++;
	if (!table || first == segment || g->again)
		return true;
	for (uint32_t i = segment + 1; i < t->n_segments; i++)
		if (t->segments[i].again && t->segments[i].key == g->key)
			return true;
	return false;
}
