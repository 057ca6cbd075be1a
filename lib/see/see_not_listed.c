/* see_not_listed.c: CAP204, a picture that the trainer does not take for one. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	if (c->s->plan && c->s->name.n && !c->s->listed)
		sight_report(c, r, r->severity, "%s does not list files of this name as images: it is never trained", sight_trainer(c->s));
}

const struct rule rule_not_listed = {
	.code = "CAP204",
	.name = "image-not-listed",
	.title = "a picture that the trainer does not take for one",
	.why = "Trainers list images by their ending, each by its own: kohya and musubi miss .Jpg, .gif and .tif, ai-toolkit "
	       ".bmp and .avif. The picture and its caption are then not there, without a word.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py:104, kohya-ss/musubi-tuner media_utils.py:21, Nerogar/OneTrainer "
	       "modules/util/path_util.py, ostris/ai-toolkit toolkit/data_loader.py:39.",
	.before = "0001.Jpg with kohya",
	.after = "0001.jpg",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
