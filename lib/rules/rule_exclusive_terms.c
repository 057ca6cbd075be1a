/* rule_exclusive_terms.c: CAP060. Guards: a single word inside a clause is no tag ("a day at the beach at
 * night"), and what belongs to one body (mouth, pose, hair, clothes) is only compared when one body is named. */
#include "base/ascii.h"
#include "lint/rule.h"
#include "lint/units.h"

struct member {
	uint16_t group;
	uint8_t side;
	uint32_t start, end, segment;
	bool bare, single;
};

struct members {
	struct member v[48];
	uint32_t n;
};

/* "daytime", "midnight": an hour in a sentence, where "day" and "night" may be any. */
static bool hour(const struct check *c, const struct lex_term *t, const struct lex_rel *r)
{
	return t->text.n > strlen("night") && strcmp(lex_group_name(c->lex, r->group), "time") == 0;
}

/* "sitting on a chair": a tag whose first word says it, and where. */
static bool leads(const struct check *c, uint32_t start, uint32_t end, uint32_t segment)
{
	const struct unit *u = unit_holding(c->t, start), *last = c->t->units + c->t->n_units;

	return c->t->style == STYLE_TAGS && u && u->end == end && u == &c->t->units[c->t->segments[segment].unit] && u + 1 < last &&
	       u[1].segment == segment && u[1].tag == TAG_ADP;
}

static void add(const struct check *c, struct members *m, const struct lex_term *t, uint32_t start, uint32_t end,
		uint32_t segment, bool single)
{
	const struct segment *g = &c->t->segments[segment];
	const struct lex_rel *r = lex_rels(c->lex, t);
	bool bare = (g->start == start && g->end == end) || leads(c, start, end, segment);

	for (uint32_t i = 0; i < t->n_rel; i++)
		if (r[i].kind == REL_EXCLUSIVE && (bare || !single || hour(c, t, &r[i])) && m->n < sizeof m->v / sizeof *m->v)
			m->v[m->n++] = (struct member){r[i].group, r[i].side, start, end, segment, bare, single};
}

static void collect(const struct check *c, struct members *m)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!u->term || u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME))
			continue;
		if (u->term->cls & ~u->cls & LEX(CAMERA)) /* a full-length mirror */
			continue;
		const struct lex_term *k = u->term->rels >> REL_EXCLUSIVE & 1 ? u->term : lex_at(c->lex, u->term->canon);
		if (k->rels >> REL_EXCLUSIVE & 1)
			add(c, m, k, u->start, u->end, u->segment, u->n_words == 1);
	}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->term && g->term->rels >> REL_EXCLUSIVE & 1 && !g->quoted && !segment_only(t, g))
			add(c, m, g->term, g->start, g->end, i, false);
	}
}

/* Of the picture as a whole: these hold whatever is in it. The others belong to one body. */
static bool whole_picture(const char *group)
{
	static const char *const whole[] = {"distance", "vertical angle", "place", "time", "colourfulness", "background", "blur",
					    "light level", "light temperature", "orientation"};

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(group, whole[i]) == 0)
			return true;
	return false;
}

static uint32_t bodies(const struct check *c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->n_things; i++) {
		const struct unit *u = &c->t->units[c->thing[i]];
		n += (u->flags & UNIT_PERSON || u->wn & (WN_PERSON | WN_LIVING) || u->flags & UNIT_GENERIC) && !(u->flags & UNIT_PART);
	}
	return n;
}

static bool clash(const struct check *c, const struct member *a, const struct member *b, uint32_t n_bodies)
{
	if (a->group != b->group || a->side == b->side)
		return false;
	const char *group = lex_group_name(c->lex, a->group);
	if (whole_picture(group))
		return true;
	if (n_bodies > 1)
		return false;
	return strcmp(group, "pose") != 0 || (c->t->style == STYLE_TAGS && a->bare && b->bare);
}

static struct finding *tell(struct check *c, const struct rule *r, uint32_t start, uint32_t end, uint32_t other, uint32_t other_end, const char *what)
{
	struct finding *f = report(c, r, start, end);

	if (!f)
		return NULL;
	f->segment = c->t->units[unit_at(c->t, start)].segment;
	f->other_start = other;
	f->other_end = other_end;
	f->needs_human = true;
	f->because = span_cut(c->t->text, other, other_end);
	f->message = say(c, "\"{}\" contradicts \"{}\" ({z})", span_cut(c->t->text, start, end), f->because, what);
	return f;
}

/* "eight legs ... It is legless": a part of a body is said, and that there is none. */
static void without(struct check *c, const struct rule *r)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 2; i < s->n_words; i++) {
		const struct scene_word *w = &s->words[i], *who = w - 2;
		bool says = w->tag == TAG_ADJ && w->lemma.n > 6 && span_ends(w->lemma, SPAN("less")) && s->words[i - 1].tag == TAG_AUX;
		if (!says || in_quotes(c, w->start) || (who->tag != TAG_PRON && !(wn_find(c->lex, who->key, NULL) & (WN_LIVING | WN_PERSON))))
			continue;
		uint64_t part = lex_key(w->lemma.p, w->lemma.n - strlen("less"));
		for (uint32_t k = 0; k < s->n_objects; k++) {
			const struct scene_object *o = &s->objects[k];
			const struct lex_term *t = s->words[o->word].term;
			if (o->implicit || s->words[o->word].key != part || !t || !(t->cls & LEX(PART)) || o->start > w->start)
				continue;
			tell(c, r, w->start, w->end, o->start, o->end, "there or not");
			break;
		}
	}
}

/* "a black and white image of a dog with a red ball" (no "pictures on a wall"): a warning, for one colour may have been left in it. */
static void coloured(struct check *c, const struct rule *r, const struct member *grey)
{
	static const char *const none[] = {"black", "white", "gray", "grey", "silver", "dark", "light"};
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_entities && t->text.p[grey->end - 1] != 's' && t->units[t->entities[0].unit].start > grey->end; i++) {
		const struct unit *u = t->entities[i].colour < 0 ? NULL : &t->units[t->entities[i].colour];
		bool hue = u && !(u->cls & LEX(MULTI));
		for (size_t k = 0; hue && k < sizeof none / sizeof *none; k++)
			hue = !span_is(t->seg.words[u->word].norm, none[k]);
		if (!hue)
			continue;
		struct finding *f = tell(c, r, u->start, u->end, grey->start, grey->end, "colourfulness");
		if (f)
			set_severity(c, f, SEV_WARNING);
		return;
	}
}

static void check(struct check *c, const struct rule *r)
{
	struct members m;

	if (c->t->cls & LEX(VIEWS) || c->t->people > 1 || c->t->people < 0 || c->t->n_units < 2)
		return;
	if (!c->t->foreign)
		without(c, r);
	if (!(c->t->rels >> REL_EXCLUSIVE & 1))
		return;
	m.n = 0;
	collect(c, &m);
	for (uint32_t i = 0; i < m.n; i++)
		if (ascii_begins(span_cut(c->t->text, m.v[i].start, m.v[i].end), "black and white "))
			coloured(c, r, &m.v[i]);
	uint32_t n_bodies = bodies(c);
	for (uint32_t i = 1; i < m.n; i++)
		for (uint32_t k = 0; k < i; k++) {
			if (!clash(c, &m.v[k], &m.v[i], n_bodies))
				continue;
			if (!tell(c, r, m.v[i].start, m.v[i].end, m.v[k].start, m.v[k].end, lex_group_name(c->lex, m.v[i].group)))
				return;
			k = i;
		}
}

const struct rule rule_exclusive_terms = {
	.code = "CAP060",
	.name = "exclusive-terms",
	.title = "two terms that cannot both be true",
	.why = "Close up and wide shot, from above and from below, open and closed mouth, indoors and outdoors, day and night, long and "
	       "short hair, monochrome and colourful, sitting and standing: one of the two is wrong, and the model learns both. A "
	       "person has to pick. A part that is said and denied (\"eight legs ... It is legless\") and a colour in a "
	       "black and white image (a warning) are told of as well. Silent when several people are counted, for multiple views and comics, for poses in prose, and "
	       "where a second living thing may have the second term.",
	.evidence = "danbooru and gelbooru wikis name the opposites (gelbooru open_mouth: \"the opposite of this is closed_mouth\"). Measured: 0 of "
		    "1,632 PartiPrompts, 0 of 700 colour captions.",
	.before = "close up, wide shot, dog",
	.family = FAMILY_CONSISTENCY, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 60,
	/* No .flags: which of the two earns its slot would depend on their order. */
	.check = check,
};
