/* dset_multi_dot.c: CAP126. In a tar read by WebDataset's rule a name ends at its first dot. */
#include "dataset/set.h"

static void check(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	struct set_finding *f = s->dotted.all ? set_report(c, r) : NULL;

	if (!f)
		return;
	f->points = 0;
	set_tell(c, f, &s->dotted, "dots", "name with several dots, which loaders of WebDataset cut at the first",
	         "names with several dots, which loaders of WebDataset cut at the first");
	f->suggest = SPAN("no dot but the one before the extension");
}

const struct rule rule_multi_dot = {
	.code = "CAP126",
	.name = "multi-dot-key",
	.title = "a name with several dots loses its caption in WebDataset loaders",
	.why = "WebDataset takes the basename up to the first dot as the sample's key and the rest as the extension: of photo.v2.png and "
	       "photo.v2.txt it makes the key photo with the fields v2.png and v2.txt, so a loader that asks for png and txt finds "
	       "neither. Judged for tar archives and with --from webdataset.",
	.evidence = "webdataset/webdataset, tariterators.base_plus_ext: the pattern ^((?:.*/|)[^.]+)[.]([^/]*)$ splits at the first dot.",
	.before = "photo.v2.png, photo.v2.txt",
	.after = "photo_v2.png, photo_v2.txt",
	.family = FAMILY_SIDECAR, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY,
	.set = &(const struct set_rule){.check = check},
};
