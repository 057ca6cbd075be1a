/* attempt.c: what findings ask for, tried before it is taken: all at once; where that breaks a promise, by halves, until only those
 * are left out that are to blame. */
#include "fix/step.h"

/* Most bytes linted for tries: in one pass, then it makes do with what it has (a second run stops at the same place); for one
 * caption, some seconds, then it is left as it is. */
enum { PASS = 1 << 20, PASS_PER_BYTE = 3, EFFORT = 4 << 20, EFFORT_PER_BYTE = 12, EACH = 256, CHAIN = 3 };

/* The score of a text by all rules, -1 for an error. */
static float score_by_all(struct work *w, struct span text)
{
	struct lint_result r;

	arena_reset(w->aside);
	return work_judge(w, text, w->all, w->aside, &r, NULL) == 0 ? r.score : -1;
}

/* A step that some rules would take: whether the others like it as well. */
static int look_at_all(struct work *w, struct span text, struct span *why)
{
	if (w->all_of != w->draft.version) {
		w->all_of = w->draft.version;
		w->all_now = score_by_all(w, draft_text(&w->draft));
	}
	float after = score_by_all(w, text);
	if (w->all_now < 0 || after < 0)
		return -1;
	if (after >= w->all_now - 0.01f)
		return KEPT;
	*why = SPAN("the score by all rules would fall");
	return BROKEN;
}

/* Lints what plans would leave, in a spare arena. KEPT, SCORE_FALLS, BROKEN, or -1 for an error; *why: what is wrong, until the next look. */
static int look(struct work *w, const struct plan *p, size_t n, struct lint_result *after, int *in, struct span *why)
{
	size_t count;

	*why = SPAN("");

	*in = work_spare(w);
	struct arena *a = &w->scratch[*in];
	struct change *v = plans_flatten(a, p, n, &count);
	struct span text = draft_preview(&w->draft, v, count, a);
	w->effort += text.n + EACH;
	w->tired = w->effort - w->effort_before > PASS + PASS_PER_BYTE * w->draft.n;
	w->overrun = w->effort > EFFORT + EFFORT_PER_BYTE * w->draft.original.n;
	if (w->overrun || span_eq(text, draft_text(&w->draft)))
		return BROKEN;
	bool same, joins = false, commas = false;
	if (work_judge(w, text, w->ctx, a, after, &same) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		joins |= plan_joins(p[i].finding);
		commas |= p[i].finding && p[i].finding->rule->commas;
	}
	if (!same || (joins && w->several)) {
		*why = SPAN("the trainer would read other texts");
		return BROKEN;
	}
	arena_reset(w->aside);
	int seen = (int)judge(w, text, after, p, n, w->aside, why);
	return seen == KEPT && w->all && !commas && p[0].finding ? look_at_all(w, text, why) : seen;
}

/* The plans become the draft; in and after are look's. */
static void take(struct work *w, const struct plan *p, size_t n, const struct lint_result *after, int in)
{
	size_t count;
	struct change *v = plans_flatten(&w->scratch[in], p, n, &count);

	draft_apply(&w->draft, v, count, &w->scratch[in]);
	w->now = *after;
	w->in = in;
}

static bool may(const struct work *w, const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!work_may(w, p->v[i].start, p->v[i].end))
			return false;
	return true;
}

/* The plans of all findings that touch [from,to], without clashes. */
static size_t gather(struct work *w, struct plan *plans, uint32_t from, uint32_t to)
{
	unsigned char *taken = arena_zalloc(w->pass, w->draft.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		struct plan p;
		struct span why;
		if (f->start > to || f->end < from)
			continue;
		if (!plan_finding(w, f, &p, &why)) {
			if (why.n)
				refuse(w, f, why);
		} else if (!may(w, &p)) {
			refuse(w, f, SPAN("the trainer puts it there, or it is not in one piece in the caption"));
		} else if (plan_claim(&p, taken)) {
			plans[n++] = p;
		}
	}
	return n;
}

/* Where p's bytes stand once it is taken. */
static void reach(const struct plan *p, uint32_t *from, uint32_t *to)
{
	const struct change *x = &p->v[0], *y = &p->v[p->n - 1];

	if (x->start > y->start) {
		x = y;
		y = &p->v[0];
	}
	size_t shift = x != y ? x->text.n : 0, gone = x != y ? x->end - x->start : 0;
	*from = x->start;
	*to = (uint32_t)(y->start + shift - gone + y->text.n);
}

/* A step down that the next step answers: "(masterpiece:1.2)" becomes "masterpiece", which then goes. Takes p and what follows at
 * the same place if the score is no lower in the end. 1, 0, or -1. */
static int chain(struct work *w, const struct plan *p)
{
	struct lint_result after;
	struct span why;
	uint32_t from, to;
	int in, rc = 0, seen = look(w, p, 1, &after, &in, &why);

	if (seen != SCORE_FALLS)
		return seen < 0 ? -1 : 0;
	struct work t = *w;
	t.hold = w->in;
	t.draft.removed = arena_alloc(w->pass, (w->draft.original.n + 1) * sizeof *t.draft.removed);
	memcpy(t.draft.removed, w->draft.removed, (w->draft.original.n + 1) * sizeof *t.draft.removed);
	take(&t, p, 1, &after, in);
	reach(p, &from, &to);
	for (int i = 0; i < CHAIN && rc == 0; i++) {
		struct plan *more = arena_alloc(w->pass, (t.now.n_findings + 1) * sizeof *more);
		size_t n = gather(&t, more, from, to);
		seen = n ? look(&t, more, n, &after, &in, &why) : (int)BROKEN;
		if (seen < 0)
			return -1;
		if (seen == BROKEN)
			break;
		take(&t, more, n, &after, in);
		to = from; /* what is left stands around it */
		rc = t.now.score >= w->now.score - 0.01f;
	}
	w->effort = t.effort;
	w->tired = t.tired;
	w->overrun = t.overrun;
	if (rc) { /* what the trial marked stays longer than the pass */
		uint16_t *removed = w->draft.removed;
		memcpy(removed, t.draft.removed, (w->draft.original.n + 1) * sizeof *removed);
		*w = t;
		w->draft.removed = removed;
		w->hold = -1;
	}
	return rc;
}

/* Plans that may be taken together: v[0,n) of them, and what they leave. */
struct good {
	struct plan *v;
	size_t n;
	struct lint_result after;
	int in;
};

static int by_twin(const void *a, const void *b)
{
	const struct plan *x = a, *y = b;
	size_t n = x->twin.n < y->twin.n ? x->twin.n : y->twin.n;
	int c = n ? memcmp(x->twin.p, y->twin.p, n) : 0;

	if (c || x->twin.n != y->twin.n)
		return c ? c : x->twin.n < y->twin.n ? -1 : 1;
	if (x->finding->index != y->finding->index)
		return x->finding->index - y->finding->index;
	return x->v[0].start < y->v[0].start ? -1 : x->v[0].start > y->v[0].start;
}

static bool twins(const struct plan *x, const struct plan *y)
{
	return x->twin.n && x->finding->index == y->finding->index && span_eq(x->twin, y->twin);
}

/* Where to cut n plans in two: near the middle, not between twins; 0 where there is no such place. */
static size_t cut(const struct plan *p, size_t n)
{
	size_t down = n / 2, up = n / 2;

	while (down > 0 && twins(&p[down - 1], &p[down]))
		down--;
	while (up < n && up > 0 && twins(&p[up - 1], &p[up]))
		up++;
	return down ? down : up < n ? up : 0;
}

static void refuse_all(struct work *w, const struct plan *p, size_t n, struct span why)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].finding)
			refuse(w, p[i].finding, why);
}

/* Adds to g as many of n plans as keep the promises. 0 or -1. */
static int add(struct work *w, struct good *g, const struct plan *p, size_t n)
{
	struct lint_result after;
	struct span why = SPAN("the caption is too large to try it");
	int in;

	if (n == 0)
		return 0;
	if (w->tired || w->overrun) {
		refuse_all(w, p, n, why);
		return 0;
	}
	memcpy(g->v + g->n, p, n * sizeof *p);
	int seen = look(w, g->v, g->n + n, &after, &in, &why);
	if (seen < 0)
		return -1;
	if (seen == KEPT) {
		g->n += n;
		g->after = after;
		g->in = w->hold = in;
		return 0;
	}
	size_t half = cut(p, n);
	if (half == 0) {
		refuse_all(w, p, n, why);
		return 0;
	}
	return add(w, g, p, half) != 0 || add(w, g, p + half, n - half) != 0 ? -1 : 0;
}

long attempt_some(struct work *w, struct plan *p, size_t n)
{
	struct good good = {.v = arena_alloc(w->pass, (n + 1) * sizeof *p)};
	size_t refused = w->refused.n;
	int rc = add(w, &good, p, n);
	w->hold = -1;
	w->refused.n = refused; /* what is not made here is no fix of a rule */
	if (rc < 0 || w->overrun || !good.n)
		return rc < 0 ? -1 : 0;
	take(w, good.v, good.n, &good.after, good.in);
	memcpy(p, good.v, good.n * sizeof *p);
	return (long)good.n;
}

int pass_findings(struct work *w)
{
	w->refused.n = 0;
	struct plan *plans = arena_alloc(w->pass, (w->now.n_findings + 1) * sizeof *plans);
	size_t n = gather(w, plans, 0, UINT32_MAX);
	struct good good = {.v = arena_alloc(w->pass, (n + 1) * sizeof *plans)};

	w->effort_before = w->effort;
	w->tired = false;
	qsort(plans, n, sizeof *plans, by_twin);
	int rc = add(w, &good, plans, n);
	w->hold = -1;
	if (rc < 0)
		return -1;
	if (good.n && !w->overrun) {
		take(w, good.v, good.n, &good.after, good.in);
		return 1;
	}
	for (size_t i = 0; i < n && rc == 0 && !w->tired && !w->overrun; i++)
		if (!plans[i].twin.n)
			rc = chain(w, &plans[i]);
	return rc;
}
