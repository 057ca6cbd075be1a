/* grep_worst.c: a heap of the least. */
#include "report/grep/grep_worst.h"

/* Whether x is better than y, and goes first where one must go. */
static bool better(const struct worst_record *x, const struct worst_record *y)
{
	return x->score != y->score ? x->score > y->score : x->number > y->number;
}

static void swap(struct worst_record *x, struct worst_record *y)
{
	struct worst_record t = *x;

	*x = *y;
	*y = t;
}

static void sift(struct grep_worst *w, size_t i)
{
	for (size_t c; (c = 2 * i + 1) < w->n; i = c) {
		if (c + 1 < w->n && better(&w->v[c + 1], &w->v[c]))
			c++;
		if (!better(&w->v[c], &w->v[i]))
			return;
		swap(&w->v[c], &w->v[i]);
	}
}

void worst_open(struct grep_worst *w, size_t most, struct arena *a)
{
	*w = (struct grep_worst){.most = most};
	w->v = arena_zalloc(a, most + 1, sizeof *w->v);
}

void worst_close(struct grep_worst *w)
{
	for (size_t i = 0; i < w->n; i++)
		buf_fini(&w->v[i].line);
	w->n = 0;
}

void worst_add(struct grep_worst *w, int score, uint64_t number, struct span line)
{
	struct worst_record r = {.score = score, .number = number};
	size_t i;

	if (w->n == w->most) {
		if (!w->n || !better(&w->v[0], &r))
			return;
		r.line = w->v[0].line;
		buf_reset(&r.line);
		buf_adds(&r.line, line);
		w->v[0] = r;
		sift(w, 0);
		return;
	}
	buf_adds(&r.line, line);
	w->v[i = w->n++] = r;
	for (; i > 0 && better(&w->v[i], &w->v[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&w->v[i], &w->v[(i - 1) / 2]);
}

void worst_put(struct grep_worst *w, struct buf *out)
{
	size_t all = w->n;

	while (w->n > 1) { /* the best goes behind the others */
		swap(&w->v[0], &w->v[--w->n]);
		sift(w, 0);
	}
	w->n = all;
	for (size_t i = 0; i < all; i++)
		buf_adds(out, buf_span(&w->v[i].line));
	worst_close(w);
}
