/* fix.c: the engine: passes in order, again and again until nothing changes. */
#include "fix/fix.h"

#include <stdlib.h>

#include "fix/step.h"

enum { ROUNDS = 64 }; /* each round changes something and no rule undoes another's work; a bound all the same */

int work_lint(struct work *w)
{
	return lint_caption(w->run, draft_text(&w->draft), w->ctx, w->a, &w->now, w->d);
}

int work_take(struct work *w, const struct change *v, size_t n)
{
	draft_apply(&w->draft, v, n);
	return work_lint(w);
}

void open_say(struct work *w, const char *rule, struct span message)
{
	*ARENA_PUSH(w->a, &w->out->open) = (struct fix_open){rule, message};
}

static int by_start(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

static bool overlap(const struct change *x, const struct change *y)
{
	return x->start == y->start || (x->start < y->end && y->start < x->end);
}

bool plan_clashes(const struct plan *p, const struct plan *taken, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < taken[i].n; k++)
			for (size_t j = 0; j < p->n; j++)
				if (overlap(&p->v[j], &taken[i].v[k]))
					return true;
	return false;
}

/* All changes of n plans in order of place. */
static struct change *flatten(const struct work *w, const struct plan *p, size_t n, size_t *count)
{
	struct change *v = arena_alloc(w->a, 2 * n * sizeof *v);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < p[i].n; k++)
			v[(*count)++] = p[i].v[k];
	qsort(v, *count, sizeof *v, by_start);
	return v;
}

int work_take_plans(struct work *w, const struct plan *p, size_t n)
{
	size_t count;
	struct change *v = flatten(w, p, n, &count);

	return work_take(w, v, count) == 0 ? 1 : -1;
}

/* Tries plans together. 1 taken, 0 not, -1 error. */
static int attempt(struct work *w, const struct plan *p, size_t n)
{
	struct lint_result after;
	size_t count;
	struct change *v = flatten(w, p, n, &count);
	struct span text = draft_preview(&w->draft, v, count, w->a);

	if (span_eq(text, draft_text(&w->draft)))
		return 0;
	if (lint_caption(w->run, text, w->ctx, w->a, &after, w->d) != 0)
		return -1;
	if (!keeps_promises(w, &after, p, n))
		return 0;
	return work_take(w, v, count) == 0 ? 1 : -1;
}

int pass_findings(struct work *w)
{
	struct plan *plans = arena_alloc(w->a, (w->now.n_findings + 1) * sizeof *plans);
	size_t n = 0;

	for (size_t i = 0; i < w->now.n_findings; i++) {
		struct plan p;
		if (plan_finding(w, &w->now.findings[i], &p) && !plan_clashes(&p, plans, n))
			plans[n++] = p;
	}
	if (n == 0)
		return 0;
	int rc = attempt(w, plans, n);
	/* Together they break a promise: one of them is to blame, so each for itself. */
	for (size_t i = 0; rc == 0 && n > 1 && i < n; i++)
		rc = attempt(w, &plans[i], 1);
	return rc;
}

/* One pass until it is done. */
static int settle(struct work *w, int (*pass)(struct work *))
{
	int rc = 0, any = 0;

	for (int i = 0; i < ROUNDS && (rc = pass(w)) > 0; i++)
		any = 1;
	return rc < 0 ? -1 : any;
}

/* What is left for a person: findings that no edit answers and that the picture answers. */
static void collect_open(struct work *w)
{
	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		if (f->needs_human || (f->fix == FIX_NONE && f->rule->family == FAMILY_DESCRIPTION))
			open_say(w, f->rule->name, f->message);
	}
}

static int all_passes(struct work *w)
{
	static int (*const passes[])(struct work *) = {pass_prune, pass_findings, pass_trigger, pass_order, pass_fit};

	for (int round = 0; round < ROUNDS; round++) {
		int any = 0;
		for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
			int rc = settle(w, passes[i]);
			if (rc < 0)
				return -1;
			any |= rc;
		}
		if (!any)
			break;
	}
	return 0;
}

static int compose(struct work *w)
{
	struct span text = w->ctx && w->ctx->direction ? fix_compose(w->ctx->direction, w->a) : SPAN("");

	if (text.n == 0)
		return 0;
	struct change c = {0, (uint32_t)w->draft.n, text, {"compose", FIX_UNSAFE}};
	return span_eq(text, draft_text(&w->draft)) || work_take(w, &c, 1) == 0 ? 1 : -1;
}

int fix_caption(struct lint_run *run, const struct fix_options *o, struct span caption, const struct lint_ctx *ctx,
                struct arena *a, struct fix_result *out, struct diag *d)
{
	struct work w = {.run = run, .o = o, .ctx = ctx, .a = a, .out = out, .d = d};

	*out = (struct fix_result){0};
	draft_init(&w.draft, caption, a);
	if (work_lint(&w) != 0)
		return -1;
	out->before = w.now;
	int composed = o->compose ? compose(&w) : 0;
	if (composed < 0 || (composed == 0 && all_passes(&w) != 0))
		return -1;
	out->caption = draft_text(&w.draft);
	out->changed = !span_eq(out->caption, caption);
	out->after = w.now;
	draft_edits(&w.draft, &out->edits);
	collect_open(&w);
	fit_report(&w);
	return 0;
}
