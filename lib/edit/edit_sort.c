/* edit_sort.c: --sort alpha|frequency|FILE: the tags of a list in another order; what stands up to the trigger word stays in front. */
#include "edit/kind.h"

#include <stdlib.h>

#include "edit/table.h"

static int open(struct edit *e, struct diag *d)
{
	if (strcmp(e->value, "alpha") == 0 || strcmp(e->value, "frequency") == 0)
		return 0;
	return table_read(e, d);
}

struct placed {
	struct span folded;
	uint64_t rank;  /* lower first */
	size_t index;
};

static int by_rank(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int by_name(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	size_t n = x->folded.n < y->folded.n ? x->folded.n : y->folded.n;
	int c = n ? memcmp(x->folded.p, y->folded.p, n) : 0;

	return c ? c : x->folded.n != y->folded.n ? (x->folded.n < y->folded.n ? -1 : 1) : by_rank(a, b);
}

static uint64_t rank_of(const struct edit *e, struct span tag)
{
	if (strcmp(e->value, "frequency") == 0)
		return UINT32_MAX - e->env->frequency(e->env->ctx, tag);
	const uint32_t *at = table_find(e, tag);
	return at ? *at : UINT32_MAX;
}

/* Behind the last item with a trigger. */
static size_t front(const struct list *l, const struct edit_env *env)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (list_trigger(l, i, env))
			n = i + 1;
	return n;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	bool alpha = strcmp(s->e->value, "alpha") == 0;
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	size_t first = front(&l, s->e->env), n = l.n - first;
	if (l.prose || n < 2)
		return 0;
	struct placed *v = arena_alloc(s->a, n * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		struct span f = edit_fold(list_text(&l, first + i), s->a);
		v[i] = (struct placed){f, alpha ? 0 : rank_of(s->e, f), first + i};
	}
	qsort(v, n, sizeof *v, alpha ? by_name : by_rank);
	for (size_t i = 0; i < n; i++)
		change_add(s, l.v[first + i].start, l.v[first + i].end, list_text(&l, v[i].index));
	s->out->matched = s->out->n > 0;
	return 0;
}

const struct edit_kind edit_sort = {open, apply, false};
