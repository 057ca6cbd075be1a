/* buckets.c: what the trainers' bucketings share: lists of buckets, the nearest one, the crop around the centre. */
#include "image/bucket.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void bucket_add(struct bucket_list *l, int64_t w, int64_t h, struct arena *a)
{
	*ARENA_PUSH(a, l) = (struct bucket_size){w, h};
}

static int by_size(const void *a, const void *b)
{
	const struct bucket_size *x = a, *y = b;

	if (x->w != y->w)
		return x->w < y->w ? -1 : 1;
	return (x->h > y->h) - (x->h < y->h);
}

void bucket_sort(struct bucket_list *l)
{
	size_t n = 0;

	if (!l->n)
		return;
	qsort(l->v, l->n, sizeof *l->v, by_size);
	for (size_t i = 0; i < l->n; i++)
		if (i == 0 || by_size(&l->v[i], &l->v[n - 1]) != 0)
			l->v[n++] = l->v[i];
	l->n = n;
}

const struct bucket_size *bucket_nearest(const struct bucket_list *l, double ratio, bool by_height)
{
	const struct bucket_size *best = NULL;
	double least = INFINITY;

	for (size_t i = 0; i < l->n; i++) {
		double w = (double)l->v[i].w, h = (double)l->v[i].h, off = fabs((by_height ? h / w : w / h) - ratio);
		if (!best || off < least) {
			best = &l->v[i];
			least = off;
		}
	}
	return best;
}

/* Python's //, which rounds down. */
static int64_t half_down(int64_t x)
{
	return x >= 0 ? x / 2 : -((1 - x) / 2);
}

void place_centre(struct place *p, int64_t w, int64_t h)
{
	int64_t left = half_down(p->resized[0] - p->bucket[0]), top = half_down(p->resized[1] - p->bucket[1]);

	p->crop_in = CROP_RESIZED;
	p->crop[0] = (double)left;
	p->crop[1] = (double)top;
	p->crop[2] = (double)(left + p->bucket[0]);
	p->crop[3] = (double)(top + p->bucket[1]);
	p->upscaled = p->resized[0] > w || p->resized[1] > h;
}

void place_anywhere(struct place *p)
{
	p->random_crop = true;
	p->crop_in = CROP_NONE;
	p->room[0] = p->resized[0] - p->bucket[0];
	p->room[1] = p->resized[1] - p->bucket[1];
}

/* The nearest decimal of the exact value, ties to even, and back: what Python does, and what printf does. */
double python_round(double x, int digits)
{
	char t[400];

	if (!isfinite(x))
		return x;
	snprintf(t, sizeof t, "%.*f", digits, x);
	return strtod(t, NULL);
}

void place_drop(struct placement *out, const char *why)
{
	out->how = PLACE_ONE;
	out->n = 1;
	out->v[0] = (struct place){.dropped = why, .resolution = out->v[0].resolution};
}

void sizes_pair(const struct sizes *s, int64_t *w, int64_t *h)
{
	*w = (int64_t)s->of[0].v[0];
	*h = (int64_t)(s->of[0].n == 2 ? s->of[0].v[1] : s->list && s->n == 2 ? s->of[1].v[0] : s->of[0].v[0]);
}

void batch_plain(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats)
{
	*unit = (uint64_t)settings_number(&p->settings, "batch_size");
	*repeats = (uint64_t)settings_number(&p->settings, "num_repeats");
}
