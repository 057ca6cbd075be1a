/* pixels.h: what a picture's pixels say, from a copy of 72 x 64 pixels at most: whether it can be decoded, whether it has colour, and what
 * colours, two hashes by which copies and mirrored copies are found. JPEG, PNG and WebP. */
#ifndef CAPTOOLS_IMAGE_PIXELS_H
#define CAPTOOLS_IMAGE_PIXELS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

/* Colours that a caption can name and a picture can lack. Black, white, grey, brown and tan are in nearly every picture. */
enum hue { HUE_RED, HUE_ORANGE, HUE_YELLOW, HUE_GREEN, HUE_TEAL, HUE_BLUE, HUE_PURPLE, HUE_PINK, HUES };

struct pixels {
	bool seen;          /* it was decoded */
	bool damaged;       /* the decoder says so */
	bool monochrome;    /* 95 of 100 pixels have a chroma under 0.01 in OKLab (measured on 239 photos) */
	bool white;         /* white all around: 80 of 100 pixels of a ring of 6% have L over .88 and chroma under .035 */
	bool flat;          /* too even for its hash to mean something */
	uint8_t hue[HUES];  /* the share of pixels that could be called so, as its square root of 255 parts */
	bool opaque;        /* no pixel lets anything through, whatever the header says of alpha */
	uint8_t clear;      /* percent of wholly transparent pixels, at least 1 where there are any */
	uint8_t under[3];   /* RGB: the mean colour that lies under those */
	bool mixed;         /* more than one colour does: a picture that nobody sees */
	uint8_t bars[4];    /* even bars above and below, left and right, in percent of the side; 0: none */
	uint64_t hash, mirrored; /* dHash: whether each pixel of 8 rows of 9 is brighter than its right neighbour */
	uint64_t waves;     /* pHash: the signs of 8 x 8 low frequencies; of a mirror image those of the odd ones across are turned */
};

/* The share, 0..1. */
static inline double pixels_share(uint8_t hue)
{
	return (double)hue / 255 * ((double)hue / 255);
}

/* why: for damaged, the decoder's words. a: scratch. */
void pixels_look(struct span file, struct arena *a, struct pixels *out, struct diag *why);
/* Pictures whose hashes differ in at most DISTANCE_MAX bits are taken for copies, if their waves differ in at most WAVES_MAX: of 252 real
 * pictures of packages 50 pairs of copies lay at 0 to 11, and 24 pairs of others that dHash took for copies (plain grounds and gradients)
 * at 22 to 38. */
enum { DISTANCE_MAX = 6, WAVES_MAX = 12 };
#define WAVES_ODD 0xAAAAAAAAAAAAAAAAull

/* ---- its parts ---- */

struct shrink;
void pixels_hash(const struct shrink *s, struct pixels *out);
void pixels_borders(const struct shrink *s, struct pixels *out);

#endif
