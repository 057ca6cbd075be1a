/* see_deep_samples.c: CAP209, samples that are not of eight bits. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	if (!h || h->fault || (h->bits <= 8 && !h->real))
		return;
	if (h->real)
		sight_report(c, r, r->severity, "has floating-point samples, which train black");
	else if (image_grey(h) && h->bits == 16 && (!l || l->clips_grey16))
		sight_report(c, r, l ? r->severity : SEV_WARNING, "grey of 16 bits trains all white%s%s", l ? " in " : " in most trainers", l ? sight_trainer(c->s) : "");
	else
		sight_report(c, r, SEV_INFO, "has %u bits a sample, of which 8 are trained", h->bits);
}

const struct rule rule_deep_samples = {
	.code = "CAP209",
	.name = "sixteen-bit-image",
	.title = "samples that are not of eight bits",
	.why = "A grey picture of 16 bits comes out all white in kohya, musubi, ai-toolkit and diffusion-pipe, a floating-point "
	       "TIFF black. 16-bit colour is right everywhere, and no better than 8.",
	.evidence = "Run: Pillow 13 clips mode I;16 when it converts; gray16.png is 255 everywhere, float.tif 0.",
	.before = "depth.png, grey, 16 bits",
	.after = "the same with 8",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
