/* see_orientation_ignored.c: CAP207, a photo that is stored turned or mirrored, with a note that the trainer does not read. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	static const char *const how[] = {"", "", "mirrored", "upside down", "mirrored and upside down", "mirrored and on its side", "on its side",
	                                  "mirrored and on its side", "on its side"};
	const struct image_head *h = c->s->head;
	const struct loading *l = sight_loading(c->s);

	if (!h || h->orientation < 2 || h->orientation > 8 || (l && l->turns))
		return;
	if (l)
		sight_report(c, r, r->severity, "EXIF orientation %u is ignored by %s: the picture trains %s", h->orientation, sight_trainer(c->s),
		             how[h->orientation]);
	else
		sight_report(c, r, SEV_WARNING, "is stored %s (EXIF orientation %u), which several trainers ignore", how[h->orientation], h->orientation);
}

const struct rule rule_orientation_ignored = {
	.code = "CAP207",
	.name = "orientation-ignored",
	.title = "a photo that is stored turned or mirrored, with a note that the trainer does not read",
	.why = "Cameras store what the sensor saw and note in EXIF how it was held. kohya, musubi, diffusion-pipe and "
	       "SimpleTuner decode without the note: the picture trains lying on its side, in the bucket of the other ratio. "
	       "OneTrainer and ai-toolkit turn it. Store it upright.",
	.evidence = "kohya-ss/sd-scripts #1316; library/train_util.py:2948. Run on files with orientation 1, 3, 5, 6 and 8 as JPEG, "
	       "PNG and WebP.",
	.before = "IMG_0001.jpg of 4032 x 3024 with EXIF orientation 6",
	.after = "3024 x 4032 without it",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
