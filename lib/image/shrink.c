/* shrink.c: area averaging. Lines are first added up into columns as wide as the picture, which is a plain loop; only a finished line of
 * the small picture is reduced across. Coordinates are scaled so that both sizes divide them: exact in whole numbers. */
#include "image/thumb.h"

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
	s->column = arena_zalloc(a, w, sizeof *s->column);
	s->rgb = arena_zalloc(a, (size_t)s->small_w * s->small_h, 3);
}

static void look_under(struct under *u, const uint8_t *p, uint32_t n)
{
	unsigned all = 255;

	for (uint32_t i = 0; i < n; i++)
		all &= p[4 * (size_t)i + 3];
	u->pixels += n;
	for (uint32_t i = 0; all != 255 && i < n; i++, p += 4) {
		u->part += p[3] != 255;
		if (p[3])
			continue;
		for (int k = 0; k < 3; k++) {
			u->least[k] = !u->clear || p[k] < u->least[k] ? p[k] : u->least[k];
			u->most[k] = p[k] > u->most[k] ? p[k] : u->most[k];
			u->sum[k] += p[k];
		}
		u->clear++;
	}
}

/* Adds a line; weight is the part of it that falls into the line of the small picture. The weights of one such line add up to
 * h <= SIDE_MAX, so 32 bits hold h * 255 * 255. */
static void add_line(struct shrink *s, const uint8_t *p, unsigned step, uint32_t weight)
{
	uint32_t (*c)[4] = s->column;

	if (step == 3) {
		weight *= 255;
		for (uint32_t i = 0; i < s->w; i++, p += 3) {
			c[i][0] += weight * p[0];
			c[i][1] += weight * p[1];
			c[i][2] += weight * p[2];
			c[i][3] += weight;
		}
		return;
	}
	for (uint32_t i = 0; i < s->w; i++, p += 4) {
		uint32_t w = weight * p[3];
		c[i][0] += w * p[0];
		c[i][1] += w * p[1];
		c[i][2] += w * p[2];
		c[i][3] += w;
	}
}

/* Column i covers [i * small, (i + 1) * small) of a line that is w * small long; a target pixel is w long. Sums go to out on white. */
static void put_line(struct shrink *s)
{
	uint8_t *out = s->rgb + (size_t)s->out_y * s->small_w * 3;
	uint64_t small = s->small_w, rest = small, full = (uint64_t)s->w * s->h * 255;
	const uint32_t (*c)[4] = (const uint32_t (*)[4])s->column;

	for (uint32_t x = 0; full && x < s->small_w; x++) {
		uint64_t sum[4] = {0}, need = s->w;
		while (need) {
			uint64_t n = rest < need ? rest : need;
			for (int k = 0; k < 4; k++)
				sum[k] += n * (*c)[k];
			need -= n;
			rest -= n;
			if (!rest) {
				rest = small;
				c++;
			}
		}
		for (int k = 0; k < 3; k++)
			*out++ = (uint8_t)((sum[k] + (full - sum[3]) * 255 + full / 2) / full);
	}
	memset(s->column, 0, s->w * sizeof *s->column);
	s->out_y++;
}

void shrink_line(struct shrink *s, const uint8_t *p, unsigned step)
{
	uint64_t at = (uint64_t)s->y * s->small_h, end = at + s->small_h, edge = (uint64_t)(s->out_y + 1) * s->h;

	if (s->y >= s->h)
		return;
	s->y++;
	if (step == 4)
		look_under(&s->under, p, s->w);
	add_line(s, p, step, (uint32_t)(end <= edge ? s->small_h : edge - at));
	if (end < edge)
		return;
	put_line(s);
	if (end > edge)
		add_line(s, p, step, (uint32_t)(end - edge));
}
