/* see_cropped_away.c: CAP206, much of the picture is cut off. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct place *p = c->s->placed ? &c->s->placed->v[0] : NULL;

	/* A list of buckets at every 64 pixels leaves a tenth at most of what lies within its ratios. */
	if (p && !p->dropped && c->s->lost > 0.1)
		sight_report(c, r, c->s->lost > 0.25 ? r->severity : SEV_INFO, "%.0f%% of the picture is cut off for the bucket %lld x %lld",
		             100 * c->s->lost, (long long)p->bucket[0], (long long)p->bucket[1]);
}

const struct rule rule_cropped_away = {
	.code = "CAP206",
	.name = "cropped-away",
	.title = "much of the picture is cut off",
	.why = "Where no bucket has the picture's ratio its sides are cut off after the resize: without kohya's enable_bucket "
	       "44% of a 16:9 picture, with diffusion-pipe's max_ar 2 half of a panorama. Whatever the caption says of what "
	       "stood there is then false.",
	.evidence = "kohya_ss #1574, OneTrainer #97, diffusion-pipe #168. Measured on 239 photos and 30 shapes: kohya without buckets "
	       "44% of 16:9.",
	.before = "1920 x 1080 with kohya:resolution=512",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
