/* borders.c: even bars along opposite sides of a picture, as of a film in another format or a scan: they end in a straight edge, which
 * tells them from a plain ground. Told from the small copy. */
#include <stdlib.h>

#include "image/pixels.h"
#include "image/thumb.h"

/* EVEN: how far a bar's pixels may be from its mean; EDGE: and how far the picture's are beyond it, at least half of the line. LEAST: lines.
 * Fitted on 252 real pictures of packages, of which none is taken for a bordered one, and on 972 made of them with bars (JPEG 85): of bars from
 * 5% of the side on 629 of 692 are seen, of 3% to 5% 106 of 156; what is missed mostly has the bar's colour at its own edge. */
enum { EVEN = 8, EDGE = 24, LEAST = 2 };

/* A line of the small picture, along the bar: its first pixel, the step to the next, how many. */
struct line {
	const uint8_t *p;
	size_t step, n;
};

static struct line line_at(const struct shrink *s, bool column, size_t at)
{
	if (column)
		return (struct line){s->rgb + 3 * at, 3 * (size_t)s->small_w, s->small_h};
	return (struct line){s->rgb + 3 * at * s->small_w, 3, s->small_w};
}

static void mean(struct line l, int out[3])
{
	for (int k = 0; k < 3; k++) {
		size_t sum = 0;
		for (size_t i = 0; i < l.n; i++)
			sum += l.p[i * l.step + (size_t)k];
		out[k] = (int)((sum + l.n / 2) / l.n);
	}
}

/* Pixels of the line that are further from the colour than far. */
static size_t off(struct line l, const int colour[3], int far)
{
	size_t n = 0;

	for (size_t i = 0; i < l.n; i++) {
		const uint8_t *p = l.p + i * l.step;
		n += abs(p[0] - colour[0]) > far || abs(p[1] - colour[1]) > far || abs(p[2] - colour[2]) > far;
	}
	return n;
}

/* How many lines from the side on are of the colour; 0 where no straight edge ends them. The line of the edge itself is of both. */
static size_t bar(const struct shrink *s, bool column, bool far_side, const int colour[3])
{
	size_t lines = column ? s->small_w : s->small_h, n = 0;
#define AT(i) (far_side ? lines - 1 - (i) : (i))

	while (n < lines && off(line_at(s, column, AT(n)), colour, EVEN) == 0)
		n++;
	if (n < LEAST || n + 2 > lines)
		return 0;
	struct line behind = line_at(s, column, AT(n + 1));
	return 2 * off(behind, colour, EDGE) >= behind.n ? n : 0;
#undef AT
}

/* Both sides, in percent of the picture. */
static void pair(const struct shrink *s, bool column, uint8_t out[2])
{
	size_t lines = column ? s->small_w : s->small_h;
	int colour[3], other[3];

	mean(line_at(s, column, 0), colour);
	mean(line_at(s, column, lines - 1), other);
	for (int k = 0; k < 3; k++)
		if (abs(colour[k] - other[k]) > EVEN)
			return;
	size_t first = bar(s, column, false, colour), last = bar(s, column, true, colour);
	if (!first || !last || first + last + LEAST >= lines)
		return;
	out[0] = (uint8_t)(100 * first / lines);
	out[1] = (uint8_t)(100 * last / lines);
}

void pixels_borders(const struct shrink *s, struct pixels *out)
{
	if (!s->small_w || !s->small_h)
		return;
	pair(s, false, out->bars);
	pair(s, true, out->bars + 2);
}
