/* rule_missing_depth_of_field.c: CAP044. Only where a camera may have been: tag models mean drawings unless told. */
#include "lint/rule.h"

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->cls & (LEX(FOCUS) | LEX(PLAIN) | LEX(DRAWN) | LEX(FLAT)) || t->foreign || t->n_units == 0)
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
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ALL,
	.check = check,
};
