/* see_dropped_image.c: CAP214, a picture that the trainer leaves out, or stops at, for its size. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	for (size_t i = 0; c->s->placed && i < c->s->placed->n && !(c->s->plan->refused && i == 0); i++)
		if (c->s->placed->v[i].dropped) {
			sight_report(c, r, r->severity, "%s: %s", sight_trainer(c->s), c->s->placed->v[i].dropped);
			return;
		}
}

const struct rule rule_dropped_image = {
	.code = "CAP214",
	.name = "dropped-image",
	.title = "a picture that the trainer leaves out, or stops at, for its size",
	.why = "The trainer's own words for it: too small, too large without buckets, a side so short that it divides by zero.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py:1636,1647; bghira/SimpleTuner metadata/backends/base.py:1161. 6,690 "
	       "sizes run.",
	.before = "800 x 600 with kohya:enable_bucket=false,cache_latents=false",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
