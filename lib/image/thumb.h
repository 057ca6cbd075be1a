/* thumb.h: a picture file made small. JPEG, PNG and WebP (head.h tells the format); everything else is named and refused.
 * Sizes are looked at before anything is decoded, so a decompression bomb costs nothing. */
#ifndef CAPTOOLS_IMAGE_THUMB_H
#define CAPTOOLS_IMAGE_THUMB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

/* What is decoded at most. A baseline JPEG, a PNG and a WebP are shrunk line by line; what has to be held whole (progressive
 * JPEG, interlaced PNG) may be a quarter of it. */
enum { PIXELS_MAX = 200 * 1000 * 1000, SIDE_MAX = 30000 };

struct thumb {
	uint32_t width, height;   /* of the file; 0 when it does not say */
	uint32_t small_w, small_h;
	const char *format;       /* "JPEG" … or NULL: unknown */
	struct span webp;         /* the thumbnail, in the arena; empty on error */
};

/* 0, or -1 with d ("broken", "too-large", "unsupported"); width, height and format are set as far as they are known. */
int thumb_make(struct span file, unsigned edge, struct arena *a, struct thumb *t, struct diag *d);

/* ---- for the decoders (thumb_jpeg.c …) ---- */

/* What transparent pixels hide: counts of pixels, of those that let something through, of wholly transparent ones; the colours under these. */
struct under {
	uint64_t pixels, part, clear, sum[3];
	uint8_t least[3], most[3];
};

/* Lines of RGBA in, a smaller picture of RGB out: each pixel is the mean of what it covers, on white. */
struct shrink {
	struct arena *a;
	uint32_t w, h, small_w, small_h;
	uint32_t y, out_y;        /* next line in; line of the small picture in the making */
	uint32_t (*column)[4];    /* weighted sums of the line in the making: alpha * colour, alpha */
	uint8_t *rgb;             /* small_w * small_h * 3 */
	struct under under;       /* of lines of RGBA */
};

/* The size within edge x edge, never larger than w x h. */
void shrink_size(uint32_t w, uint32_t h, unsigned edge, uint32_t *small_w, uint32_t *small_h);
void shrink_open(struct shrink *s, struct arena *a, uint32_t w, uint32_t h, unsigned edge);
/* The next line: w pixels of step bytes (3: RGB, 4: RGBA). */
void shrink_line(struct shrink *s, const uint8_t *p, unsigned step);

/* The file's pixels, whatever its format (head.h): fills s and all of t but its webp. 0, or -1 with d as thumb_make. s->a is set. */
int thumb_shrink(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d);
/* Each fills t->width and t->height as soon as it knows them, and s. 0 or -1 with d. */
int thumb_jpeg(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d);
int thumb_png(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d);
int thumb_webp(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d);
/* Whether the size is refused; sets t and, then, d. held: all pixels are in memory at once. */
bool thumb_too_large(struct thumb *t, uint64_t w, uint64_t h, bool held, struct diag *d);
/* The small picture as WebP. */
int thumb_encode(const struct shrink *s, struct thumb *t, struct diag *d);

#endif
