/* slots.c: what a caption describes, and where it says so: the eight slots that capjson(5) lists.
 * A slot counts once. Its best evidence in a clause settles it; only without one does a bare tag earn, t of the
 * profile. What a finding flags, what is quoted, denied or part of a name earns nothing. */
#include "lint/slots.h"

#include "lint/priv.h"
#include "lint/units.h"

const float slot_max[SLOTS] = {
	[SLOT_SUBJECT] = 8, [SLOT_ATTRIBUTE] = 8, [SLOT_RELATION] = 8, [SLOT_LIGHTING] = 4,
	[SLOT_CAMERA] = 4, [SLOT_BACKGROUND] = 4, [SLOT_FOCUS] = 2, [SLOT_MEDIUM] = 2,
};

void slot_evidence(struct slots *s, enum slot slot, float points, const struct unit *from, const struct unit *to,
		   bool clause)
{
	s->present |= 1u << slot;
	if (from->flags & UNIT_FLAGGED || to->flags & UNIT_FLAGGED || points <= s->best[slot][clause].points)
		return;
	uint32_t a = from->start < to->start ? from->start : to->start;
	uint32_t b = from->end > to->end ? from->end : to->end;
	s->best[slot][clause].points = points;
	s->best[slot][clause].start = a;
	s->best[slot][clause].end = b;
}

static void things(struct check *c)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_entities && c->n_things < sizeof c->thing / sizeof *c->thing; i++) {
		uint32_t u = t->entities[i].unit, k = 0;
		while (k < c->n_things && t->units[c->thing[k]].lemma != t->units[u].lemma)
			k++;
		if (k == c->n_things)
			c->thing[c->n_things++] = u;
		c->named |= !(t->units[u].flags & (UNIT_GENERIC | UNIT_PART)) || part_of_somebody(t, &t->units[u]);
	}
}

/* ------------------------------------------------------------------------------------------------ the slots */

/* Also by its name: red panda, red maple leaf. */
static bool coloured(const struct analysis *t, const struct entity *e)
{
	bool own = false;

	for (uint32_t i = e->first; i <= e->unit && !own; i++)
		own = (t->units[i].flags & UNIT_OWN_COLOUR) != 0;
	return e->colour >= 0 || e->material >= 0 || own;
}

static const struct unit *colour_unit(const struct analysis *t, const struct entity *e)
{
	int i = e->colour >= 0 ? e->colour : e->material;

	return i >= 0 ? &t->units[i] : &t->units[e->unit];
}

/* A place that the caption begins with, before any preposition, is what it is about: "a white kitchen with ...". */
static bool leading(const struct analysis *t, uint32_t i)
{
	const struct unit *u = &t->units[t->entities[i].first];

	if (i > 0 || t->segments[u->segment].word != t->segments[0].word || t->style == STYLE_TAGS)
		return false; /* the order of tags says nothing */
	for (const struct unit *x = t->units; x < u; x++)
		if (x->cls & (LEX(PREP) | LEX(VERB)) && !(x > t->units && x[-1].cls & (LEX(MEDIUM) | LEX(CAMERA) | LEX(GENRE) | LEX(HEAD))))
			return false;
	return t->segments[0].clause;
}

/* The background is no subject when there is something in front of it. */
static bool other_subject(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_entities; i++)
		if (!(t->units[t->entities[i].unit].flags & (UNIT_PLACE | UNIT_GENERIC | UNIT_PART)))
			return true;
	return t->people != 0 || t->trigger >= 0 || (t->flags & UNIT_GENERIC);
}

/* What a colour earns: it is worth most where no other thing goes without. A thing named again need not be coloured again. */
static float colour_points(const struct check *c)
{
	const struct analysis *t = c->t;
	uint64_t with = 0;
	uint32_t n = 0, all = 0;

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		for (uint32_t k = 0; coloured(t, e) && k < c->n_things; k++)
			if (t->units[c->thing[k]].lemma == e->lemma)
				with |= (uint64_t)1 << k;
	}
	for (uint32_t k = 0; k < c->n_things; k++) {
		const struct unit *u = &t->units[c->thing[k]];
		if (u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_PLACE) || u->cls & LEX(NOCOLOUR))
			continue;
		all++;
		n += with >> k & 1;
	}
	return n < all ? 7 + (float)n / (float)all : 8;
}

static void entities(struct slots *s)
{
	const struct analysis *t = s->c->t;
	bool other = other_subject(t), placed = false, body = false;
	float colour = colour_points(s->c);

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		const struct unit *u = &t->units[e->unit];
		bool clause = t->segments[e->segment].clause, weak = u->flags & (UNIT_GENERIC | UNIT_PART) && !part_of_somebody(t, u);
		bool place = u->flags & UNIT_PLACE, about = !place || !other || leading(t, i);
		if (place && (other || placed))
			slot_evidence(s, SLOT_BACKGROUND, 4, u, u, clause);
		if (about)
			slot_evidence(s, SLOT_SUBJECT, weak ? 2 : 8, u, u, clause);
		placed |= place;
		body |= part_of_somebody(t, u);
		if (place && about && i == 0)
			s->about = u;
		if (!coloured(t, e) || !about)
			continue;
		bool part = u->flags & UNIT_PART && !(u->flags & UNIT_WEARABLE) && t->people == 0 && !body &&
			    !(u->cls & LEX(HIDE) && s->c->named);
		s->coloured |= !part;
		/* A colour says more than what a thing is made of, what its name holds, or that it is colourful. */
		bool plain = e->colour >= 0 && !(t->units[e->colour].cls & LEX(MULTI));
		slot_evidence(s, SLOT_ATTRIBUTE, part ? 2 : plain ? colour : 6, colour_unit(t, e), u, clause);
	}
}

/* "an orange Volkswagen", "a red checked shuka": of what no lexicon knows; "red and white bands", "streaks of green": of a shape. Not the
 * light's, the air's or the background's: "blue stage lights", "a purple haze". */
static bool tints(const struct analysis *t, const struct unit *n)
{
	const uint64_t look = LEX(LIGHT) | LEX(GLOW) | LEX(LAMP) | LEX(SETTING) | LEX(PLAIN) | LEX(PAIR) | LEX(PLACE) | LEX(STOP) | LEX(HEAD) | LEX(COLOUR);

	bool stuff = false;
	for (int left = 3; n && left && (n->cls & LEX(MATERIAL) || n->flags & (UNIT_VERBFORM | UNIT_ADJ)); left--) {
		stuff = (n->cls & LEX(MATERIAL)) != 0;
		n = unit_behind(t, n);
	}
	if (stuff && (!n || n->cls & LEX_GLUE))
		return true; /* a bar of glowing orange iron */
	return n && n->flags & (UNIT_UNKNOWN | UNIT_ABSTRACT) && !(n->cls & look) && !(n->flags & UNIT_PLACE);
}

/* A colour of something at least. */
static void tint(struct slots *s, const struct unit *u)
{
	const struct unit *n = unit_behind(s->c->t, u);
	bool name = tints(s->c->t, n);

	s->tinted |= !(u->flags & UNIT_FLAGGED);
	s->coloured |= name;
	if (n ? !(n->cls & LEX_GLUE) : unit_before(s->c->t, u) && unit_before(s->c->t, u)->wn & WN_VERBFORM)
		slot_evidence(s, SLOT_ATTRIBUTE, name ? 7 : 2, u, u, true);
}

static void classes(struct slots *s, const struct unit *u, bool clause)
{
	uint64_t k = u->cls;
	bool filler = k & LEX(FILLER);

	if (k & LEX(LIGHT))
		slot_evidence(s, SLOT_LIGHTING, 4, u, u, clause);
	if (k & LEX(CAMERA))
		slot_evidence(s, SLOT_CAMERA, 4, u, u, clause);
	if (k & LEX(FOCUS))
		slot_evidence(s, SLOT_FOCUS, 2, u, u, clause);
	if (k & (LEX(PLAIN) | LEX(SETTING)))
		slot_evidence(s, SLOT_BACKGROUND, 4, u, u, clause);
	if (k & LEX(PLAIN))
		slot_evidence(s, SLOT_FOCUS, 2, u, u, clause);
	if (k & LEX(MEDIUM) && (!filler || clause))
		slot_evidence(s, SLOT_MEDIUM, filler ? 1 : 2, u, u, clause);
	else if (filler && clause && k & LEX(HEAD)) /* "on a plain background" */
		slot_evidence(s, SLOT_BACKGROUND, 2, u, u, clause);
	if (k & LEX(COLOUR) && clause)
		tint(s, u);
	if (clause && k & LEX(NOCOLOUR) && k & (LEX(MEDIUM) | LEX(MULTI))) /* a black and white photo */
		slot_evidence(s, SLOT_ATTRIBUTE, 2, u, u, clause);
	if (k & LEX(RELTAG))
		slot_evidence(s, SLOT_RELATION, 5, u, u, clause);
	if (k & LEX(COUNT) && !filler)
		slot_evidence(s, SLOT_SUBJECT, 8, u, u, clause);
	if (u->flags & UNIT_TRIGGER)
		slot_evidence(s, SLOT_SUBJECT, 8, u, u, clause);
	if (u->flags & UNIT_ABSTRACT || (k & LEX(SETTING) && clause && s->c->t->n_entities == 0))
		slot_evidence(s, SLOT_SUBJECT, 5, u, u, clause);
}

static void credit(struct check *c, struct slots *s)
{
	/* "car on street, wearing a blue coat": a clause about clothes takes no subject away. */
	if (s->best[SLOT_SUBJECT][1].points <= 2 && s->best[SLOT_SUBJECT][0].points > 2)
		s->best[SLOT_SUBJECT][1].points = 0;
	/* Beside what it is made of, some colour. */
	float *colour = &s->best[SLOT_ATTRIBUTE][1].points;
	if (s->tinted && *colour > 0 && *colour <= 6)
		*colour += 0.5f;
	for (int i = 0; i < SLOTS; i++) {
		struct lint_slot *o = &c->out->slot[i];
		int k = s->best[i][1].points > 0;
		o->clause = k == 1;
		o->start = s->best[i][k].start;
		o->end = s->best[i][k].end;
		o->credit = o->blocked ? 0 : s->best[i][k].points * (k ? 1.0f : c->profile->tag_credit);
	}
}

/* All evidence, as the flags stand now. Returns what slot_links found. */
static unsigned collect(struct slots *s)
{
	const struct analysis *t = s->c->t;
	const uint64_t any = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(SETTING) | LEX(MEDIUM) | LEX(FILLER) |
			     LEX(RELTAG) | LEX(COUNT) | LEX(COLOUR);

	if (t->cls & any || t->flags & (UNIT_TRIGGER | UNIT_ABSTRACT))
		for (uint32_t i = 0; i < t->n_units; i++) {
			const struct unit *u = &t->units[i];
			if (u->flags & MUTE || (!(u->cls & any) && !(u->flags & (UNIT_TRIGGER | UNIT_ABSTRACT))))
				continue;
			classes(s, u, t->segments[u->segment].clause);
		}
	if (s->c->n_things == 0)
		return 0;
	entities(s);
	return slot_links(s);
}

void slots_before(struct check *c)
{
	struct slots *s = c->slots = arena_zalloc(c->a, 1, sizeof *s);

	s->c = c;
	things(c);
	unsigned found = collect(s);
	c->coloured = s->coloured;
	c->about = s->about;
	c->linked = (found & 1) != 0;
	c->has_relation = found != 0 || c->t->cls & LEX(RELTAG);
}

/* The bare tags around a quality word that the profile does not know, or data about the file, are a prompt's tail: in a caption with sentences,
 * what they say of light, camera and focus is a wish and no description. */
static void mute_tails(struct check *c)
{
	const struct analysis *t = c->t;
	const uint64_t tail = LEX(QUALITY) | LEX(META);
	bool flagged = false;

	if (!(t->cls_any & tail) || t->clauses == 0)
		return;
	for (uint32_t i = 0, first = 0; i <= t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (i < t->n_segments && !g->clause) {
			flagged |= g->cls & tail && g->n_units && c->units[g->unit + g->n_units - 1].flags & UNIT_FLAGGED;
			continue;
		}
		for (; flagged && first < i; first++)
			for (uint32_t k = t->segments[first].unit; k < t->segments[first].unit + t->segments[first].n_units; k++)
				if (c->units[k].cls & (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(MEDIUM)))
					c->units[k].flags |= UNIT_FLAGGED;
		/* A clause that such a word dangles from ("a dog on a sofa 8k, dramatic lighting") begins a tail. */
		flagged = false;
		for (uint32_t k = 0; i < t->n_segments && k < 3 && k < g->n_units; k++) {
			const struct unit *u = &t->units[g->unit + g->n_units - 1 - k];
			flagged |= u->flags & UNIT_FLAGGED && u->cls & tail;
		}
		first = i + 1;
	}
}

/* Four words make a sentence, but not those that earn nothing or would be cut out ("a dog --ar 16:9"). */
static void end_clauses(struct check *c)
{
	const struct lint_result *o = c->out;

	for (uint32_t i = 0; i < c->t->n_segments; i++) {
		struct segment *g = &c->t->segments[i];
		uint32_t n = 0;
		if (!g->clause || g->n_whole >= 10)
			continue;
		for (uint32_t k = g->unit; k < g->unit + g->n_units; k++) {
			bool out = (c->units[k].flags & UNIT_FLAGGED) != 0;
			for (size_t f = 0; f < o->n_findings && f < 16 && !out; f++)
				out = o->findings[f].edit == EDIT_DROP && c->units[k].start >= o->findings[f].start &&
				      c->units[k].end <= o->findings[f].end;
			n += out ? 0 : c->units[k].n_words;
		}
		g->clause = n >= 4;
	}
}

void slots_after(struct check *c)
{
	struct slots *s = c->slots;

	c->out->brief.slots = s->present; /* flagged or not */
	c->loose = loose_mark(c);
	for (size_t i = 0; i < c->out->n_findings && !c->flagged; i++)
		c->flagged = c->out->findings[i].edit == EDIT_DROP;
	if (c->flagged) {
		mute_tails(c);
		end_clauses(c);
		*s = (struct slots){.c = c};
		collect(s);
	}
	credit(c, s);
}
