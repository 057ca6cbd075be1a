/* links.c: what lies to what in a caption: THING link THING (declared in slots.h). */
#include "lint/slots.h"

#include "lint/units.h"

static bool concrete(const struct unit *u)
{
	return u->flags & UNIT_NOUN && !(u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_PLACE | UNIT_WEARABLE));
}

/* A word that says how two things belong together. */
static bool links(const struct unit *u)
{
	return (u->flags & (UNIT_GLUE | UNIT_VERBFORM) && u->cls & (LEX(PREP) | LEX(VERB))) || u->flags & UNIT_VERBFORM ||
	       (u->cls & LEX(RELTAG) && u->cls & LEX(VERB));
}

static bool anchor(const struct unit *u)
{
	return u->flags & UNIT_HEAD || u->cls & (LEX(PLAIN) | LEX(SETTING));
}

/* What has been met on the way through a sentence. open: a link whose other end has not come yet. */
struct chain {
	const struct unit *thing, *last;
	bool link, strong, open;
	uint32_t sentence;
};

/* Looks through one segment for THING link THING. A segment that begins with a link goes on from the thing before it in
 * the sentence ("The dog, with a light coat, wears a collar"), and so does one that an open link leads into ("a counter
 * with a big, brown bowl"), but not one that "and" begins, and none among tags, whose order says nothing. Returns a bit
 * set: 1 two concrete things are linked, 2 a thing is linked to anything (a part, a place, a background). */
static unsigned segment_links(struct slots *s, const struct segment *g, struct chain *k)
{
	const struct analysis *t = s->c->t;
	uint32_t sentence = t->seg.segments[g - t->segments].sentence;
	unsigned found = 0;

	if (g->n_units == 0)
		return 0;
	bool and = t->units[g->unit].cls & LEX(CONJ) && k->sentence == sentence;
	if (k->sentence != sentence || and || t->style == STYLE_TAGS || (!k->open && !links(&t->units[g->unit])))
		*k = (struct chain){NULL, NULL, false, false, false, sentence};
	if (!k->open)
		k->link = k->strong = false;
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & MUTE)
			continue;
		if (k->thing && links(u)) {
			k->link = k->open = true;
			k->strong |= concrete(k->last) || concrete(k->thing) || k->thing == s->about;
		}
		if (k->thing && k->link && anchor(u) && u->lemma != k->thing->lemma) {
			found |= 2;
			if (concrete(u) && k->strong)
				found |= 1;
			slot_evidence(s, SLOT_RELATION, 8, k->thing, u, g->clause);
		}
		if (anchor(u))
			k->open = false;
		if (u->flags & UNIT_HEAD) {
			k->thing = k->thing ? k->thing : u;
			k->last = u;
			if (u->flags & UNIT_OWNS) {
				k->link = k->open = true;
				k->strong |= concrete(u);
			}
		}
	}
	return found;
}

unsigned slot_links(struct slots *s)
{
	struct chain k = {.sentence = UINT32_MAX};
	unsigned found = 0;

	for (uint32_t i = 0; i < s->c->t->n_segments; i++)
		found |= segment_links(s, &s->c->t->segments[i], &k);
	return found;
}
