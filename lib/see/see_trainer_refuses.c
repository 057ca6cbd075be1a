/* see_trainer_refuses.c: CAP216, settings with which the trainer does not begin. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r, const struct sight_set *set)
{
	const struct epoch *e = set->epoch;
	if (e && e->stops)
		sight_report(c, r, r->severity, "%s does not train this set: %s", e->plan->trainer->name, e->stops);
}

const struct rule rule_trainer_refuses = {
	.code = "CAP216",
	.name = "trainer-refuses",
	.title = "settings with which the trainer does not begin",
	.why = "What the trainer's own checks say before the first step, or what ends the run when the buckets are made.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py:766-771, 1093; bghira/SimpleTuner metadata/backends/base.py:741. Run.",
	.before = "kohya:resolution=1280,enable_bucket with max_bucket_reso 1024",
	.after = "max_bucket_reso=2048",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check_set = check},
};
