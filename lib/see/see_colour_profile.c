/* see_colour_profile.c: CAP210, colours in another space than sRGB. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;

	if (h && image_foreign_colours(h) && !image_grey(h))
		sight_report(c, r, r->severity, "the colour profile '%s' is ignored: colours are taken for sRGB", h->icc);
}

const struct rule rule_colour_profile = {
	.code = "CAP210",
	.name = "colour-profile",
	.title = "colours in another space than sRGB",
	.why = "No trainer converts by the profile in the file: the numbers of a Display P3 or Adobe RGB photo are taken for "
	       "sRGB, and everything looks paler than it was. Convert to sRGB before.",
	.evidence = "None of the six trainers' loaders calls a colour engine; run on a WebP with a profile.",
	.before = "a phone's photo in Display P3",
	.after = "the same in sRGB",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
