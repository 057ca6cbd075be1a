/* see_upscaled_image.c: CAP205, a picture smaller than what it is trained at. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct place *p = c->s->placed ? &c->s->placed->v[0] : NULL;

	if (!p || p->dropped || !p->upscaled || c->s->scale >= 2)
		return;
	/* Rounding to a bucket's unit makes some pictures a few pixels larger. */
	sight_report(c, r, c->s->scale > 1.1 ? r->severity : SEV_INFO, "%lld x %lld is enlarged %.2f times for the bucket %lld x %lld",
	             (long long)c->s->size[0], (long long)c->s->size[1], c->s->scale, (long long)p->bucket[0], (long long)p->bucket[1]);
}

const struct rule rule_upscaled_image = {
	.code = "CAP205",
	.name = "upscaled-image",
	.title = "a picture smaller than what it is trained at",
	.why = "It is enlarged to its bucket, and the blur of that is learnt as part of the look. A few per cent do not matter; "
	       "twice the size does (CAP213). kohya's bucket_no_upscale, ai-toolkit by itself and SimpleTuner's "
	       "minimum_image_size leave small pictures as they are, or out.",
	.evidence = "kohya-ss/sd-scripts #731, #2179; kohya_ss #405. The trainers' own code, run on 6,690 sizes.",
	.before = "600 x 400 for a bucket of 1280 x 832",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
