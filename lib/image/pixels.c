/* pixels.c: decoding to a thumbnail, colour in OKLab, what lies under alpha. */
#include "image/pixels.h"

#include <math.h>
#include <stdlib.h>

#include "image/thumb.h"

enum { EDGE = 72, MIXED = 24 /* of 255: more than one colour lies under transparent pixels */ };
#define CHROMA_GREY 0.01f  /* below it a pixel is grey */
#define CHROMA_HUE 0.03f   /* from here on its hue can be told: the distance of two neighbouring greys of 8 bits is a tenth of it */
#define RING 0.06f         /* of the shorter side */

struct oklab {
	float l, a, b;
};

static void linear_table(float t[256])
{
	for (int v = 0; v < 256; v++) {
		float x = (float)v / 255;
		t[v] = x <= 0.04045f ? x / 12.92f : powf((x + 0.055f) / 1.055f, 2.4f);
	}
}

/* Björn Ottosson's OKLab, https://bottosson.github.io/posts/oklab/. */
static struct oklab oklab(const uint8_t *p, const float *linear)
{
	float r = linear[p[0]], g = linear[p[1]], b = linear[p[2]];
	float l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
	float m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
	float s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);

	return (struct oklab){0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s, 1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
	                      0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

/* Degrees of OKLab's hue that people may call so, wide, so that they overlap: sRGB's red is 29, yellow 110, green 142, cyan 195, blue 264,
 * magenta 328 (CSS Color 4). From over to: across 0. */
static const struct { short from, to; } sectors[HUES] = {
	[HUE_RED] = {345, 50}, [HUE_ORANGE] = {30, 90}, [HUE_YELLOW] = {70, 125}, [HUE_GREEN] = {100, 185}, [HUE_TEAL] = {155, 240},
	[HUE_BLUE] = {205, 295}, [HUE_PURPLE] = {270, 350}, [HUE_PINK] = {315, 40},
};

static void count_hues(float degrees, uint32_t count[HUES])
{
	for (int k = 0; k < HUES; k++) {
		bool over = degrees >= sectors[k].from, under = degrees < sectors[k].to;
		count[k] += sectors[k].from < sectors[k].to ? over && under : over || under;
	}
}

static void colours(const struct shrink *s, struct pixels *out)
{
	size_t n = (size_t)s->small_w * s->small_h, coloured = 0, ring = 0, white = 0;
	uint32_t hue[HUES] = {0}, wide = s->small_w < s->small_h ? s->small_w : s->small_h;
	float linear[256];

	linear_table(linear);
	wide = (uint32_t)ceilf(RING * (float)wide);
	for (uint32_t y = 0, i = 0; y < s->small_h; y++)
		for (uint32_t x = 0; x < s->small_w; x++, i++) {
			struct oklab c = oklab(s->rgb + 3 * (size_t)i, linear);
			float chroma = sqrtf(c.a * c.a + c.b * c.b);
			coloured += chroma >= CHROMA_GREY;
			if (chroma >= CHROMA_HUE) {
				float degrees = atan2f(c.b, c.a) * 57.29578f;
				count_hues(degrees < 0 ? degrees + 360 : degrees, hue);
			}
			if (x < wide || y < wide || x + wide >= s->small_w || y + wide >= s->small_h) {
				ring++;
				white += c.l > 0.88f && chroma < 0.035f;
			}
		}
	out->monochrome = coloured * 20 <= n;
	out->white = white * 5 >= ring * 4;
	for (int k = 0; k < HUES; k++)
		out->hue[k] = (uint8_t)(sqrtf((float)hue[k] / (float)n) * 255);
}

/* What lies under transparent pixels, in full size: the lines went by one by one. */
static void transparency(const struct under *u, struct pixels *out)
{
	out->opaque = u->part == 0;
	if (!u->clear)
		return;
	uint64_t percent = u->clear * 100 / u->pixels;
	out->clear = (uint8_t)(percent ? percent : 1);
	for (int k = 0; k < 3; k++) {
		out->under[k] = (uint8_t)(u->sum[k] / u->clear);
		out->mixed |= u->most[k] - u->least[k] > MIXED;
	}
}

void pixels_look(struct span file, struct arena *a, struct pixels *out, struct diag *why)
{
	struct shrink s = {.a = a};
	struct thumb t;

	*out = (struct pixels){.seen = false};
	int rc = thumb_shrink(file, EDGE, &s, &t, why);
	/* What is too large or of another format is not broken; an empty file is the header's. */
	out->damaged = rc != 0 && file.n && why->code && strcmp(why->code, "broken") == 0;
	if (rc != 0)
		return;
	out->seen = true;
	colours(&s, out);
	transparency(&s.under, out);
	pixels_hash(&s, out);
	pixels_borders(&s, out);
}
