/* dset_orphan.c: CAP121. Captions without an image; names that collide. From the input record of an archive or folder. */
#include "dataset/set.h"

static void check(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	struct set_finding *f;

	/* A set with no image at all is a set of texts. */
	if (s->orphans.all && s->images && (f = set_report(c, r))) {
		set_tell(c, f, &s->orphans, "orphans", "caption has no image", "captions have no image");
	}
	if (s->collisions.all && (f = set_report(c, r))) {
		f->points = s->orphans.all ? 0 : r->points;
		set_tell(c, f, &s->collisions, "collisions", "name collides", "names collide");
	}
}

const struct rule rule_orphan = {
	.code = "CAP121",
	.name = "orphan-or-collision",
	.title = "captions without an image, names that collide",
	.why = "A caption whose image is gone or misspelt is never read. Two images that share one caption file (a.png and a.jpg), names "
	       "that differ only in case, one name twice in an archive, or a .txt beside a .caption: which one a trainer takes "
	       "depends on the trainer and the file system. README, LICENSE, metadata and JSON files are no captions.",
	.evidence = "bghira/SimpleTuner documentation/DATALOADER.md: image and .txt stand in one folder under one name. ostris/ai-toolkit README: "
		    "same name with .txt. File systems of Windows and macOS fold case.",
	.before = "dog1.txt beside dog_1.png",
	.after = NULL,
	.family = FAMILY_SIDECAR, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 5,
	.set = &(const struct set_rule){.check = check},
};
