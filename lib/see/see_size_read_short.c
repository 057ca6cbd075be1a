/* see_size_read_short.c: CAP215, a WebP whose size the trainer reads one pixel short. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	if (h && l && l->webp_short && h->extended)
		sight_report(c, r, settings_flag(&c->s->plan->settings, "bucket_no_upscale") ? SEV_WARNING : r->severity,
		             "%s reads this WebP as %u x %u", sight_trainer(c->s), h->width - 1, h->height - 1);
}

const struct rule rule_size_read_short = {
	.code = "CAP215",
	.name = "size-read-short",
	.title = "a WebP whose size the trainer reads one pixel short",
	.why = "kohya asks imagesize 1.4.1 for sizes, and that reads extended WebP (with alpha, a profile, EXIF or frames) one "
	       "pixel short on each side: a 1024 x 1024 picture is taken for 1023 x 1023, and with bucket_no_upscale its bucket "
	       "is 960 x 960.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py:1478, requirements.txt: imagesize==1.4.1. Run on icc1024.webp.",
	.before = "icc1024.webp with kohya:bucket_no_upscale",
	.after = "the same as PNG",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
