/* rule_count_conflict.c: CAP062. Count tags and whole tags only: "no humans allowed sign" and "statue of a man" are fine. */
#include "base/map.h"
#include "lint/rule.h"

enum { KIND_SOLO, KIND_NO_HUMANS, KIND_TWO_COUNTS, KIND_ADDS_NOTHING, KIND_WORDS };
enum { GIRL, BOY, OTHER, SEXES, MANY = 9 };

struct counts {
	const struct unit *solo, *none, *tag[SEXES][2]; /* the first, and the first with another number */
	int n[SEXES], total;
	const struct unit *person;                      /* a whole tag: man, woman */
};

static int sex_of(struct span s)
{
	for (size_t i = 0; i + 3 <= s.n; i++) {
		if (memcmp(s.p + i, "gir", 3) == 0 || memcmp(s.p + i, "wom", 3) == 0)
			return GIRL;
		if (memcmp(s.p + i, "boy", 3) == 0 || (memcmp(s.p + i, "man", 3) == 0) || memcmp(s.p + i, "men", 3) == 0)
			return BOY;
	}
	return OTHER;
}

/* "multiple girls" says no number, and stands beside 2girls wherever that does. */
static bool multiple(const struct unit *u)
{
	return span_starts(u->term->text, SPAN("multiple "));
}

static void gather(const struct analysis *t, struct counts *k)
{
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		bool whole = segment_only(t, &t->segments[u->segment]) == u;
		if (u->flags & UNIT_QUOTED || !u->term)
			continue;
		if (whole && u->flags & UNIT_PERSON && !k->person)
			k->person = u;
		if (!(u->cls & LEX(COUNT)) || !whole)
			continue;
		int n = u->term->arg.n ? u->term->arg.p[0] - '0' : 0, sex = sex_of(u->term->text);
		if (n == 0 && u->cls & LEX(NEGATION))
			k->none = u;
		else if (n == 0)
			k->solo = u;
		else if (!k->tag[sex][0]) {
			k->tag[sex][0] = u;
			k->n[sex] = n;
			k->total += n;
		} else if (n != k->n[sex] && !k->tag[sex][1] && !(n > 1 && k->n[sex] > 1 && (multiple(u) || multiple(k->tag[sex][0])))) {
			k->tag[sex][1] = u;
		}
	}
}

static struct finding *tell(struct check *c, const struct rule *r, const struct unit *u, const struct unit *other, int kind)
{
	struct finding *f = report_segment(c, r, &c->t->segments[u->segment]);

	if (!f)
		return NULL;
	f->kind = kind;
	f->message = say(c, "\"{}\" contradicts \"{}\"", unit_text(c->t, u), unit_text(c->t, other));
	f->because = unit_text(c->t, other);
	f->other_start = other->start;
	f->other_end = other->end;
	return f;
}

/* "two girls" in words against 1girl. */
static void words(struct check *c, const struct rule *r, const struct counts *k)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		const struct unit *u = &t->units[e->unit];
		if (e->number < 2 || !(u->flags & UNIT_PERSON))
			continue;
		int sex = sex_of(unit_text(t, u));
		if (!k->tag[sex][0] || k->tag[sex][1] || k->n[sex] == e->number || k->n[sex] == MANY)
			continue;
		struct finding *f = tell(c, r, k->tag[sex][0], u, KIND_WORDS);
		if (f)
			f->message = say(c, "\"{}\" contradicts {d} {}", unit_text(t, k->tag[sex][0]), e->number, unit_text(t, u));
		return;
	}
}

/* "Two dogs ... The three dogs": more than all that were counted before. */
static void said(struct check *c, const struct rule *r)
{
	const struct scene *s = c->scene;
	struct map counted = {.a = c->a}; /* by head: one more than the object that was counted first; 0 where something uncounted is called so */

	map_room(&counted, s->n_objects);
	for (uint32_t i = 0; i < s->n_objects; i++) {
		const struct scene_object *o = &s->objects[i];
		uint64_t key = o->implicit ? 0 : s->words[o->word].key;
		bool new, sentence = !o->implicit && s->style[s->words[o->word].segment] == STYLE_SENTENCE;
		if (!sentence)
			continue;
		uint32_t *first = map_add(&counted, key, &new);
		if (new) {
			*first = o->count > 1 ? i + 1 : 0;
			continue;
		}
		const struct scene_object *f = *first ? &s->objects[*first - 1] : NULL;
		bool more = f && o->definite && o->count > f->count && o->sentence > f->sentence;
		*first = 0; /* more of them: nobody knows which are meant */
		if (!more)
			continue;
		struct finding *x = report(c, r, o->start, o->end);
		if (!x)
			return;
		x->kind = KIND_WORDS;
		set_severity(c, x, SEV_WARNING); /* more may have come */
		x->other_start = f->start;
		x->other_end = f->end;
		x->because = span_cut(c->t->text, f->start, f->end);
		x->message = say(c, "{d} {} here and {d} before", (int)o->count, span_cut(c->t->text, o->start, o->end), (int)f->count);
	}
}

static void check(struct check *c, const struct rule *r)
{
	struct counts k = {.total = 0};
	const struct unit *first = NULL;

	if (c->t->seg.n_sentences > 1 && !c->t->foreign)
		said(c, r);
	if (!(c->t->cls_any & LEX(COUNT)))
		return;
	gather(c->t, &k);
	for (int i = 0; i < SEXES && !first; i++)
		first = k.tag[i][0];
	if (k.solo && k.total >= 2)
		tell(c, r, k.solo, k.n[GIRL] == 1 && k.n[BOY] >= 1 ? k.tag[BOY][0] : first, KIND_SOLO);
	if (k.none && (first || k.person))
		tell(c, r, k.none, first ? first : k.person, KIND_NO_HUMANS);
	for (int i = 0; i < SEXES; i++) {
		if (!k.tag[i][1])
			continue;
		bool one = k.n[i] == 1;
		tell(c, r, one ? k.tag[i][0] : k.tag[i][1], one ? k.tag[i][1] : k.tag[i][0], KIND_TWO_COUNTS);
	}
	if (k.none && k.solo && !first && !k.person) {
		struct finding *f = tell(c, r, k.solo, k.none, KIND_ADDS_NOTHING);
		if (f) {
			set_severity(c, f, SEV_INFO);
			f->message = SPAN("\"solo\" counts people: beside \"no humans\" it says nothing");
		}
	}
	words(c, r, &k);
}

const struct rule rule_count_conflict = {
	.code = "CAP062",
	.name = "count-conflict",
	.title = "count tags that contradict each other",
	.why = "solo with 2girls, no humans with 1boy, 1girl with 2girls, \"two girls\" with 1girl, \"Two dogs ... The three dogs\": one count is wrong, and only "
	       "who sees the picture knows which. solo beside no humans is only information: animals "
	       "are not counted, so it adds nothing. Whole tags only.",
	.evidence = "danbooru tag_group:character_count: unnamed animals only means no humans, and they are not counted.",
	.before = "1girl, 2girls, smile",
	.family = FAMILY_CONSISTENCY, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 60, .flags = true,
	.check = check,
};
