/* rule_exclusive_terms.c: CAP060. Guards: a single word inside a clause is no tag ("a day at the beach at
 * night"), and what belongs to one body (mouth, pose, hair, clothes) is only compared when one body is named. */
#include "lint/rule.h"

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

static void add(const struct check *c, struct members *m, const struct lex_term *t, uint32_t start, uint32_t end,
		uint32_t segment, bool single)
{
	const struct segment *g = &c->t->segments[segment];
	const struct lex_rel *r = lex_rels(c->lex, t);
	bool bare = g->start == start && g->end == end;

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

static void check(struct check *c, const struct rule *r)
{
	struct members m;

	if (!(c->t->rels >> REL_EXCLUSIVE & 1) || c->t->cls & LEX(VIEWS) || c->t->people > 1 || c->t->people < 0 || c->t->n_units < 2)
		return;
	m.n = 0;
	collect(c, &m);
	if (m.n < 2)
		return;
	uint32_t n_bodies = bodies(c);
	for (uint32_t i = 1; i < m.n; i++)
		for (uint32_t k = 0; k < i; k++) {
			if (!clash(c, &m.v[k], &m.v[i], n_bodies))
				continue;
			struct finding *f = report(c, r, m.v[i].start, m.v[i].end);
			if (!f)
				return;
			f->segment = m.v[i].segment;
			f->other_start = m.v[k].start;
			f->other_end = m.v[k].end;
			f->needs_human = true;
			f->because = span_cut(c->t->text, m.v[k].start, m.v[k].end);
			f->message = say(c, "\"{}\" contradicts \"{}\" ({z})", span_cut(c->t->text, f->start, f->end), f->because,
					 lex_group_name(c->lex, m.v[i].group));
			k = i;
		}
}

const struct rule rule_exclusive_terms = {
	.code = "CAP060",
	.name = "exclusive-terms",
	.title = "two terms that cannot both be true",
	.why = "Close up and wide shot, from above and from below, open and closed mouth, indoors and outdoors, day and night, long and "
	       "short hair, monochrome and colourful, sitting and standing: one of the two is wrong, and the model learns both. A "
	       "person has to pick. Silent when several people are counted, for multiple views and comics, for poses in prose, and "
	       "where a second living thing may have the second term.",
	.evidence = "danbooru and gelbooru wikis name the opposites (gelbooru open_mouth: \"the opposite of this is closed_mouth\"). Measured: 0 of "
		    "1,632 PartiPrompts, 0 of 700 colour captions.",
	.before = "close up, wide shot, dog",
	.family = FAMILY_CONSISTENCY, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 60,
	/* No .flags: which of the two earns its slot would depend on their order. */
	.check = check,
};
