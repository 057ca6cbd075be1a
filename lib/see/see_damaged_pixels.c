/* see_damaged_pixels.c: CAP219, a picture that cannot be decoded to its end. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	if (c->s->pixels && c->s->pixels->damaged && !(c->s->head && c->s->head->fault))
		sight_report(c, r, r->severity, "%s", c->s->damage ? c->s->damage : "cannot be decoded");
}

const struct rule rule_damaged_pixels = {
	.code = "CAP219",
	.name = "damaged-pixels",
	.title = "a picture that cannot be decoded to its end",
	.why = "With --pixels the picture is decoded, and the decoder gave up: a checksum that does not fit, data that end early "
	       "under a whole header and a whole end. A flipped bit in a JPEG mostly gives another picture and no error, so "
	       "silence promises nothing.",
	.evidence = "libspng checks each chunk's CRC-32; libjpeg-turbo warns where data end before the picture does: 239 of 239 cut "
	       "photos, 0 of 239 whole ones.",
	.before = "a PNG whose pixels were overwritten in the middle",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
