/* rule_attribute_conflict.c: CAP063. Two colours on one head noun: judged for what a body has once (parts and clothes)
 * and in bare tags, since "red apple, green apple" may well be two apples. */
#include "lint/rule.h"
#include "parse/tagger.h"

enum { KIND_COLOUR, KIND_MEDIUM, MANY_COLOURS = 8, NEAR = 3 /* words */ };

static const struct unit *colour_of(const struct analysis *t, const struct entity *e)
{
	return e->colour >= 0 ? &t->units[e->colour] : NULL;
}

/* Things of several colours: by a word for many that stands at them ("striped shirt"), or at nothing ("heterochromia"), which may be said of all; a
 * pattern at nothing ("plaid") of all clothes. */
struct many { uint64_t lemma[64]; uint32_t n; bool all, clothes; };

static void find_many(const struct check *c, struct many *m)
{
	const struct analysis *t = c->t;
	uint32_t e = 0;

	*m = (struct many){.n = 0};
	for (uint32_t i = 0; i < t->n_units && t->cls & LEX(MULTI); i++) {
		uint32_t g = t->units[i].segment;
		if (!(t->units[i].cls & LEX(MULTI)))
			continue;
		while (e < t->n_entities && t->entities[e].segment < g)
			e++;
		bool alone = e == t->n_entities || t->entities[e].segment != g;
		bool pattern = c->scene->words[scene_word_at(c->scene, t->units[i].start)].role == ROLE_PATTERN;
		m->all |= alone && !pattern;
		m->clothes |= alone && pattern;
		for (uint32_t k = e; k < t->n_entities && t->entities[k].segment == g; k++)
			if (m->n < sizeof m->lemma / sizeof *m->lemma)
				m->lemma[m->n++] = t->entities[k].lemma;
			else
				m->all = true;
	}
}

static bool is_many(const struct many *m, uint64_t lemma, bool worn)
{
	for (uint32_t i = 0; i < m->n; i++)
		if (m->lemma[i] == lemma)
			return true;
	return m->all || (worn && m->clothes);
}

static void colours(struct check *c, const struct rule *r)
{
	const struct entity *v[64];
	struct many many;
	const struct analysis *t = c->t;
	uint32_t n = 0;

	find_many(c, &many);
	for (uint32_t i = 0; i < t->n_entities && n < sizeof v / sizeof *v; i++) {
		const struct entity *e = &t->entities[i];
		const struct unit *u = &t->units[e->unit], *col = colour_of(t, e);
		const struct segment *g = &t->segments[e->segment];
		if (col && !is_many(&many, e->lemma, u->flags & UNIT_WEARABLE) && u->flags & (UNIT_PART | UNIT_WEARABLE) && !g->clause)
			v[n++] = e;
	}
	for (uint32_t i = 1; i < n; i++)
		for (uint32_t k = 0; k < i; k++) {
			const struct unit *a = colour_of(t, v[k]), *b = colour_of(t, v[i]), *u = &t->units[v[i]->unit];
			if (v[i]->lemma != v[k]->lemma || v[i]->segment == v[k]->segment || a->lemma == b->lemma || v[i]->number != v[k]->number)
				continue;
			struct finding *f = report_segment(c, r, &t->segments[v[i]->segment]);
			if (!f)
				return;
			const struct unit *thing = &t->units[v[k]->unit]; /* the colour may stand behind it: "hair that is blue" */
			f->kind = KIND_COLOUR;
			f->other_start = a->start < thing->start ? a->start : thing->start;
			f->other_end = a->end > thing->end ? a->end : thing->end;
			f->because = span_cut(t->text, f->other_start, f->other_end);
			f->message = say(c, "\"{}\" and \"{}\" {}: which?", unit_text(t, a), unit_text(t, b), unit_text(t, u));
			f->needs_human = true;
			k = i;
		}
}

/* "the red car", "the car is red": the colour stands at its thing, nothing between them that could have another. */
static bool direct(const struct scene *s, const struct scene_attribute *a, uint32_t at)
{
	for (uint32_t i = at; i < s->n_words && i <= at + NEAR; i++) {
		if (s->words[i].object == a->object)
			return true;
		if (s->words[i].tag != TAG_ADJ && s->words[i].tag != TAG_NOUN)
			break;
	}
	while (at > 0 && s->words[at - 1].tag == TAG_ADV)
		at--;
	return at > 1 && s->words[at - 1].tag == TAG_AUX && s->words[at - 2].object == a->object;
}

/* "A red car. ... The car is blue.": one thing, each time with one colour. What has several colours in one sentence may have them all. */
static void said(struct check *c, const struct rule *r)
{
	const struct scene *s = c->scene;
	struct colour { uint32_t sentence, at; uint8_t n; } *first = arena_zalloc(c->a, s->n_objects + 1, sizeof *first);

	for (uint32_t pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < s->n_attributes; i++) { /* first how many each thing has, then who stands against the first */
			const struct scene_attribute *a = &s->attributes[i];
			const struct scene_object *o = &s->objects[a->object];
			struct colour *f = &first[a->object];
			if (a->kind != ATTR_COLOUR || o->implicit || o->plural || o->count != 1 || s->style[s->words[o->word].segment] != STYLE_SENTENCE)
				continue;
			uint32_t at = scene_word_at(s, a->start), sentence = s->words[at].sentence;
			if (pass == 0) {
				f->n = f->n && f->sentence == sentence ? MANY_COLOURS : f->n < MANY_COLOURS ? f->n + 1 : f->n;
				f->at = f->n == 1 ? i : f->at;
				f->sentence = sentence;
				continue;
			}
			const struct scene_attribute *b = &s->attributes[f->at];
			if (f->n != 2 || b == a || !direct(s, a, at) || !direct(s, b, scene_word_at(s, b->start)) || !colours_opposed(c, a->name, b->name))
				continue;
			struct finding *x = report(c, r, a->start, a->end);
			if (!x)
				return;
			x->kind = KIND_COLOUR;
			x->other_start = b->start;
			x->other_end = b->end;
			x->because = span_cut(c->t->text, b->start, b->end);
			x->message = say(c, "\"{}\" and \"{}\" {}: which?", x->because, span_cut(c->t->text, a->start, a->end), o->name);
			x->needs_human = true;
		}
}

/* A unit that names the medium of the whole picture: not "a painting on the wall", not what a photo is of. */
static bool of_the_whole(const struct analysis *t, const struct unit *u)
{
	const struct segment *g = &t->segments[u->segment];

	if (u->flags & (UNIT_NOUN | UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME) || u->cls & LEX(FILLER))
		return false;
	for (uint32_t i = g->unit; &t->units[i] < u; i++)
		if (t->units[i].cls & LEX(MEDIUM) || t->units[i].tag == TAG_ADP)
			return false;
	return true;
}

static void media(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct unit *photo = NULL, *drawn = NULL;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(MEDIUM)) || !(u->cls & (LEX(PHOTO) | LEX(DRAWN))) || !of_the_whole(t, u))
			continue;
		if (u->cls & LEX(PHOTO) && !photo)
			photo = u;
		if (u->cls & LEX(DRAWN) && !drawn)
			drawn = u;
	}
	if (!photo || !drawn || photo->segment == drawn->segment)
		return;
	const struct unit *late = photo > drawn ? photo : drawn, *early = photo > drawn ? drawn : photo;
	struct finding *f = report_only(c, r, late->start, late->end); /* which of the two is wrong, their order does not say */
	if (!f)
		return;
	f->kind = KIND_MEDIUM;
	f->other_start = early->start;
	f->other_end = early->end;
	f->because = unit_text(t, early);
	f->needs_human = true;
	f->message = say(c, "\"{}\" and \"{}\": one picture, two media", unit_text(t, early), unit_text(t, late));
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->seg.n_sentences > 1 && !t->foreign && !(t->cls & (LEX(VIEWS) | LEX(MULTI))))
		said(c, r);
	if (t->n_segments < 2 || t->cls & LEX(VIEWS) || t->people > 1 || t->people < 0)
		return;
	if (t->cls & LEX(COLOUR) && t->flags & (UNIT_PART | UNIT_WEARABLE))
		colours(c, r);
	if (t->cls & LEX(PHOTO) && t->cls & LEX(DRAWN))
		media(c, r);
}

const struct rule rule_attribute_conflict = {
	.code = "CAP063",
	.name = "attribute-conflict",
	.title = "two colours on one thing, or two media for one picture",
	.why = "black eyes with blue eyes, photo with lineart, \"a red car ... The car is blue.\": one of them is wrong. Silent with heterochromia, two-tone and "
	       "multicolored (of the thing at which it is said), when several people are counted, for \"photo of a painting\", and for things that may be "
	       "there twice (red apple, green apple).",
	.evidence = "sd-scripts finetune/clean_captions_and_tags.py drops conflicting hair and eye tags when several people are there; danbooru wiki "
		    "photo_(medium). Measured: 0 of 300 colour captions with red orange.",
	.before = "1girl, black eyes, blue eyes",
	.family = FAMILY_CONSISTENCY, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4, .flags = true,
	.check = check,
};
