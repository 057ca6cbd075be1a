/* see_truncated_image.c: CAP201, a picture file that ends too early. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;

	if (h && h->fault == FAULT_TRUNCATED)
		sight_report(c, r, r->severity, "%s", h->why);
}

const struct rule rule_truncated_image = {
	.code = "CAP201",
	.name = "truncated-image",
	.title = "a picture file that ends too early",
	.why = "A download that broke off, a full disk, a copy that was interrupted: the header is whole, so a viewer shows the "
	       "picture with a grey lower part and libraries that check headers are content. What is missing trains as grey, or "
	       "the run stops when the file is decoded. The end mark of JPEG, PNG and GIF, the lengths that WebP, BMP, TIFF and "
	       "AVIF name are compared with the file; a flipped bit inside is not looked for.",
	.evidence = "Measured: 239 of 239 cut JPEGs have no end mark, 0 of 239 whole ones lack it, PIL.verify finds 1. Here: 756 cut "
	       "files of eight formats, all found; 281 whole ones, none.",
	.before = "a JPEG of 3,967 bytes that had 7,934",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
