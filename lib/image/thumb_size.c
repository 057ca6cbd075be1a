/* thumb_size.c: which pictures are too large for a preview, known before they are decoded. */
#include "image/thumb.h"

bool thumb_too_large(struct thumb *t, uint64_t w, uint64_t h, bool held, struct diag *d)
{
	t->width = (uint32_t)w;
	t->height = (uint32_t)h;
	if (w == 0 || h == 0) {
		diag_set(d, "broken", "a %s of no size", t->format);
		return true;
	}
	if (w <= SIDE_MAX && h <= SIDE_MAX && w * h <= PIXELS_MAX / (held ? 4 : 1))
		return false;
	diag_set(d, "too-large", "%llu x %llu pixels are more than a preview decodes", (unsigned long long)w, (unsigned long long)h);
	return true;
}
