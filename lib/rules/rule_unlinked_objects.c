/* rule_unlinked_objects.c: CAP045. "dog with ball" links as well as a sentence does: any segment counts, not only
 * clauses, since the words are there. A sentence that links its things to a place or a part ("a bathroom with white
 * fixtures, a tiled floor and a black counter") is no comma list: a warning. */
#include "lint/rule.h"

enum { MOST = 6 };

/* The first two things, *b in another segment than *a where there is one: a comma list, and true. */
static bool listed(const struct check *c, const struct unit **a, const struct unit **b)
{
	const struct analysis *t = c->t;

	*a = *b = NULL;
	for (uint32_t i = 0; i < c->n_things; i++) {
		const struct unit *u = &t->units[c->thing[i]];
		if (!thing_apart(c, u))
			continue;
		if (!*a) {
			*a = u;
			continue;
		}
		if (is_kind_of(c, u, *a) || is_kind_of(c, *a, u))
			continue;
		if (!*b || u->segment != (*a)->segment)
			*b = u;
		if (u->segment != (*a)->segment)
			return true;
	}
	return false;
}

/* How many things no relation reaches, not even one that a tag says of the subject ("woman, tomb, seated in an alcove"); *any: some is said. Sentences that lay
 * one thing somewhere mostly lay the others by words we do not follow: "behind it". */
static uint32_t out_of_reach(const struct check *c, bool *any)
{
	const struct scene *s = c->scene;
	uint32_t n = 0;

	*any = false;
	for (uint32_t i = 0; i < c->n_things; i++) {
		const struct unit *u = &c->t->units[c->thing[i]];
		uint32_t word = scene_word_at(s, u->end - 1), object = word < s->n_words ? s->words[word].object : SCENE_NONE;
		bool reached = c->has_relation && c->t->segments[u->segment].clause;
		for (uint32_t k = 0; k < s->n_relations && !reached; k++) {
			const struct scene_relation *r = &s->relations[k];
			reached = (r->subject == object || r->object == object) && c->visible[r->subject] && c->visible[r->object];
		}
		*any |= reached;
		n += !reached && thing_apart(c, u);
	}
	return n;
}

/* Whether a list is about somebody, as it would be with 1girl: what is worn, what hair or which pose is said. */
static bool of_somebody(const struct check *c)
{
	const struct analysis *t = c->t;

	if (t->style != STYLE_TAGS || !(t->flags & (UNIT_WEARABLE | UNIT_PART) || t->cls & LEX(POSE)))
		return false;
	for (uint32_t i = 0; i < c->n_things; i++)
		if (t->units[c->thing[i]].flags & UNIT_PERSON)
			return true;
	return false;
}

static bool counted(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_units; i++)
		if (t->units[i].cls & LEX(COUNT) && !(t->units[i].cls & LEX(FILLER)))
			return true;
	return false;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (c->n_things < 2 || c->linked || t->foreign)
		return;
	uint32_t n = things_count(c);
	if (n < 2 || n > MOST || (t->cls & LEX(COUNT) && counted(t)) || of_somebody(c))
		return;
	bool any = false;
	if (out_of_reach(c, &any) < (t->style == STYLE_TAGS ? 2 : 1) && any)
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	const struct unit *a, *b;
	bool list = listed(c, &a, &b) && !(t->style == STYLE_TAGS && any);
	if (profile_in(c, P_TAGS) && c->has_relation)
		set_severity(c, f, SEV_INFO);
	else if (!list || t->style == STYLE_PROSE || (t->style != STYLE_TAGS && c->has_relation)) /* sentences are no comma list */
		set_severity(c, f, SEV_WARNING);
	f->needs_human = true;
	need_human(c, SPAN("relation"));
	f->suggest = SPAN("say how: on, in, beside, holding, wearing ...");
	if (b && n == 2)
		f->message = say(c, "nothing says how \"{}\" and \"{}\" belong together", unit_text(t, a), unit_text(t, b));
	else if (b)
		f->message = say(c, "{d} things (\"{}\", \"{}\" ...), and nothing says how they belong together", (int)n, unit_text(t, a), unit_text(t, b));
	else
		f->message = say(c, "{d} things, and nothing says how they belong together", (int)n);
}

const struct rule rule_unlinked_objects = {
	.code = "CAP045",
	.name = "unlinked-objects",
	.title = "several things and no relation between them",
	.why = "\"dog, ball\" trains whatever the dog does with the ball into both words. Two to six different things (a kind and its "
	       "thing count once; parts, clothes and places do not count), no count tag and no person whose clothes, hair or pose the tags say, and no preposition or relation verb "
	       "between two of them. An error in comma lists, a warning where only \"and\" joins them, information for tag models "
	       "when any tag says a relation.",
	.evidence = "ARO (arxiv.org/abs/2210.01936): CLIP near chance on relations. Measured: error rate on PartiPrompts 1.2%, T2I-CompBench "
		    "spatial 0%.",
	.before = "dog, ball",
	.after = "a dog with a ball in its mouth",
	.family = FAMILY_DESCRIPTION, .severity = SEV_ERROR, .profiles = P_ANY, .cap = 45,
	.check = check,
};
