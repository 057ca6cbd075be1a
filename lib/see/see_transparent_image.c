/* see_transparent_image.c: CAP208, a picture with transparency. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	if (!h || !h->alpha || (c->s->plan && settings_flag(&c->s->plan->settings, "alpha_mask")))
		return;
	if (l && l->white && !image_grey(h))
		sight_report(c, r, SEV_INFO, "transparency is put on white by %s", sight_trainer(c->s));
	else
		sight_report(c, r, r->severity, "transparency is cut off by %s: the colours that lie under it are trained", l ? sight_trainer(c->s) : "most trainers");
}

const struct rule rule_transparent_image = {
	.code = "CAP208",
	.name = "transparent-image",
	.title = "a picture with transparency",
	.why = "What lies under transparent pixels is a colour that nobody sees, and most trainers train it: they cut the alpha "
	       "off. diffusion-pipe puts the picture on white, but not grey with alpha. With kohya's alpha_mask transparency is "
	       "the mask of the loss, and this rule is silent.",
	.evidence = "diffusion-pipe #262, musubi-tuner #695. Run: magenta under alpha 0 comes out in kohya, musubi, ai-toolkit and "
	       "SimpleTuner.",
	.before = "sprite.png with an alpha channel",
	.after = "the same on the background that the caption names",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ALL,
	.image = &(const struct image_rule){.check = check},
};
