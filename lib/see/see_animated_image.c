/* see_animated_image.c: CAP211, a picture of several frames. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	if (!h || h->frames == 1 || h->fault || h->video)
		return;
	if (l && l->animated_webp_stops && strcmp(h->format, "webp") == 0)
		sight_report(c, r, SEV_ERROR, "is an animated WebP: %s stops at it", sight_trainer(c->s));
	else if (h->frames)
		sight_report(c, r, r->severity, "has %u frames, of which the first is trained", h->frames);
	else
		sight_report(c, r, r->severity, "is a sequence, of which the first frame is trained");
}

const struct rule rule_animated_image = {
	.code = "CAP211",
	.name = "animated-image",
	.title = "a picture of several frames",
	.why = "Only the first frame is trained, which of many animations is a title or nothing yet. diffusion-pipe stops at an animated WebP.",
	.evidence = "tdrussell/diffusion-pipe utils/dataset.py:782 (NotImplementedError). Run on animated GIF, PNG and WebP.",
	.before = "anim.webp of 3 frames",
	.after = "its best frame",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_WARNING, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
