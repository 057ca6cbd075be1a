/* see_coarse_jpeg.c: CAP226, a JPEG of low quality. */
#include "see/sight.h"

enum { LEAST = 50 }; /* cjpeg(1): the useful range is 50 to 95 */

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;

	if (h && !h->fault && h->quality && h->quality < LEAST)
		sight_report(c, r, r->severity, "was saved as JPEG of quality %u: its blocks are trained", h->quality);
}

const struct rule rule_coarse_jpeg = {
	.code = "CAP226",
	.name = "coarse-jpeg",
	.title = "a JPEG of low quality",
	.why = "Blocks of 8 x 8 and rings around edges are what the model learns of such a picture. The quality is told from the file's own "
	       "tables by the IJG's scaling of the standard's example; a picture that was saved coarse once and fine again keeps its blocks "
	       "and is not found.",
	.evidence = "cjpeg(1) of libjpeg names 50 to 95 as the useful range.",
	.before = "a thumbnail of quality 30",
	.after = "the picture that it was made from",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
