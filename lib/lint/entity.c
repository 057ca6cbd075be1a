/* entity.c: where a caption names the objects of its scene, and the colours, materials and numbers said of them there. */
#include "lint/units.h"

enum { OUT = UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME };

uint32_t unit_at(const struct analysis *t, uint32_t at)
{
	uint32_t lo = 0, hi = t->n_units;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->units[mid].start <= at)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

const struct unit *unit_holding(const struct analysis *t, uint32_t at)
{
	const struct unit *u = t->n_units ? &t->units[unit_at(t, at)] : NULL;

	return u && u->start <= at && at < u->end ? u : NULL;
}

static void mention(struct analysis *t, const struct scene *s, uint32_t first, uint32_t head)
{
	uint32_t object = s->words[head].object, unit = unit_at(t, s->words[head].start);
	struct unit *u = &t->units[unit];

	if (!(u->flags & UNIT_NOUN) || u->flags & (OUT | UNIT_HEAD) || u->cls & LEX(COUNT))
		return;
	struct entity *e = &t->entities[t->n_entities++];
	*e = (struct entity){unit, unit, u->segment, object, u->lemma, -1, -1, s->objects[object].count > 1 ? (int)s->objects[object].count : 0};
	while (e->first > 0 && t->units[e->first - 1].start >= s->words[first].start && t->units[e->first - 1].segment == u->segment)
		e->first--;
	u->flags |= UNIT_HEAD;
}

enum { NEAR = 8 }; /* places looked at on each side of an attribute */

/* The place that an attribute at unit belongs to: one that names its object, in the same segment before others, behind it before in front. */
static struct entity *bearer(const struct analysis *t, uint32_t object, uint32_t unit)
{
	struct entity *best = NULL;
	uint32_t lo = 0, hi = t->n_entities;
	int worth = 0;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->entities[mid].unit < unit)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (uint32_t i = lo > NEAR ? lo - NEAR : 0; i < t->n_entities && i < lo + NEAR; i++) {
		struct entity *e = &t->entities[i];
		int w = e->object != object ? 0 : e->segment != t->units[unit].segment ? 1 : i < lo ? 2 : 3;
		if (w > worth || (w == worth && w == 2)) { /* the nearest in front */
			worth = w;
			best = e;
		}
	}
	return worth ? best : NULL;
}

static void bind(struct analysis *t, const struct scene *s)
{
	for (uint32_t i = 0; i < s->n_attributes; i++) {
		const struct scene_attribute *x = &s->attributes[i];
		if (x->kind != ATTR_COLOUR && x->kind != ATTR_MATERIAL)
			continue;
		uint32_t unit = unit_at(t, x->start);
		struct entity *e = bearer(t, x->object, unit);
		for (uint32_t k = unit; e && k < t->n_units && t->units[k].start < x->end; k++) {
			const struct unit *u = &t->units[k];
			if (u->flags & OUT)
				continue;
			/* "an orange tabby kitten": orange says more than tabby. */
			if (u->cls & LEX(COLOUR) && (e->colour < 0 || (t->units[e->colour].cls & ~u->cls & LEX(MULTI))))
				e->colour = (int)k;
			if (u->cls & LEX(MATERIAL) && e->material < 0)
				e->material = (int)k;
		}
	}
}

bool part_of_somebody(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	return u->flags & UNIT_PART && t->segments[u->segment].clause && p && p->flags & (UNIT_NOUN | UNIT_ADJ) && !(p->flags & UNIT_PART) &&
	       (p->wn & (WN_LIVING | WN_PERSON) || p->cls & (LEX(PERSON) | LEX(GENERIC)));
}

void entities_find(struct analysis *t, const struct scene *s, struct arena *a)
{
	if (t->n_nouns == 0 || s->foreign)
		return;
	t->entities = arena_alloc(a, s->n_words * sizeof *t->entities);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct scene_word *w = &s->words[i];
		uint32_t first = i;
		if (w->object == SCENE_NONE || w->tag == TAG_PRON)
			continue;
		while (i + 1 < s->n_words && w[1].object == w->object && w[1].segment == w->segment && w[1].tag != TAG_PRON)
			w = &s->words[++i];
		mention(t, s, first, i);
	}
	bind(t, s);
}
