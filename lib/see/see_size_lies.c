/* see_size_lies.c: CAP202, a header that names more pixels than the file can hold. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct image_head *h = c->s->head;

	if (h && h->fault == FAULT_SIZE_LIES)
		sight_report(c, r, r->severity, "%u x %u pixels in %llu bytes: %s", h->width, h->height, (unsigned long long)h->bytes, h->why);
}

const struct rule rule_size_lies = {
	.code = "CAP202",
	.name = "size-lies",
	.title = "a header that names more pixels than the file can hold",
	.why = "So few bytes cannot hold so many pixels, or two places in the file name two sizes: a file made to exhaust "
	       "memory, or a broken one. Trainers believe the header, choose a bucket by it and fail or swap when they decode.",
	.evidence = "Deflate gives at most 1032 bytes for one (zlib technical details); a JPEG block takes two bits at least (ITU "
	       "T.81). RFC 9649: canvas and frame of a WebP agree.",
	.before = "a PNG of 100000 x 100000 pixels in 120 bytes",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_ERROR, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
