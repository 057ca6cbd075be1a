/* see_unreadable_image.c: CAP200, a file that is no picture, or holds none. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);
	const char *then = !l ? "" : l->stops_on_broken ? ": the run stops at it" : ": it is left out";

	if (c->s->unreadable)
		sight_report(c, r, r->severity, "cannot be read: %s", c->s->unreadable);
	else if (h && (h->fault == FAULT_EMPTY || h->fault == FAULT_UNKNOWN || h->fault == FAULT_BROKEN))
		sight_report(c, r, r->severity, "%s%s", h->why, then);
	else if (h && h->video)
		sight_report(c, r, SEV_INFO, "is a film and no picture");
}

const struct rule rule_unreadable_image = {
	.code = "CAP200",
	.name = "unreadable-image",
	.title = "a file that is no picture, or holds none",
	.why = "An empty file, one whose header makes no sense, one that is something else under a picture's name. kohya, musubi "
	       "and OneTrainer stop at it, often hours into the caching of latents; ai-toolkit, diffusion-pipe and SimpleTuner "
	       "leave it out with a line in a long log.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py:1478: an unreadable header gives the size 0x0 and a division by zero. "
	       "ostris/ai-toolkit toolkit/data_loader.py:550, tdrussell/diffusion-pipe utils/dataset.py: skipped. Run on an "
	       "empty file and on text named .png.",
	.before = "0001.jpg of 0 bytes",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
