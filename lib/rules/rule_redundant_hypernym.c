/* rule_redundant_hypernym.c: CAP021. The general word must stand alone: with a number, colour or adjective it says more. */
#include "lint/rule.h"

static const struct unit *kind_of(const struct check *c, const struct unit *general)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < c->n_things; i++) {
		const struct unit *u = &t->units[c->thing[i]];
		if (u == general || u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_FLAGGED)) /* whiskers say no animal's name */
			continue;
		if (same_region(t, u->start, general->start) && is_kind_of(c, u, general))
			return u;
	}
	return NULL;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (c->n_things < 2 || t->n_segments < 2)
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (!u || !(u->flags & UNIT_HEAD) || u->flags & (UNIT_PART | UNIT_WEARABLE | UNIT_PLACE | UNIT_TRIGGER) || u->wn & WN_PART) /* petals are no leaves to people */
			continue;
		const struct unit *b = kind_of(c, u);
		struct finding *f = b ? report_segment(c, r, &t->segments[i]) : NULL;
		if (!f)
			continue;
		f->message = say(c, "\"{}\" is said by \"{}\"", unit_text(t, u), unit_text(t, b));
		f->because = unit_text(t, b);
		f->other_start = b->start;
		f->other_end = b->end;
		f->edit = EDIT_DROP_SEGMENT;
		if (t->style == STYLE_PROSE)
			f->fix = FIX_NONE;
		else if (!kind_is_listed(c, b, u))
			f->fix = FIX_UNSAFE; /* there may be a house beside the castle */
	}
}

const struct rule rule_redundant_hypernym = {
	.code = "CAP021",
	.name = "redundant-hypernym",
	.title = "a general word beside the particular one",
	.why = "\"food, apple, fruit\": an apple is food and fruit anyway. The general words cost tokens, and teach the model that "
	       "this picture is what food looks like. By WordNet's ancestors of the particular word's first sense, and a hand list "
	       "where WordNet falls short. Only where the general word is a whole tag: with a number, colour or adjective (\"wild "
	       "animal\") it says more. What WordNet alone says goes with --unsafe only: there may be a house beside the castle.",
	.evidence = "Tag implications on booru sites are exactly links to the broader tag (danbooru help:tag_implications). WordNet 3.0: "
		    "apple < fruit, apple < food, golden retriever < dog < animal.",
	.before = "food, apple, fruit",
	.after = "apple",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_SAFE, .flags = true,
	.check = check,
};
