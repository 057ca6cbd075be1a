/* see_tiny_image.c: CAP213, a picture that is enlarged to twice its size or more. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct place *p = c->s->placed ? &c->s->placed->v[0] : NULL;

	if (p && !p->dropped && c->s->scale >= 2)
		sight_report(c, r, r->severity, "%lld x %lld is enlarged %.1f times for the bucket %lld x %lld", (long long)c->s->size[0],
		             (long long)c->s->size[1], c->s->scale, (long long)p->bucket[0], (long long)p->bucket[1]);
}

const struct rule rule_tiny_image = {
	.code = "CAP213",
	.name = "tiny-image",
	.title = "a picture that is enlarged to twice its size or more",
	.why = "At twice the size three of four pixels are made up. A style or a face learnt from thumbnails looks like "
	       "thumbnails. Leave it out, or train at a smaller resolution.",
	.evidence = "SimpleTuner's minimum_image_size and max_upscale_threshold exist for this; kohya_ss #1718.",
	.before = "64 x 64 for a bucket of 1024 x 1024",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
