/* rule_slot_stuffing.c: CAP049. Terms are counted by their canonical form, and a term that another one implies not at
 * all. Bare tags only: what a sentence says is judged by its facts. */
#include "lint/rule.h"

enum { KIND_LIGHT, KIND_CAMERA, KIND_FOCUS, KIND_COLOUR, KIND_QUALITY, MOST = 16, TAG_WORDS = 3 };

struct tally {
	const struct unit *first[MOST];
	uint32_t n;
};

static bool known(const struct check *c, struct tally *k, const struct unit *u)
{
	const struct lex_term *b = unit_canon(c->lex, u);

	for (uint32_t i = 0; i < k->n; i++) {
		const struct lex_term *a = unit_canon(c->lex, k->first[i]);
		if (k->first[i]->lemma == u->lemma)
			return true;
		if (!a || !b)
			continue;
		if (lex_implies(c->lex, a, b))
			return true;
		if (lex_implies(c->lex, b, a)) { /* the narrower one takes its place */
			k->first[i] = u;
			return true;
		}
	}
	return false;
}

static void count(const struct check *c, struct tally *k, const struct unit *u)
{
	if (k->n == MOST || known(c, k, u))
		return;
	k->first[k->n++] = u;
}

/* A bare tag; "eye-level telephoto portrait in soft green light" is a note. */
static bool tag(const struct check *c, const struct unit *u)
{
	const struct segment *g = &c->t->segments[u->segment];

	return !g->clause && g->n_whole <= TAG_WORDS;
}

/* The axis of balance.tsv that a term is on: distance, angle; UINT16_MAX for none. */
static unsigned axis_of(const struct check *c, const struct unit *u)
{
	const struct lex_term *t = unit_canon(c->lex, u);
	const struct lex_rel *r = t ? lex_rels(c->lex, t) : NULL;

	for (uint32_t i = 0; t && i < t->n_rel; i++)
		if (r[i].kind == REL_BALANCE)
			return r[i].group;
	return UINT16_MAX;
}

/* Whether three terms are two of one axis and one of another: how near the camera is and from where are two facts. */
static bool on_two_axes(const struct check *c, const struct tally *k)
{
	unsigned a = axis_of(c, k->first[0]), b = axis_of(c, k->first[1]), d = axis_of(c, k->first[2]);

	return k->n == 3 && a != UINT16_MAX && b != UINT16_MAX && d != UINT16_MAX && (a != b || b != d);
}

static void slot(struct check *c, const struct rule *r, uint64_t class, enum slot which, int kind, const char *name)
{
	struct tally k = {.n = 0};

	if (!(c->t->cls & class))
		return;
	for (uint32_t i = 0; i < c->t->n_units; i++) {
		const struct unit *u = &c->t->units[i];
		if (!(u->cls & class) || u->flags & (UNIT_FLAGGED | UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME))
			continue;
		if (tag(c, u)) /* three statements of a sentence about the camera are three facts */
			count(c, &k, u);
	}
	if (k.n < 3 || on_two_axes(c, &k))
		return;
	struct finding *f = report(c, r, k.first[2]->start, k.first[2]->end);
	if (!f)
		return;
	f->kind = kind;
	f->points = k.n >= 4 ? 2 * r->points : r->points;
	f->message = say(c, "{d} {z} terms: a list, no description", (int)k.n, name);
	f->because = say(c, "{}, {}, {}", unit_text(c->t, k.first[0]), unit_text(c->t, k.first[1]), unit_text(c->t, k.first[2]));
	c->out->slot[which].blocked = true;
}

/* Four colours or more in front of one thing. */
static void colours(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		uint32_t n = 0;
		for (uint32_t k = e->first; k > 0 && e->first - k < 10;) {
			const struct unit *u = &t->units[--k];
			if (u->segment != e->segment || u->flags & UNIT_NOUN || unit_is(u, TAGS(DET) | TAGS(ADP) | TAGS(VERB) | TAGS(CCONJ)))
				break;
			n += (u->cls & LEX(COLOUR)) != 0;
		}
		struct finding *f = n >= 4 ? report_unit(c, r, &t->units[e->unit]) : NULL;
		if (!f)
			continue;
		f->kind = KIND_COLOUR;
		f->message = say(c, "{d} colours on \"{}\"", (int)n, unit_text(t, &t->units[e->unit]));
		c->out->slot[SLOT_ATTRIBUTE].blocked = true;
		return;
	}
}

static void quality(struct check *c, const struct rule *r)
{
	const struct unit *third = NULL;
	uint32_t n = 0;

	if (!(c->t->cls & LEX(QUALITY)))
		return;
	for (uint32_t i = 0; i < c->t->n_units; i++) {
		const struct unit *u = &c->t->units[i];
		if (!(u->cls & LEX(QUALITY)) || u->cls & c->profile->quality_ok || u->flags & (UNIT_QUOTED | UNIT_NEGATED) || !tag(c, u))
			continue;
		if (++n == 3)
			third = u;
	}
	struct finding *f = third ? report(c, r, third->start, third->end) : NULL;
	if (!f)
		return;
	f->kind = KIND_QUALITY;
	f->points = 4;
	f->message = say(c, "{d} quality terms", (int)n);
}

static void check(struct check *c, const struct rule *r)
{
	slot(c, r, LEX(LIGHT), SLOT_LIGHTING, KIND_LIGHT, "lighting");
	slot(c, r, LEX(CAMERA), SLOT_CAMERA, KIND_CAMERA, "camera");
	slot(c, r, LEX(FOCUS), SLOT_FOCUS, KIND_FOCUS, "focus");
	if (c->t->cls & LEX(COLOUR))
		colours(c, r);
	quality(c, r);
}

const struct rule rule_slot_stuffing = {
	.code = "CAP049",
	.name = "slot-stuffing",
	.title = "a pile of terms of one kind",
	.why = "Three different lighting, camera or focus terms, four colours on one thing, or three quality words are a list to catch a "
	       "score, not what one sees; the slot then earns nothing. Two are normal (\"depth of field, bokeh\"; \"close up, from "
	       "above\"), and so is how near the camera is beside where it stands (\"upper body, close up, from side\"). Synonyms count once, and so does what another term implies. What sentences say of light and camera is no list.",
	.evidence = "Against gaming: the score must not rise by stuffing.",
	.before = "apple, sunlight, rim light, golden hour, studio light",
	.after = "apple, sunlight from the left",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ANY, .points = 8,
	.when = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(SETTING) | LEX(MEDIUM) | LEX(COLOUR) | LEX(QUALITY) | LEX(META) |
		LEX(FILLER) | LEX(VAGUE) | LEX(GENRE),
	.check = check,
};
