/* rule_missing_depth_of_field.c: CAP044. Only where a camera may have been: tag models mean drawings unless told. */
#include "lint/rule.h"

/* "a plain background": nothing in it to be sharp or not. */
static bool plain_ground(const struct analysis *t)
{
	const uint64_t both = LEX(FILLER) | LEX(HEAD);

	for (uint32_t i = 0; (t->cls & both) == both && i < t->n_units; i++)
		if ((t->units[i].cls & both) == both)
			return true;
	return false;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->cls & (LEX(FOCUS) | LEX(PLAIN) | LEX(DRAWN) | LEX(FLAT)) || t->foreign || t->n_units == 0 || plain_ground(t))
		return;
	if (profile_in(c, P_TAGS) && !(t->cls & LEX(PHOTO)))
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	f->needs_human = true;
	need_human(c, SPAN("focus"));
	f->message = SPAN("nothing says what is sharp and what is not");
}

const struct rule rule_missing_depth_of_field = {
	.code = "CAP044",
	.name = "missing-depth-of-field",
	.title = "no focus term",
	.why = "Depth of field, bokeh, a blurred background or what is in focus: without a word for it the blur is trained into the "
	       "subject. A coverage note without points. Silent for plain coloured backgrounds, paintings, line art and screenshots, "
	       "and on tag models unless the caption says photo.",
	.evidence = "JoyCaption's option \"Specify the depth of field\"; danbooru's wiki on depth_of_field.",
	.before = "a photo of a dog in a park",
	.after = "a photo of a dog in a park, shallow depth of field",
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ANY,
	.json = true,
	.check = check,
};
