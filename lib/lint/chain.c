/* chain.c: heaps with borrowed grammar (declared in rule.h): "a dog in the wide shot, in the marble, in the oil painting, in the red",
 * "holding bokeh, wearing oil painting". People lead into two such terms with one preposition, at times into three; and they do not
 * treat views, focus and light as things that one holds or stands beside. */
#include "lint/rule.h"
#include "lint/units.h"

enum { LEAST = 4, MOST = 24 };
static const uint64_t kinds = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(MEDIUM) | LEX(COLOUR) | LEX(MATERIAL);

/* The preposition (or "is") that leads into u, over articles and colours, or 0. */
static uint64_t led_by(const struct check *c, const struct unit *u)
{
	const struct unit *p = u;

	for (int left = 5; left && (p = unit_before(c->t, p)) != NULL; left--) {
		if (p->cls & (LEX(PREP) | LEX(AUX)))
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

/* What only things and people do or have done to them. */
static bool handles(const struct check *c, const struct unit *u)
{
	static const char *const verbs[] = {"hold", "wear", "carry", "carries", "eat", "ride", "riding", "stand", "sit", "walk", "kick", "push"};
	struct span s = unit_text(c->t, u);

	if (!(u->flags & UNIT_VERBFORM || u->wn & WN_VERB || u->cls & LEX(VERB)))
		return false;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (span_starts(s, span_of(verbs[i])))
			return true;
	return false;
}

/* Prepositions that want a thing or a place behind them. */
static bool wants_place(const struct check *c, const struct unit *u)
{
	static const char *const places[] = {"near", "beside", "behind", "under", "above", "below", "on", "between", "over", "onto", "beneath"};
	struct span s = unit_text(c->t, u);

	for (size_t i = 0; u->cls & LEX(PREP) && i < sizeof places / sizeof *places; i++)
		if (span_is(s, places[i]))
			return true;
	return false;
}

/* A term of view, focus, light or medium where only a thing can stand: "holding bokeh", "the wide shot holds", "beside a macro". */
static bool astray(const struct check *c, uint32_t i)
{
	const struct unit *u = &c->t->units[i], *p = unit_before(c->t, u), *x = unit_behind(c->t, u);
	const uint64_t view = LEX(CAMERA) | LEX(FOCUS);
	bool det = false;

	if (!(u->cls & (view | LEX(LIGHT) | LEX(MEDIUM))) || u->flags & (UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME))
		return false;
	for (int left = 3; p && left && (p->flags & UNIT_ADJ || p->cls & (LEX(COLOUR) | LEX(MATERIAL))); left--)
		p = unit_before(c->t, p);
	if (p && p->cls & LEX(DET)) {
		det = true;
		p = unit_before(c->t, p);
	}
	if (x && handles(c, x) && !(u->cls & LEX(MEDIUM)) && (!p || det))
		return true;
	if (!p || (x && x->flags & UNIT_NOUN))
		return false;
	if (handles(c, p))
		return !(u->cls & LEX(MEDIUM)) || !det;
	if (!(u->cls & view))
		return false;
	if (u->cls & LEX(HEAD) && span_is(unit_text(c->t, p), "at"))
		return true; /* at close-up */
	return wants_place(c, p) || (det && (p->key == lex_keys(c->lex)->of || p->cls & LEX(CONJ)));
}

/* Two terms or more that stand where things do. */
static bool all_astray(const struct check *c, struct pile *out)
{
	*out = (struct pile){NULL, NULL, 0};
	for (uint32_t i = 0; i < c->t->n_units; i++)
		if (astray(c, i)) {
			out->first = out->n++ ? out->first : &c->t->units[i];
			out->last = &c->t->units[i];
		}
	return out->n >= 2;
}

bool chain_find(const struct check *c, struct pile *out)
{
	const struct analysis *t = c->t;
	struct { const struct unit *u; uint64_t by; uint32_t sentence; } link[MOST];
	uint32_t n = 0;

	if (!(t->cls & kinds))
		return false;
	if (all_astray(c, out))
		return true;
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
		if ((by && link_of(c, i) == by) || astray(c, i))
			c->units[i].flags |= UNIT_FLAGGED;
	c->flagged = true;
}
