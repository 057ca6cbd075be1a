/* shrink.c: area averaging, a line at a time. Coordinates are scaled so that w and small_w divide them: exact in whole numbers. */
#include "view/thumb.h"

void shrink_size(uint32_t w, uint32_t h, unsigned edge, uint32_t *small_w, uint32_t *small_h)
{
	uint32_t most = w > h ? w : h;

	*small_w = w;
	*small_h = h;
	if (most <= edge)
		return;
	*small_w = (uint32_t)(((uint64_t)w * edge + most / 2) / most);
	*small_h = (uint32_t)(((uint64_t)h * edge + most / 2) / most);
	if (*small_w == 0)
		*small_w = 1;
	if (*small_h == 0)
		*small_h = 1;
}

void shrink_open(struct shrink *s, struct arena *a, uint32_t w, uint32_t h, unsigned edge)
{
	*s = (struct shrink){.a = a, .w = w, .h = h};
	shrink_size(w, h, edge, &s->small_w, &s->small_h);
	s->sum = arena_zalloc(a, s->small_w, sizeof *s->sum);
	s->weight = arena_zalloc(a, s->small_w, sizeof *s->weight);
	s->rgb = arena_zalloc(a, (size_t)s->small_w * s->small_h, 3);
}

/* Adds one pixel with a weight to a place of the line. */
static inline void add(struct shrink *s, uint32_t x, const uint8_t *p, unsigned step, uint64_t weight)
{
	uint64_t alpha = step == 4 ? p[3] : 255;
	uint64_t *sum = s->sum[x];

	sum[0] += weight * alpha * p[0];
	sum[1] += weight * alpha * p[1];
	sum[2] += weight * alpha * p[2];
	sum[3] += weight * alpha;
	s->weight[x] += weight;
}

/* Source pixel i covers [i * small, (i + 1) * small) of a line that is w * small long; a target pixel is w long. */
static void add_line(struct shrink *s, const uint8_t *p, unsigned step, uint64_t weight)
{
	uint64_t w = s->w, small = s->small_w, at = 0;
	uint32_t x = 0;

	for (uint32_t i = 0; i < s->w; i++, p += step) {
		uint64_t end = at + small, edge = (uint64_t)(x + 1) * w;
		if (end <= edge) {
			add(s, x, p, step, weight * small);
		} else {
			add(s, x, p, step, weight * (edge - at));
			add(s, x + 1, p, step, weight * (end - edge));
		}
		at = end;
		x += end >= edge;
	}
}

/* The finished line, on white. */
static void put_line(struct shrink *s)
{
	uint8_t *out = s->rgb + (size_t)s->out_y * s->small_w * 3;

	for (uint32_t x = 0; x < s->small_w; x++) {
		uint64_t full = s->weight[x] * 255, *sum = s->sum[x];
		for (int k = 0; k < 3; k++)
			out[3 * x + k] = full ? (uint8_t)((sum[k] + (full - sum[3]) * 255 + full / 2) / full) : 255;
	}
	memset(s->sum, 0, s->small_w * sizeof *s->sum);
	memset(s->weight, 0, s->small_w * sizeof *s->weight);
	s->out_y++;
}

void shrink_line(struct shrink *s, const uint8_t *p, unsigned step)
{
	uint64_t at = (uint64_t)s->y * s->small_h, end = at + s->small_h, edge = (uint64_t)(s->out_y + 1) * s->h;

	if (s->y >= s->h)
		return;
	s->y++;
	add_line(s, p, step, end <= edge ? s->small_h : edge - at);
	if (end < edge)
		return;
	put_line(s);
	if (end > edge)
		add_line(s, p, step, end - edge);
}
