/* plan.c: what the trainers' bucketings share. */
#include "image/bucket.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct bucketing *const all[] = {
#define BUCKETING(name) &bucketing_##name,
#include "image/bucketings.def"
#undef BUCKETING
};

const struct bucketing *const *bucketing_all(size_t *n)
{
	*n = sizeof all / sizeof *all;
	return all;
}

struct plan *plan_open(struct span text, bool (*unknown)(struct span name), struct arena *a, struct diag *d)
{
	const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
	struct span name = colon ? (struct span){text.p, (size_t)(colon - text.p)} : text;
	struct plan *p = arena_zalloc(a, 1, sizeof *p);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (span_is(name, all[i]->name))
			p->trainer = all[i];
	if (!p->trainer) {
		diag_set(d, "unknown-trainer", "no trainer '%.*s' whose buckets are known", (int)(name.n < 60 ? name.n : 60), name.p);
		return NULL;
	}
	settings_init(&p->settings, p->trainer->settings, p->trainer->n_settings, a);
	if (colon && settings_parse(&p->settings, span_cut(text, name.n + 1, text.n), unknown, a, d) != 0)
		return NULL;
	return plan_read(p, a, d) == 0 ? p : NULL;
}

int plan_read(struct plan *p, struct arena *a, struct diag *d)
{
	p->refused = NULL;
	return p->trainer->open(p, a, d);
}

void plan_place(struct plan *p, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	*out = (struct placement){.how = PLACE_ONE, .n = 1};
	if (w <= 0 || h <= 0)
		place_drop(out, "error: ZeroDivisionError: division by zero");
	else if (w > PLACE_SIDE_MAX || h > PLACE_SIDE_MAX)
		place_drop(out, "error: no trainer reads a picture of that size");
	else
		p->trainer->place(p, w, h, frames, out);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* How the ending is written: bit 1 with small letters, bit 2 with capitals. */
static int letters(struct span ext)
{
	int seen = 0;

	for (size_t i = 0; i < ext.n; i++)
		seen |= ext.p[i] >= 'a' && ext.p[i] <= 'z' ? 1 : ext.p[i] >= 'A' && ext.p[i] <= 'Z' ? 2 : 0;
	return seen;
}

bool plan_lists(const struct plan *p, struct span name)
{
	const struct loading *l = &p->trainer->loading;
	size_t dot = name.n;

	while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
		dot--;
	if (!l->extensions)
		return true;
	if (!dot || name.p[dot - 1] != '.')
		return false;
	struct span ext = span_cut(name, dot - 1, name.n);
	int seen = letters(ext);
	if ((l->letters == CASE_LOWER_OR_UPPER && seen == 3) || (l->letters == CASE_LOWER && seen != 1))
		return false;
	for (const char *e = l->extensions; *e;) {
		size_t n = strcspn(e, " "), i = 0;
		while (n == ext.n && i < n && e[i] == lower(ext.p[i]))
			i++;
		if (n == ext.n && i == n)
			return true;
		e += n + (e[n] == ' ');
	}
	return false;
}

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
