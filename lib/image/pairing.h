/* pairing.h: whether captions belong to their pictures, told from the colours that they name: pictures whose caption says "red" should have more
 * red than others. A rank test over the whole set; no single pair can be judged by it. */
#ifndef CAPTOOLS_IMAGE_PAIRING_H
#define CAPTOOLS_IMAGE_PAIRING_H

#include <stddef.h>

#include "base/arena.h"
#include "image/pixels.h"

struct pairing {
	size_t n, cap;
	struct pairing_row { uint8_t hue[HUES], said; } *v; /* said: bits 1 << HUE_ */
};

/* Mentions under which nothing can be said. */
enum { PAIRING_LEAST = 20 };

void pairing_add(struct pairing *p, const uint8_t hue[HUES], unsigned said, struct arena *a);
/* How many standard deviations the mean rank of the named colours lies above that of captions dealt out at random; *mentions: of how
 * many. Time is linear. 0 where there are none. */
double pairing_score(const struct pairing *p, size_t *mentions);

#endif
