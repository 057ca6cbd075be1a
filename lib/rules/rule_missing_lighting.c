/* rule_missing_lighting.c: CAP042. A coverage note. */
#include "lint/rule.h"

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->cls & LEX(FLAT) || picture_says(c, PICTURE_LIGHT) || t->foreign || t->n_units == 0)
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	f->needs_human = true;
	need_human(c, SPAN("lighting"));
	f->message = SPAN("nothing says how it is lit");
}

const struct rule rule_missing_lighting = {
	.code = "CAP042",
	.name = "missing-lighting",
	.title = "no lighting term",
	.why = "Where the light comes from and how hard it is, no tagger can say: a person has to (direction file: lighting). A "
	       "coverage note without points: the slot stays unearned. An hour, a sky or a fog that a scene is lit through counts (at night, under a leaden "
	       "sky). Silent for flat artwork: lineart, logo, flat colour.",
	.evidence = "JoyCaption offers \"Include information about lighting\". In a public tag table lighting exists only as dim_lighting (287 "
		    "posts), sunlight 78,500, backlighting 33,963, and nothing for \"lit from above\".",
	.before = "a red apple on a table",
	.after = "a red apple on a table, lit from above",
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ANY,
	.json = true,
	.check = check,
};
