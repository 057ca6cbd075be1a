/* chain.c: heaps with borrowed grammar (declared in rule.h): "a dog in the wide shot, in the marble, in the oil painting, in the red".
 * People lead into two such terms with one preposition, at times into three. */
#include "lint/rule.h"
#include "lint/units.h"

enum { LEAST = 4, MOST = 24 };
static const uint64_t kinds = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(MEDIUM) | LEX(COLOUR) | LEX(MATERIAL);

/* The preposition that leads into u, over articles and colours, or 0. */
static uint64_t led_by(const struct check *c, const struct unit *u)
{
	const struct unit *p = u;

	for (int left = 5; left && (p = unit_before(c->t, p)) != NULL; left--) {
		if (p->cls & LEX(PREP))
			return p->key;
		if (!(p->cls & (LEX(DET) | LEX(COLOUR) | LEX(MATERIAL)) || p->flags & UNIT_ADJ))
			return 0;
	}
	return 0;
}

/* A term about the picture that ends its noun phrase. */
static bool ends_phrase(const struct check *c, const struct unit *u)
{
	const struct unit *x = unit_behind(c->t, u);

	if (!u->term || !(u->term->cls & kinds) || u->flags & (UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME))
		return false;
	return !x || !(x->flags & (UNIT_NOUN | UNIT_ADJ) || x->cls & kinds);
}

static uint64_t link_of(const struct check *c, uint32_t i)
{
	return ends_phrase(c, &c->t->units[i]) ? led_by(c, &c->t->units[i]) : 0;
}

bool chain_find(const struct check *c, struct pile *out)
{
	const struct analysis *t = c->t;
	struct { const struct unit *u; uint64_t by; uint32_t sentence; } link[MOST];
	uint32_t n = 0;

	out->n = 0;
	for (uint32_t i = 0; i < t->n_units && n < MOST; i++) {
		uint32_t same = 1, first = n;
		uint64_t by = link_of(c, i);
		if (!by)
			continue;
		link[n].u = &t->units[i];
		link[n].by = by;
		link[n].sentence = t->seg.segments[t->units[i].segment].sentence;
		for (uint32_t k = n; k-- > 0;)
			if (link[k].by == by && link[k].sentence == link[n].sentence) {
				same++;
				first = k;
			}
		if (same > out->n)
			*out = (struct pile){link[first].u, link[n].u, same};
		n++;
	}
	return out->n >= LEAST;
}

void chain_flag(struct check *c, const struct pile *p)
{
	uint64_t by = led_by(c, p->first);

	for (uint32_t i = (uint32_t)(p->first - c->t->units); i < c->t->n_units; i++)
		if (link_of(c, i) == by)
			c->units[i].flags |= UNIT_FLAGGED;
	c->flagged = true;
}
