/* hashes.c: dHash of a picture and of its mirror image, and the signs of its low frequencies. */
#include <math.h>

#include "image/pixels.h"
#include "image/thumb.h"

enum { COLUMNS = 9, ROWS = 8, FLAT_VARIANCE = 16, WAVES = 8, CELLS = 32 };

/* Brightness of one of columns x rows cells. */
static double cell(const struct shrink *s, unsigned x, unsigned y, unsigned columns, unsigned rows)
{
	uint32_t x0 = x * s->small_w / columns, x1 = (x + 1) * s->small_w / columns, y0 = y * s->small_h / rows, y1 = (y + 1) * s->small_h / rows;
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

static void differences(const struct shrink *s, struct pixels *out)
{
	double v[ROWS][COLUMNS], sum = 0, squares = 0;

	for (unsigned y = 0; y < ROWS; y++)
		for (unsigned x = 0; x < COLUMNS; x++) {
			v[y][x] = cell(s, x, y, COLUMNS, ROWS);
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

/* What the cosine of wave k is at cell x: DCT-II. */
static void cosines(double c[WAVES][CELLS])
{
	for (int k = 0; k < WAVES; k++)
		for (int x = 0; x < CELLS; x++)
			c[k][x] = cos(3.14159265358979323846 / CELLS * (x + 0.5) * k);
}

/* pHash with the sign in place of the median, so that a mirror image has the same signs but those of the odd waves across. */
static void waves(const struct shrink *s, struct pixels *out)
{
	double c[WAVES][CELLS], across[CELLS][WAVES] = {{0}};

	cosines(c);
	for (unsigned y = 0; y < CELLS; y++)
		for (unsigned x = 0; x < CELLS; x++) {
			double v = cell(s, x, y, CELLS, CELLS);
			for (int k = 0; k < WAVES; k++)
				across[y][k] += c[k][x] * v;
		}
	for (int j = 0; j < WAVES; j++)
		for (int k = 0; k < WAVES; k++) {
			double sum = 0;
			for (int y = 0; y < CELLS; y++)
				sum += c[j][y] * across[y][k];
			out->waves |= (uint64_t)(sum > 0) << (j * WAVES + k);
		}
}

void pixels_hash(const struct shrink *s, struct pixels *out)
{
	differences(s, out);
	waves(s, out);
}
