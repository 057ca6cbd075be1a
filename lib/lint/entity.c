/* entity.c: the things a caption names, and the colours, materials and numbers bound to them. */
#include "lint/units.h"

enum { OUT = UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME, YEARS = 1000 };

static bool is_thing(const struct unit *u)
{
	return u->flags & UNIT_NOUN && !(u->flags & OUT) && !(u->cls & LEX(COUNT));
}

static bool modifier(const struct unit *u)
{
	return u->flags & (UNIT_ADJ | UNIT_NUMBER | UNIT_UNKNOWN | UNIT_ABSTRACT) ||
	       u->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(MULTI) | LEX(NOTVERB) | LEX(VAGUE) | LEX(QUALITY) | LEX(STOP) |
			 LEX(FILLER) | LEX(NOCOLOUR) | LEX(ADVERB)) ||
	       (u->flags & UNIT_VERBFORM);
}

/* "an orange cutting knife": a verb's form behind an adjective describes; behind a noun it acts. */
static bool participle(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	return u->wn & WN_VERBFORM && u->cls & LEX(VERB) && p && (p->cls & (LEX(COLOUR) | LEX(MATERIAL)) || p->flags & UNIT_ADJ);
}

static void bind(struct entity *e, const struct analysis *t, uint32_t unit)
{
	const struct unit *u = &t->units[unit];

	if (u->flags & OUT)
		return;
	/* "an orange tabby kitten": orange says more than tabby. */
	if (u->cls & LEX(COLOUR) && (e->colour < 0 || (t->units[e->colour].cls & ~u->cls & LEX(MULTI))))
		e->colour = (int)unit;
	if (u->cls & LEX(MATERIAL) && e->material < 0)
		e->material = (int)unit;
}

/* What a number word or tag says: "two", "3". 0 = nothing. */
static int value(const struct analysis *t, const struct unit *u)
{
	struct span s = u->cls & LEX(NUMBER) && u->term ? u->term->arg : unit_text(t, u);
	int v = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 1000; i++)
		v = v * 10 + (s.p[i] - '0');
	return v;
}

/* The words in front of a thing: three at most, back to the last thing, preposition or verb. */
static void look_back(const struct lexicon *l, const struct analysis *t, struct entity *e)
{
	const struct unit *u = &t->units[e->first];
	uint32_t words = 0;

	while ((u = unit_before(t, u)) != NULL) {
		bool and = u->key == lex_keys(l)->and;
		if (u->cls & LEX(DET)) {
			if (u->key == lex_keys(l)->a || u->key == lex_keys(l)->an)
				e->number = 1;
			return;
		}
		if (!modifier(u) && !and && !participle(t, u))
			return;
		if (and && !(unit_before(t, u) && unit_before(t, u)->cls & (LEX(COLOUR) | LEX(MATERIAL))))
			return;
		if (u->flags & UNIT_NUMBER && value(t, u) < YEARS) { /* a red 1957 convertible */
			e->number = value(t, u);
			return;
		}
		words += u->n_words;
		if (words <= 3)
			bind(e, t, (uint32_t)(u - t->units));
		if (words > 6)
			return;
	}
}

/* Whether a colour at u is nobody else's: "in blue jeans" is the jeans', "an orange evening sky" the sky's. */
static bool own_colour(const struct analysis *t, const struct unit *u)
{
	const struct unit *n = unit_behind(t, u);

	if (n && n->cls & LEX(SETTING) && !(t->known[n->word]->cls & LEX(PREP)))
		return false;
	return u->cls & (LEX(COLOUR) | LEX(MATERIAL)) && !(n && n->flags & (UNIT_NOUN | UNIT_ABSTRACT));
}

/* "a door painted bright blue", "fireworks burst in gold and green", "a street lit orange by lamps": what something was done to
 * or does may end in a colour. */
static void outcome(const struct lexicon *l, const struct analysis *t, struct entity *e, const struct unit *u)
{
	bool verb = u->flags & UNIT_VERBFORM || u->cls & LEX(VERB) || (u->wn & WN_VERB && !(u->flags & UNIT_NOUN)) || u->cls & LEX(NOTVERB);

	if (!verb || u->cls & (LEX(PREP) | LEX(COLOUR) | LEX(MATERIAL)))
		return;
	for (int left = 4; left && (u = unit_behind(t, u)) != NULL; left--) {
		if (own_colour(t, u)) {
			bind(e, t, (uint32_t)(u - t->units));
			return;
		}
		if (u->key != lex_keys(l)->in && !(u->flags & UNIT_ADJ || u->cls & (LEX(ADVERB) | LEX(STOP))))
			return;
	}
}

/* "the car is bright red", "a woman in blue", "a table made of wood". */
static void look_ahead(const struct lexicon *l, const struct analysis *t, struct entity *e)
{
	const struct lex_keys *k = lex_keys(l);
	const struct unit *u = unit_behind(t, &t->units[e->unit]);

	if (u && u->cls & (LEX(DET) | LEX(PRON)) && unit_behind(t, u) && unit_behind(t, u)->cls & LEX(AUX))
		u = unit_behind(t, u); /* a car that is red */
	if (!u)
		return;
	if (!(u->cls & LEX(AUX) || u->key == k->in || u->key == k->made_of || u->key == k->made_from || u->key == k->made_out_of)) {
		outcome(l, t, e, u);
		return;
	}
	for (int left = 3; left && (u = unit_behind(t, u)) != NULL; left--) {
		if (u->cls & (LEX(COLOUR) | LEX(MATERIAL))) {
			if (own_colour(t, u))
				bind(e, t, (uint32_t)(u - t->units));
			return;
		}
		if (u->flags & UNIT_NOUN || (u->cls & (LEX(DET) | LEX(PREP) | LEX(AUX))))
			return;
	}
}

bool part_of_somebody(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	return u->flags & UNIT_PART && t->segments[u->segment].clause && p && p->flags & UNIT_NOUN && !(p->flags & UNIT_PART) &&
	       (p->wn & (WN_LIVING | WN_PERSON) || p->cls & (LEX(PERSON) | LEX(GENERIC)));
}

void entities_find(const struct lexicon *l, struct analysis *t, struct arena *a)
{
	if (t->n_nouns == 0)
		return;
	t->entities = arena_alloc(a, t->n_nouns * sizeof *t->entities);
	for (uint32_t i = 0; i < t->n_units; i++) {
		struct unit *u = &t->units[i];
		if (!is_thing(u))
			continue;
		struct entity *e = &t->entities[t->n_entities];
		*e = (struct entity){i, i, u->segment, u->lemma, -1, -1, 0};
		/* A run of nouns is one thing, its head last; an owner and what it owns are two. */
		while (!(u->flags & UNIT_OWNS) && unit_behind(t, u) && is_thing(u + 1) &&
		       !(u[1].flags & UNIT_PLACE && u->flags & UNIT_PERSON))
			e->unit = (uint32_t)(++u - t->units);
		for (uint32_t k = e->first; k <= e->unit; k++)
			bind(e, t, k);
		e->lemma = u->lemma;
		u->flags |= UNIT_HEAD;
		look_back(l, t, e);
		look_ahead(l, t, e);
		t->n_entities++;
		i = e->unit;
	}
}
