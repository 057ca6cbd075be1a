/* fit.c: --fit and --max-tokens: what may go (turn.c) goes until the encoders hold the caption, a few at once. Each sentence is whole after it (proof.h): a
 * cut that would leave a stump is not made. */
#include <stdlib.h>

#include "fix/step.h"

/* Tokens over what is wanted, of the encoder that suffers most. A pooled encoder (Flux's CLIP) has no say. */
static size_t over(const struct work *w)
{
	const struct lint_result *r = &w->now;
	const struct model *m = model_find(span_of(r->model));
	size_t most = 0;

	for (size_t i = 0; i < r->n_encoders; i++) {
		const struct lint_encoder *e = &r->encoder[i];
		bool pooled = m && i < m->n && m->encoders[i].role == ROLE_POOLED;
		if (w->o->fit && !pooled && e->usable && e->content > e->usable && e->content - e->usable > most)
			most = e->content - e->usable;
		if (w->o->max_tokens && i == 0 && e->content > w->o->max_tokens && e->content - w->o->max_tokens > most)
			most = e->content - w->o->max_tokens;
	}
	return most;
}

struct candidate {
	unsigned turn;
	uint32_t start, end; /* bytes of the draft */
	uint32_t original;   /* where it begins in the caption as it came */
	struct span text;
	struct plan plan;
};

static int by_turn(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->turn != y->turn ? (x->turn < y->turn ? -1 : 1) : x->start > y->start ? -1 : x->start < y->start;
}

/* Without the separators around it. */
static struct span bare(struct span s)
{
	while (s.n && strchr(",; ", s.p[0]))
		s = span_cut(s, 1, s.n);
	while (s.n && strchr(",; ", s.p[s.n - 1]))
		s.n--;
	return s;
}

/* All that may go, in its order: tags, and what findings prove to tell nothing. */
static struct candidate *candidates(const struct work *w, size_t *n)
{
	const struct draft_why tag = {"fit", FIX_UNSAFE, false}, filler = {"fit", FIX_UNSAFE, true};
	const struct analysis *t = w->now.analysis;
	struct candidate *v = arena_alloc(w->pass, (t->n_segments + w->now.n_findings + 1) * sizeof *v);
	const unsigned char *turns = fit_turns(w);

	*n = 0;
	for (size_t i = 0; i < w->now.n_findings; i++)
		if (plan_idle(w, &w->now.findings[i], filler, &v[*n].plan)) {
			v[*n].turn = TURN_FILLER;
			v[*n].start = v[*n].plan.v[0].start;
			v[*n].end = v[*n].plan.v[0].end;
			++*n;
		}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		v[*n].plan = (struct plan){.n = 0};
		if (turns[i] == TURN_NEVER || !plan_drop_segment(w, i, tag, &v[*n].plan))
			continue;
		v[*n].turn = turns[i];
		v[*n].start = t->segments[i].start;
		v[(*n)++].end = t->segments[i].end;
	}
	qsort(v, *n, sizeof *v, by_turn);
	return v;
}

/* Where the caption was looked at for something to go, and it had to stay: by byte of the original. */
static unsigned char *stays(struct work *w)
{
	if (!w->stays)
		w->stays = arena_zalloc(w->a, w->draft.original.n + 1, 1);
	return w->stays;
}

/* Of c[0,n), whose plans were tried in this order, those that were made are lost, and the others stay. */
static void tell(struct work *w, struct candidate *const *c, size_t n, const struct plan *made, size_t n_made)
{
	unsigned char *no = stays(w);

	for (size_t i = 0, k = 0; i < n; i++) {
		if (k < n_made && made[k].v[0].start == c[i]->plan.v[0].start && ++k)
			*ARENA_PUSH(w->a, &w->out->lost) = c[i]->text;
		else
			no[c[i]->original] = 1;
	}
}

/* Tries the first of c[*at,n) that may be enough, and no more: a caption of a million tags must not be judged a million times. How many are
 * made, or -1; *at: behind the last that was looked at. */
static long take_some(struct work *w, struct candidate *c, size_t n, size_t *at, size_t much)
{
	struct plan *plans = arena_alloc(w->pass, (n + 1) * sizeof *plans);
	struct candidate **of = arena_alloc(w->pass, (n + 1) * sizeof *of);
	unsigned char *claimed = arena_zalloc(w->pass, w->draft.n + 1, 1);
	size_t tried = 0, gone = 0;

	for (; *at < n; ++*at) {
		struct candidate *x = &c[*at];
		x->original = work_original(w, x->start);
		bool enough = gone + x->end - x->start + 2 > much; /* even if each byte were a token */
		if (tried > 0 && (enough || !x->plan.finding != !plans[0].finding))
			break;
		if (stays(w)[x->original] || !work_may(w, x->plan.v[0].start, x->plan.v[0].end) || !plan_claim(&x->plan, claimed))
			continue;
		gone += x->end - x->start + 2;
		x->text = arena_dup(w->a, bare(span_cut(draft_text(&w->draft), x->start, x->end)));
		of[tried] = x;
		plans[tried++] = x->plan;
	}
	long made = tried ? attempt_some(w, plans, tried) : 0;
	if (made >= 0)
		tell(w, of, tried, plans, (size_t)made);
	return made;
}

int pass_fit(struct work *w)
{
	size_t n, at = 0, much = over(w);
	long made = 0;

	if (much == 0)
		return 0;
	w->effort_before = w->effort;
	w->tired = false;
	struct candidate *c = candidates(w, &n);
	while (made == 0 && at < n && !w->tired && !w->overrun)
		made = take_some(w, c, n, &at, much);
	return made < 0 ? -1 : made > 0;
}

/* The facts that the encoder does not see, "the red ball, lit from the left"; empty where it sees all. */
static struct span cut_loses(struct work *w)
{
	const struct lint_facts *f = &w->now.facts;
	struct span list = SPAN("");

	for (size_t i = 0; i < f->n_lost; i++) {
		struct span s = span_cut(draft_text(&w->draft), f->lost[i].start, f->lost[i].end);
		list = i ? arena_printf(w->a, "%.*s, %.*s", SPAN_ARG(list), SPAN_ARG(s)) : s;
	}
	return list;
}

void fit_report(struct work *w)
{
	if (!w->o->fit && !w->o->max_tokens)
		return;
	size_t left = over(w);
	if (!left)
		return;
	struct span cut = cut_loses(w);
	open_say(w, "fit", arena_printf(w->a, "still %zu token%s too long; what is left only a person can shorten%s%.*s", left,
	                                left == 1 ? "" : "s", cut.n ? "; the cut loses: " : "", SPAN_ARG(cut)));
}
