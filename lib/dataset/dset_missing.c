/* dset_missing.c: CAP120. Images without a caption, captions without a word. */
#include "dataset/set.h"

/* Points by share; a set that is half bare loses half of them. */
static float share_points(const struct rule *r, uint64_t n, uint64_t all)
{
	return all ? r->points * (float)n / (float)all : 0;
}

static void check(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	struct set_finding *f;

	if (s->classed.all && (f = set_report(c, r))) { /* the trainer has a text for them */
		set_sink(c, f, SEV_INFO);
		f->points = 0;
		set_tell(c, f, &s->classed, "missing", "image has no caption", "images have no caption");
	}
	if (s->missing.all && (f = set_report(c, r))) {
		f->points = share_points(r, s->missing.all, s->images > s->missing.all ? s->images : s->missing.all);
		set_tell(c, f, &s->missing, "missing", "image has no caption", "images have no caption");
	}
	if (s->unread.all && (f = set_report(c, r))) {
		f->points = share_points(r, s->unread.all, s->n);
		set_tell(c, f, &s->unread, "unread", "caption lies where the trainer does not look", "captions lie where the trainer does not look");
	}
	if (s->blank.all && (f = set_report(c, r))) {
		f->points = share_points(r, s->blank.all, s->n);
		set_tell(c, f, &s->blank, "empty", "caption is empty", "captions are empty");
	}
}

const struct rule rule_missing = {
	.code = "CAP120",
	.name = "missing-or-empty-caption",
	.title = "images without a caption, captions without a word",
	.why = "An image without a caption trains on the empty prompt or a class word with no more than a log line, or is left out; an empty "
	       "file stops some trainers in the middle of a run. Masks and control images (-masklabel, _mask, -condlabel, _control) "
	       "need none, nor do images in folders of regularisation images (reg, regularization). With --trainer also captions in files that the "
	       "trainer never opens (a.png.txt, a.caption.txt or a.json beside a.png), with the name that they would have to have. With kohya's class_tokens a missing caption is only an info.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py: a file of 0 bytes is an AssertionError, a missing file gives the class tokens or "
		    "nothing. tdrussell/diffusion-pipe: an image without a caption is skipped. bghira/SimpleTuner: FileNotFoundError.",
	.before = "0001.png without 0001.txt",
	.after = NULL,
	.family = FAMILY_SIDECAR, .scope = SCOPE_DATASET, .severity = SEV_ERROR, .profiles = P_ANY, .points = 15,
	.set = &(const struct set_rule){.check = check},
};
