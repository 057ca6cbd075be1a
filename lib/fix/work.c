/* work.c: one state of the work on a caption: changes taken, and what is left open. */
#include <stdlib.h>
#include <string.h>

#include "fix/step.h"
#include "text/utf8.h"

int work_spare(struct work *w)
{
	int i = 0;

	while (i == w->in || i == w->hold)
		i++;
	arena_reset(&w->scratch[i]);
	return i;
}

/* Lints the draft into w->now, in the scratch arena i. */
static int lint_into(struct work *w, int i)
{
	w->in = i;
	return lint_caption(w->run, draft_text(&w->draft), w->ctx, &w->scratch[i], &w->now, w->d);
}

int work_lint(struct work *w)
{
	return lint_into(w, work_spare(w));
}

int work_take(struct work *w, const struct change *v, size_t n)
{
	int spare = work_spare(w);

	draft_apply(&w->draft, v, n, &w->scratch[spare]);
	return lint_into(w, spare);
}

/* Each thing once: passes run again. */
void open_say(struct work *w, const char *rule, struct span message)
{
	for (size_t i = 0; i < w->out->open.n; i++)
		if (strcmp(w->out->open.v[i].rule, rule) == 0 && span_eq(w->out->open.v[i].message, message))
			return;
	*ARENA_PUSH(w->a, &w->out->open) = (struct fix_open){rule, message};
}

void refuse(struct work *w, const struct finding *f, struct span why)
{
	enum { QUOTED = 60 };
	struct span s = span_cut(draft_text(&w->draft), f->start, f->end);
	size_t n = s.n < QUOTED ? s.n : (size_t)(utf8_prev(s.p, s.p + QUOTED) - s.p);

	*ARENA_PUSH(w->a, &w->refused) = (struct fix_open){
		f->rule->name, arena_printf(w->a, "\"%.*s%s\" stays: %.*s", (int)n, s.p, n < s.n ? "..." : "", SPAN_ARG(why))};
}

static int by_start(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

struct change *plans_flatten(struct arena *a, const struct plan *p, size_t n, size_t *count)
{
	struct change *v = arena_alloc(a, 2 * n * sizeof *v);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < p[i].n; k++)
			v[(*count)++] = p[i].v[k];
	qsort(v, *count, sizeof *v, by_start);
	return v;
}

bool plan_claim(const struct plan *p, unsigned char *taken)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct change *x = &p->v[i];
		if (memchr(taken + x->start, 1, x->end > x->start ? x->end - x->start : 1))
			return false;
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct change *x = &p->v[i];
		memset(taken + x->start, 1, x->end > x->start ? x->end - x->start : 1);
	}
	return true;
}

int work_take_plans(struct work *w, const struct plan *p, size_t n)
{
	size_t count;
	struct change *v = plans_flatten(w->pass, p, n, &count);

	return work_take(w, v, count) == 0 ? 1 : -1;
}
