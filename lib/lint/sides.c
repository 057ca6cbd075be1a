/* sides.c: which of the eight sides of a picture the scene speaks of, and where: the slots that capjson(5) lists.
 * A side counts once. Its best evidence in a sentence settles it; only without one does a bare tag earn, as much as the profile reads tags.
 * What a finding flags, what is quoted, denied or part of a name earns nothing. */
#include "lint/priv.h"
#include "lint/units.h"

const float slot_max[SLOTS] = {
	[SLOT_SUBJECT] = 8, [SLOT_ATTRIBUTE] = 8, [SLOT_RELATION] = 8, [SLOT_LIGHTING] = 4,
	[SLOT_CAMERA] = 4, [SLOT_BACKGROUND] = 4, [SLOT_FOCUS] = 2, [SLOT_MEDIUM] = 2,
};

enum { MUTE = UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME };

/* ------------------------------------------------------------------------------------------------ what is named */

/* Things that lie somewhere: no parts, clothes, places and general words. */
static bool lies(const struct unit *u)
{
	return !(u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_WEARABLE | UNIT_PLACE));
}

static void things(struct check *c)
{
	const struct analysis *t = c->t;

	c->naming = arena_alloc(&c->run->scenes, (c->scene->n_objects + 1) * sizeof *c->naming);
	for (uint32_t i = 0; i < c->scene->n_objects; i++)
		c->naming[i] = SCENE_NONE;
	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		uint32_t k = 0;
		bool again = c->naming[e->object] != SCENE_NONE;
		if (!again)
			c->naming[e->object] = e->unit;
		c->named |= !(t->units[e->unit].flags & (UNIT_GENERIC | UNIT_PART)) || part_of_somebody(t, &t->units[e->unit]);
		if (again || c->n_things == sizeof c->thing / sizeof *c->thing)
			continue;
		while (k < c->n_things && t->units[c->thing[k]].lemma != e->lemma)
			k++;
		if (k == c->n_things)
			c->thing[c->n_things++] = e->unit;
	}
}

enum shows { SHOWS_NOTHING, SHOWS_COLOURED /* a buoy is a message to WordNet, a red one is seen */, SHOWS_MAYBE /* a story is a tale or a floor */, SHOWS };

/* Whether a picture can show what the units first..u name: a thing by WordNet or a lexicon, no thought, feeling, deed or time, and no word for the picture
 * itself. Words that nobody knows may be things. */
static enum shows shows(const struct check *c, const struct unit *u, const struct unit *first)
{
	const struct lex_word *w = c->t->known[u->word + u->n_words - 1u];
	const uint64_t thing = LEX_THING | LEX(COUNT), talk = LEX(HEAD) | LEX(QUALITY) | LEX(META) | LEX(VAGUE);
	unsigned wn = u->wn | w->wn;

	if (u->flags & MUTE || (u->cls | first->cls) & (LEX(META) | LEX(RATING)))
		return u->cls & LEX(PIXEL) ? SHOWS : SHOWS_NOTHING; /* "by greg smith", "shot on film"; a watermark is seen */
	if (u->cls & thing)
		return SHOWS;
	if (u->cls & talk)
		return SHOWS_NOTHING;
	if (wn & WN_NOUN && !(wn & (WN_CONCRETE | WN_SEEN)))
		return wn & WN_IDEA ? SHOWS_COLOURED : SHOWS_NOTHING;
	return wn & WN_IDEA && !(wn & (WN_FIRST | WN_SEEN)) ? SHOWS_MAYBE : SHOWS;
}

/* What may be seen or not is seen where a look, a number or a place is said of it: "a red letter", "three signs", "a sign on a wall". */
static void bound(struct check *c)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 0; i < s->n_objects; i++)
		if (c->visible[i] == SHOWS_MAYBE && s->objects[i].count > 1)
			c->visible[i] = SHOWS;
	for (uint32_t i = 0; i < s->n_attributes; i++) {
		uint8_t *v = &c->visible[s->attributes[i].object];
		unsigned kind = s->attributes[i].kind;
		*v = (*v == SHOWS_MAYBE && kind != ATTR_OTHER && kind != ATTR_STATE) || (*v == SHOWS_COLOURED && kind == ATTR_COLOUR) ? SHOWS : *v;
	}
	for (uint32_t i = 0; i < s->n_relations; i++) {
		const struct scene_relation *r = &s->relations[i];
		uint8_t *a = &c->visible[r->subject], *b = &c->visible[r->object];
		const struct unit *who = &c->t->units[unit_at(c->t, s->objects[r->subject].end - 1)];
		bool lives = s->objects[r->subject].implicit || who->wn & (WN_PERSON | WN_LIVING) || who->flags & UNIT_PERSON;
		if (!lives && c->t->units[unit_at(c->t, r->start)].tag != TAG_ADP)
			continue; /* no box thinks of times */
		if (*a == SHOWS && *b == SHOWS_MAYBE)
			*b = SHOWS;
		else if (*b == SHOWS && *a == SHOWS_MAYBE)
			*a = SHOWS;
	}
	for (uint32_t i = 0; i < s->n_objects; i++)
		c->visible[i] = c->visible[i] == SHOWS;
}

static void facts(struct check *c)
{
	const struct scene *s = c->scene;
	uint32_t word = 0;

	c->visible = arena_zalloc(&c->run->scenes, s->n_objects + 1, sizeof *c->visible);
	c->tells = arena_zalloc(&c->run->scenes, c->t->n_segments + 1, sizeof *c->tells);
	for (uint32_t i = 0; i < s->n_objects; i++)
		c->visible[i] = s->objects[i].implicit ? SHOWS : (uint8_t)shows(c, &c->t->units[unit_at(c->t, s->objects[i].end - 1)],
										  &c->t->units[unit_at(c->t, s->objects[i].start)]);
	bound(c);
	for (uint32_t i = 0; i < s->n_facts; i++) {
		const struct scene_fact *f = &s->facts[i];
		while (word + 1 < s->n_words && s->words[word].end <= f->start)
			word++;
		c->tells[s->words[word].segment] |= fact_visible(c, f);
	}
}

bool fact_visible(const struct check *c, const struct scene_fact *f)
{
	const struct scene *s = c->scene;

	switch (f->kind) {
	case FACT_OBJECT:
		return c->visible[f->index];
	case FACT_ATTRIBUTE:
		return c->visible[s->attributes[f->index].object];
	case FACT_RELATION:
		return c->visible[s->relations[f->index].subject] && c->visible[s->relations[f->index].object];
	default:
		return true;
	}
}

/* Whether the object is named in the segment of unit u, or is the one subject of the tags: 1girl. */
static bool named_in(const struct check *c, uint32_t object, const struct unit *u)
{
	const struct scene_object *o = &c->scene->objects[object];

	return !o->implicit && (c->scene->words[o->word].segment == u->segment || c->t->units[unit_at(c->t, o->end - 1)].cls & LEX(COUNT));
}

/* Whether relation r is said of two things that can be seen: "by greg smith", "shot on film" and "looking at viewer" are not. Among bare tags none is
 * between two of them, whose order says nothing. */
static bool related(const struct check *c, const struct scene_relation *r)
{
	const uint64_t talk = LEX(META) | LEX(QUALITY) | LEX(RATING) | LEX(WEAK), picture = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS);
	const struct unit *u = &c->t->units[unit_at(c->t, r->start)], *to = &c->t->units[unit_at(c->t, c->scene->objects[r->object].end - 1)];

	if (!c->visible[r->subject] || !c->visible[r->object] || (u->flags | to->flags) & MUTE || (u->cls | to->cls) & talk)
		return false;
	if (u->n_words > 1 && u->cls & picture) /* "light from a window" */
		return false;
	return c->t->style != STYLE_TAGS || (named_in(c, r->subject, u) && named_in(c, r->object, u));
}

static void relations(struct check *c)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 0; i < s->n_relations && !c->linked; i++) {
		if (!related(c, &s->relations[i]))
			continue;
		uint32_t a = c->naming[s->relations[i].subject], b = c->naming[s->relations[i].object];
		c->has_relation = true;
		c->linked = a != SCENE_NONE && b != SCENE_NONE && (lies(&c->t->units[a]) || &c->t->units[a] == c->about) && lies(&c->t->units[b]);
	}
	c->has_relation |= (c->t->cls & LEX(RELTAG)) != 0;
}

/* A place that the caption begins with, before any preposition, is what it is about: "a white kitchen with ...". */
static bool leading(const struct analysis *t)
{
	const struct unit *u = &t->units[t->entities[0].first];

	if (t->style == STYLE_TAGS || u->segment != t->units[0].segment) /* the order of tags says nothing */
		return false;
	for (const struct unit *x = t->units; x < u; x++)
		if (unit_is(x, TAGS(ADP) | TAGS(VERB)) && !(x > t->units && x[-1].cls & (LEX(MEDIUM) | LEX(CAMERA) | LEX(GENRE) | LEX(HEAD))))
			return false;
	return t->segments[u->segment].clause;
}

/* The background is no subject when there is something in front of it. */
static bool other_subject(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_entities; i++)
		if (!(t->units[t->entities[i].unit].flags & (UNIT_PLACE | UNIT_GENERIC | UNIT_PART)))
			return true;
	return t->people != 0 || t->trigger >= 0 || (t->flags & UNIT_GENERIC);
}

/* ------------------------------------------------------------------------------------------------ evidence */

struct sides {
	struct check *c;
	struct { float points; uint32_t start, end; } best[SLOTS][2]; /* outside sentences and in them */
	unsigned present;
	bool coloured;
};

static void speaks(struct sides *s, enum slot slot, float points, const struct unit *from, const struct unit *to)
{
	const struct segment *g = &s->c->t->segments[from->segment];
	bool clause = g->clause;

	if ((from->flags | to->flags) & MUTE)
		return;
	s->present |= 1u << slot;
	if ((from->flags | to->flags) & UNIT_FLAGGED || (s->c->t->clauses && segment_idle(s->c, g)) || points <= s->best[slot][clause].points)
		return;
	s->best[slot][clause].points = points;
	s->best[slot][clause].start = from->start < to->start ? from->start : to->start;
	s->best[slot][clause].end = from->end > to->end ? from->end : to->end;
}

/* What the caption names, and places behind it. */
static void subjects(struct sides *s)
{
	struct check *c = s->c;
	const struct analysis *t = c->t;
	bool other = other_subject(t), placed = false;

	c->about = NULL;
	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct unit *u = &t->units[t->entities[i].unit];
		bool weak = u->flags & (UNIT_GENERIC | UNIT_PART) && !part_of_somebody(t, u), place = u->flags & UNIT_PLACE;
		bool about = !place || !other || (i == 0 && leading(t));
		if (place && (other || placed))
			speaks(s, SLOT_BACKGROUND, 4, u, u);
		if (about)
			speaks(s, SLOT_SUBJECT, weak ? 2 : 8, u, u);
		placed |= place;
		if (place && about && i == 0)
			c->about = u;
	}
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & UNIT_TRIGGER || (u->cls & LEX(COUNT) && !(u->cls & LEX(FILLER))))
			speaks(s, SLOT_SUBJECT, 8, u, u);
		else if (u->flags & UNIT_ABSTRACT || (u->cls & LEX(SETTING) && t->n_entities == 0))
			speaks(s, SLOT_SUBJECT, 5, u, u);
		if (u->cls & LEX(RELTAG))
			speaks(s, SLOT_RELATION, 5, u, u);
	}
}

/* The share of the things named whose colour or material is said, twice: it is worth most where no other thing goes without. */
static float share_coloured(const struct check *c)
{
	const struct scene *s = c->scene;
	uint32_t all = 0, n = 0;
	bool *is = arena_zalloc(&c->run->scenes, s->n_objects + 1, sizeof *is);

	for (uint32_t i = 0; i < s->n_attributes; i++)
		is[s->attributes[i].object] |= s->attributes[i].kind == ATTR_COLOUR || s->attributes[i].kind == ATTR_MATERIAL;
	for (uint32_t i = 0; i < s->n_objects; i++) {
		const struct unit *u = c->naming[i] == SCENE_NONE ? NULL : &c->t->units[c->naming[i]];
		if (!u || u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_PLACE) || u->cls & LEX(NOCOLOUR))
			continue;
		all++;
		n += is[i] || u->flags & UNIT_OWN_COLOUR;
	}
	return all ? (float)n / (float)all : 1;
}

/* Colours and materials said of something: of what the caption is about, not of its background or of an eye that is nobody's. */
static void colours(struct sides *s)
{
	struct check *c = s->c;
	const struct analysis *t = c->t;
	const struct scene *sc = c->scene;
	const uint64_t air = LEX(LIGHT) | LEX(GLOW) | LEX(LAMP) | LEX(SETTING) | LEX(PLAIN) | LEX(PAIR) | LEX(STOP) | LEX(HEAD);
	bool other = other_subject(t), body = false;
	float points = 7 + share_coloured(c);

	/* A thing named again with its colour: "flower, white flower". */
	uint32_t *said_of = arena_alloc(&c->run->scenes, (t->n_units + 1) * sizeof *said_of);
	memset(said_of, 0xFF, (t->n_units + 1) * sizeof *said_of);
	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		body = body || part_of_somebody(t, &t->units[e->unit]);
		if (e->colour >= 0 && t->units[e->colour].segment == e->segment)
			said_of[e->colour] = e->object;
		if (e->material >= 0 && t->units[e->material].segment == e->segment)
			said_of[e->material] = e->object;
	}

	for (uint32_t i = 0; i < sc->n_attributes; i++) {
		const struct scene_attribute *x = &sc->attributes[i];
		if (x->kind != ATTR_COLOUR && x->kind != ATTR_MATERIAL)
			continue;
		const struct unit *from = &t->units[unit_at(t, x->start)], *u = c->naming[x->object] == SCENE_NONE ? from : &t->units[c->naming[x->object]];
		const struct unit *named = &t->units[unit_at(t, sc->objects[x->object].end - 1)];
		if (t->style == STYLE_TAGS && !named_in(c, x->object, from) && said_of[from - t->units] != x->object)
			continue;
		bool place = u->flags & UNIT_PLACE && other && u != c->about;
		bool part = u->flags & UNIT_PART && !(u->flags & UNIT_WEARABLE) && t->people == 0 && !body && !(u->cls & LEX(HIDE) && c->named);
		if (from->flags & MUTE || place)
			continue;
		if (u == from && named->cls & air) { /* "a purple haze", "blue stage lights" */
			speaks(s, SLOT_ATTRIBUTE, 2, from, from);
			continue;
		}
		s->coloured |= !part;
		/* A colour says more than what a thing is made of, or that it is colourful. */
		bool plain = x->kind == ATTR_COLOUR && !(from->cls & LEX(MULTI));
		speaks(s, SLOT_ATTRIBUTE, part ? 2 : plain ? points : 6, from, u->segment == from->segment ? u : from);
	}
	for (uint32_t i = 0; i < t->n_units; i++) /* a red panda; a black and white photo */
		if (t->units[i].flags & UNIT_OWN_COLOUR && t->units[i].flags & UNIT_NOUN) {
			s->coloured = true;
			speaks(s, SLOT_ATTRIBUTE, 6, &t->units[i], &t->units[i]);
		} else if (t->units[i].cls & LEX(NOCOLOUR) && t->units[i].cls & (LEX(MEDIUM) | LEX(MULTI))) {
			speaks(s, SLOT_ATTRIBUTE, 2, &t->units[i], &t->units[i]);
		}
}

static void links(struct sides *s)
{
	const struct analysis *t = s->c->t;
	const struct scene *sc = s->c->scene;

	for (uint32_t i = 0; i < sc->n_relations; i++) {
		const struct scene_relation *r = &sc->relations[i];
		uint32_t a = s->c->naming[r->subject], b = s->c->naming[r->object];
		const struct unit *u = &t->units[unit_at(t, r->start)];
		const struct unit *from = a == SCENE_NONE ? u : &t->units[a], *to = b == SCENE_NONE ? u : &t->units[b];
		bool clause = t->segments[u->segment].clause;
		if (u->flags & UNIT_FLAGGED || !related(s->c, r))
			continue;
		const struct unit *stuff = &t->units[unit_at(t, sc->objects[r->object].end - 1)];
		if (t->known[stuff->word]->cls & LEX(MATERIAL) && span_starts(r->predicate, SPAN("make ")) && a != SCENE_NONE) { /* "a table made of wood" */
			s->coloured = true;
			speaks(s, SLOT_ATTRIBUTE, 6, from, to);
		}
		speaks(s, SLOT_RELATION, sc->objects[r->subject].implicit ? 5 : 8, clause && !t->segments[from->segment].clause ? u : from, to);
	}
}

static void terms(struct sides *s)
{
	static const struct { enum slot slot; float points; } side[SCENE_TERMS] = {
		[PICTURE_MEDIUM] = {SLOT_MEDIUM, 2}, [PICTURE_STYLE] = {SLOT_MEDIUM, 1}, [PICTURE_CAMERA] = {SLOT_CAMERA, 4}, [PICTURE_LIGHT] = {SLOT_LIGHTING, 4},
		[PICTURE_FOCUS] = {SLOT_FOCUS, 2}, [PICTURE_PALETTE] = {SLOT_ATTRIBUTE, 2}, [PICTURE_BACKGROUND] = {SLOT_BACKGROUND, 4},
	};
	const struct analysis *t = s->c->t;
	const struct scene *sc = s->c->scene;

	for (uint32_t i = 0; i < sc->n_picture; i++) {
		const struct scene_picture *p = &sc->picture[i];
		const struct unit *from = &t->units[unit_at(t, p->start)], *to = &t->units[unit_at(t, p->end - 1)];
		bool filler = to->cls & LEX(FILLER);
		if (p->kind == PICTURE_QUALITY || (filler && !t->segments[to->segment].clause))
			continue; /* "simple background", "realistic" */
		speaks(s, side[p->kind].slot, filler ? side[p->kind].points / 2 : side[p->kind].points, from, to);
		const struct unit *before = unit_before(t, from);
		while (before && unit_is(before, TAGS(DET) | TAGS(ADJ)))
			before = unit_before(t, before);
		if (p->kind == PICTURE_BACKGROUND && before && before->tag == TAG_ADP) /* "against a white background" */
			speaks(s, SLOT_RELATION, 8, before, to);
		if (to->cls & LEX(PLAIN))
			speaks(s, SLOT_FOCUS, 2, from, to);
	}
}

/* ------------------------------------------------------------------------------------------------ before and after the rules */

static void collect(struct sides *s, struct check *c)
{
	*s = (struct sides){.c = c};
	if (c->t->n_units == 0 || c->t->foreign)
		return;
	subjects(s);
	colours(s);
	links(s);
	terms(s);
}

void sides_before(struct check *c)
{
	struct sides s;

	things(c);
	facts(c);
	collect(&s, c);
	relations(c);
	c->coloured = s.coloured;
}

/* The bare tags around a quality word that the profile does not know, or data about the file, are a prompt's tail: in a caption with sentences,
 * what they say of light, camera and focus is a wish and no description. */
static void mute_tails(struct check *c)
{
	const struct analysis *t = c->t;
	const uint64_t tail = LEX(QUALITY) | LEX(META), wish = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(MEDIUM);
	bool flagged = false;

	if (!(t->cls_any & tail) || t->clauses == 0 || t->style == STYLE_TAGS)
		return;
	for (uint32_t i = 0, first = 0; i <= t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (i < t->n_segments && !g->clause) {
			flagged |= g->cls & tail && g->n_units && c->units[g->unit + g->n_units - 1].flags & UNIT_FLAGGED;
			continue;
		}
		for (; flagged && first < i; first++)
			for (uint32_t k = t->segments[first].unit; k < t->segments[first].unit + t->segments[first].n_units; k++)
				c->units[k].flags |= c->units[k].cls & wish ? UNIT_FLAGGED : 0;
		flagged = false;
		first = i + 1;
	}
}

void sides_after(struct check *c)
{
	struct sides s;

	mute_tails(c);
	collect(&s, c);
	c->out->brief.slots = s.present; /* flagged or not */
	/* "car on street, wearing a blue coat": a clause about clothes takes no subject away. */
	if (s.best[SLOT_SUBJECT][1].points <= 2 && s.best[SLOT_SUBJECT][0].points > 2)
		s.best[SLOT_SUBJECT][1].points = 0;
	for (int i = 0; i < SLOTS; i++) {
		struct lint_slot *o = &c->out->slot[i];
		int k = s.best[i][1].points > 0;
		o->clause = k == 1;
		o->start = s.best[i][k].start;
		o->end = s.best[i][k].end;
		o->credit = o->blocked ? 0 : s.best[i][k].points * (k ? 1.0f : c->profile->tag_credit);
	}
}
