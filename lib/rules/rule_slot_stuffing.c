/* rule_slot_stuffing.c: CAP049. Terms are counted by their canonical form, and a term that another one implies not at
 * all. In running prose three may be a description: there it takes three in one clause, or five. */
#include "lint/loose.h"

enum { KIND_LIGHT, KIND_CAMERA, KIND_FOCUS, KIND_COLOUR, KIND_QUALITY, KIND_PILE, MOST = 16 };

struct tally {
	const struct unit *first[MOST];
	uint32_t n, bare, run, most_run; /* run: in one clause */
	const struct unit *last;
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
	bool clause = c->t->segments[u->segment].clause;
	k->bare += !clause;
	k->run = clause && k->last && k->last->segment == u->segment ? k->run + 1 : clause;
	k->most_run = k->run > k->most_run ? k->run : k->most_run;
	k->last = u;
}

static bool stuffed(const struct tally *k)
{
	return k->n >= 3 && (k->bare > 0 || k->most_run >= 3 || k->n >= 5);
}

/* "lit by one bulb", "seen from overhead": what only leads into the term. */
static bool leader(const struct check *c, const struct unit *u)
{
	struct span last = c->t->seg.words[u->word + u->n_words - 1u].norm;

	return u->n_words > 1 && unit_behind(c->t, u) && (span_is(last, "by") || span_is(last, "from"));
}

/* One of "eye-level telephoto portrait", behind another: together they are one. */
static bool same_title(const struct check *c, const struct unit *u)
{
	const struct unit *p = unit_before(c->t, u);

	return p && p->cls & u->cls & LEX(CAMERA) && loose_titled(c, u);
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
		if (u->cls & (LEX(GLOW) | LEX(LAMP) | LEX(SETTING)) && c->t->segments[u->segment].clause)
			continue; /* what a sentence makes a light, or a scene at dusk, is no term of a list */
		if (!leader(c, u) && !same_title(c, u))
			count(c, &k, u);
	}
	if (!stuffed(&k))
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
			if (u->segment != e->segment || u->flags & UNIT_NOUN || u->cls & (LEX(DET) | LEX(PREP) | LEX(VERB)))
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
		if (!(u->cls & LEX(QUALITY)) || u->cls & c->profile->quality_ok || u->flags & (UNIT_QUOTED | UNIT_NEGATED))
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

/* Whether the rule is on: then the heap is told of. */
static bool tell(struct check *c, const struct rule *r, const struct pile *p, const char *message)
{
	struct finding *f = report_only(c, r, p->first->start, p->last->end);

	if (!f)
		return false;
	f->kind = KIND_PILE;
	f->points = 16;
	f->message = say(c, message, (int)p->n);
	return true;
}

/* Terms without grammar behind, in front of or amid sentences; and those whose grammar is borrowed: it says no more than commas would. */
static void heaps(struct check *c, const struct rule *r)
{
	struct pile p;

	if (heap_find(c, &p) && tell(c, r, &p, "{d} terms of light, camera, colour or quality in a heap: what the sentence does not say was not seen"))
		heap_flag(c);
	if (chain_find(c, &p) && tell(c, r, &p, "{d} terms of light, camera, colour or medium stand where things do: a list, no description"))
		chain_flag(c, &p);
}

static void check(struct check *c, const struct rule *r)
{
	heaps(c, r);
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
	       "above\"). Synonyms count once, and so does what another term implies. In running prose it takes three in one "
	       "clause, or five. A heap of four loose terms or more behind, before or amid sentences (\", rim light, golden hour, softbox, "
	       "wide shot\") costs twice as much and earns nothing, if they crowd each other or say what the sentence has said; so do three that "
	       "hang in the sentence itself (\"and bokeh and telephoto and rim light\") and four that one preposition leads into (\"in the wide "
	       "shot, in the marble, in the oil painting, in the red\"). One or two of a kind, as notes behind a sentence, do not.",
	.evidence = "Against gaming: the score must not rise by stuffing.",
	.before = "apple, sunlight, rim light, golden hour, studio light",
	.after = "apple, sunlight from the left",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ALL, .points = 8,
	.when = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(SETTING) | LEX(MEDIUM) | LEX(COLOUR) | LEX(QUALITY) | LEX(META) |
		LEX(FILLER) | LEX(VAGUE) | LEX(GENRE),
	.check = check,
};
