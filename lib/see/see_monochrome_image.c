/* see_monochrome_image.c: CAP220, a picture without colour. */
#include "see/mention.h"
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct sight *s = c->s;

	if (!s->pixels || !s->pixels->seen || !s->pixels->monochrome || (s->scene && mention_grey(s->scene)))
		return;
	if (s->scene)
		sight_report(c, r, r->severity, "has no colour, and the caption does not say so");
	else
		sight_report(c, r, r->severity, "has no colour: does the caption say so?");
}

const struct rule rule_monochrome_image = {
	.code = "CAP220",
	.name = "monochrome-image",
	.title = "a picture without colour",
	.why = "Nothing is wrong with it; but a caption that does not say so binds its grey to whatever else it names. A pixel "
	       "counts as grey under a chroma of 0.01 in OKLab; 95 of 100 must. Only with --pixels.",
	.evidence = "The threshold is that of the measurement on 239 photos in the design of capsee; scanned paper with a tint lies above it.",
	.before = "a scan in black and white",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
