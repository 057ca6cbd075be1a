/* see_transparent_image.c: CAP208, a picture with transparency. */
#include "see/sight.h"

/* What comes out where alpha is cut off, as far as it was looked at. */
static const char *hidden(const struct sight_check *c)
{
	const struct pixels *p = c->s->pixels;

	if (!p || !p->seen)
		return ": the colours that lie under it are trained";
	if (!p->clear)
		return ": no pixel is wholly transparent, so half-transparent ones turn solid";
	if (p->mixed)
		return arena_printf(c->a, ": %u%% of the picture is wholly transparent, and what nobody sees under it is a picture of its own", p->clear).p;
	return arena_printf(c->a, ": %u%% of the picture is wholly transparent and trains as #%02x%02x%02x", p->clear, p->under[0], p->under[1], p->under[2]).p;
}

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	/* A channel that lets nothing through is none. */
	if (!h || !h->alpha || (c->s->pixels && c->s->pixels->seen && c->s->pixels->opaque) || (c->s->plan && settings_flag(&c->s->plan->settings, "alpha_mask")))
		return;
	if (l && l->white && !image_grey(h))
		sight_report(c, r, SEV_INFO, "transparency is put on white by %s", sight_trainer(c->s));
	else
		sight_report(c, r, r->severity, "transparency is cut off by %s%s", l ? sight_trainer(c->s) : "most trainers", hidden(c));
}

const struct rule rule_transparent_image = {
	.code = "CAP208",
	.name = "transparent-image",
	.title = "a picture with transparency",
	.why = "What lies under transparent pixels is a colour that nobody sees, and most trainers train it: they cut the alpha "
	       "off. diffusion-pipe puts the picture on white, but not grey with alpha. With kohya's alpha_mask transparency is "
	       "the mask of the loss, and this rule is silent. --pixels says what lies under it, and is silent where an alpha channel "
	       "lets nothing through.",
	.evidence = "diffusion-pipe #262, musubi-tuner #695. Run: magenta under alpha 0 comes out in kohya, musubi, ai-toolkit and "
	       "SimpleTuner.",
	.before = "sprite.png with an alpha channel",
	.after = "the same on the background that the caption names",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
