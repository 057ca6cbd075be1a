/* see_bordered_image.c: CAP225, even bars along the sides of a picture. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct pixels *p = c->s->pixels;

	if (!p || !p->seen)
		return;
	const uint8_t *b = p->bars;
	unsigned kept = (100u - b[0] - b[1]) * (100u - b[2] - b[3]) / 100;
	if (b[0] && b[2])
		sight_report(c, r, r->severity, "has even bars on all four sides, %u%% of it, which are trained as part of the picture", 100 - kept);
	else if (b[0] || b[2])
		sight_report(c, r, r->severity, "has even bars %s, %u%% of it, which are trained as part of the picture",
		             b[0] ? "above and below" : "left and right", 100 - kept);
}

const struct rule rule_bordered_image = {
	.code = "CAP225",
	.name = "bordered-image",
	.title = "even bars along the sides of a picture",
	.why = "A film's frame in another format, a screenshot of a phone, a scan with its margin: the bars are trained, and the model draws "
	       "them again. Opposite sides must have bars of one colour that end in a straight edge: a plain ground around a thing is none. "
	       "Bars of less than a thirtieth of the side are not seen. Only with --pixels.",
	.evidence = "Fitted and run on real pictures of packages (scikit-image, scikit-learn, OpenCV, wallpapers of Debian); the figures stand in lib/image/borders.c.",
	.before = "a frame of 16:9 in a picture of 4:3, black above and below",
	.after = "the same, cropped",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
