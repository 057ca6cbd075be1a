/* see_print_colours.c: CAP212, colours for print. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;

	if (h && h->mode && (strcmp(h->mode, "cmyk") == 0 || strcmp(h->mode, "ycck") == 0))
		sight_report(c, r, r->severity, "is CMYK and converted without its profile");
}

const struct rule rule_print_colours = {
	.code = "CAP212",
	.name = "print-colours",
	.title = "colours for print",
	.why = "CMYK is converted without the printer's profile, so its colours are only roughly those of the picture: reds and blues turn dull.",
	.evidence = "Five trainers were run on a CMYK JPEG: each converts it by plain arithmetic; OneTrainer was read, not run.",
	.before = "poster.jpg in CMYK",
	.after = "the same in sRGB",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
