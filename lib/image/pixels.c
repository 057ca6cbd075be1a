/* pixels.c: decoding to a thumbnail, colour in OKLab, dHash. */
#include "image/pixels.h"

#include <math.h>
#include <stdlib.h>

#include "image/thumb.h"

enum { EDGE = 72, COLUMNS = 9, ROWS = 8, FLAT_VARIANCE = 16 };
#define CHROMA_GREY 0.01f

static float linear(uint8_t v)
{
	float x = (float)v / 255;

	return x <= 0.04045f ? x / 12.92f : powf((x + 0.055f) / 1.055f, 2.4f);
}

/* Björn Ottosson's OKLab, https://bottosson.github.io/posts/oklab/. */
static float chroma(const uint8_t *p)
{
	float r = linear(p[0]), g = linear(p[1]), b = linear(p[2]);
	float l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
	float m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
	float s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
	float x = 1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s, y = 0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s;

	return sqrtf(x * x + y * y);
}

static bool is_monochrome(const struct shrink *s)
{
	size_t n = (size_t)s->small_w * s->small_h, coloured = 0;

	for (size_t i = 0; i < n; i++)
		coloured += chroma(s->rgb + 3 * i) >= CHROMA_GREY;
	return coloured * 20 <= n;
}

/* Brightness of one of COLUMNS x ROWS cells. */
static double cell(const struct shrink *s, unsigned x, unsigned y)
{
	uint32_t x0 = x * s->small_w / COLUMNS, x1 = (x + 1) * s->small_w / COLUMNS, y0 = y * s->small_h / ROWS, y1 = (y + 1) * s->small_h / ROWS;
	double sum = 0;
	uint32_t n = 0;

	x1 += x1 == x0;
	y1 += y1 == y0;
	for (uint32_t j = y0; j < y1 && j < s->small_h; j++)
		for (uint32_t i = x0; i < x1 && i < s->small_w; i++, n++) {
			const uint8_t *p = s->rgb + 3 * ((size_t)j * s->small_w + i);
			sum += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
		}
	return n ? sum / n : 0;
}

static void hash(const struct shrink *s, struct pixels *out)
{
	double v[ROWS][COLUMNS], sum = 0, squares = 0;

	for (unsigned y = 0; y < ROWS; y++)
		for (unsigned x = 0; x < COLUMNS; x++) {
			v[y][x] = cell(s, x, y);
			sum += v[y][x];
			squares += v[y][x] * v[y][x];
		}
	double mean = sum / (ROWS * COLUMNS);
	out->flat = squares / (ROWS * COLUMNS) - mean * mean < FLAT_VARIANCE;
	for (unsigned y = 0; y < ROWS; y++)
		for (unsigned x = 0; x + 1 < COLUMNS; x++) {
			unsigned bit = y * (COLUMNS - 1) + x;
			out->hash |= (uint64_t)(v[y][x] > v[y][x + 1]) << bit;
			out->mirrored |= (uint64_t)(v[y][COLUMNS - 1 - x] > v[y][COLUMNS - 2 - x]) << bit;
		}
}

void pixels_look(struct span file, struct arena *a, struct pixels *out, struct diag *why)
{
	struct shrink s = {.a = a};
	struct thumb t = {.format = "picture"};
	int rc;

	*out = (struct pixels){.seen = false};
	if (file.n >= 3 && memcmp(file.p, "\xFF\xD8\xFF", 3) == 0)
		rc = thumb_jpeg(file, EDGE, &s, &t, why);
	else if (file.n >= 8 && memcmp(file.p, "\x89PNG\r\n\x1a\n", 8) == 0)
		rc = thumb_png(file, EDGE, &s, &t, why);
	else if (file.n >= 12 && memcmp(file.p + 8, "WEBP", 4) == 0)
		rc = thumb_webp(file, EDGE, &s, &t, why);
	else
		return;
	/* What is too large to be decoded is not broken. */
	out->damaged = rc != 0 && why->code && strcmp(why->code, "broken") == 0;
	if (rc != 0)
		return;
	out->seen = true;
	out->monochrome = is_monochrome(&s);
	hash(&s, out);
}
