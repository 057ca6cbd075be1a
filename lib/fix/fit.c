/* fit.c: --fit and --max-tokens: whole tags go until the encoders hold the caption; never part of a clause. The order is CAP001's:
 * meta, quality, implied, hypernym, negated; then what is left of the bare tags from the end, the salient ones never. */
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

enum { SAID_BY_ANOTHER = 1, SAID_BY_KIND = 2 }; /* what rules say of a tag: CAP023; CAP021, CAP024 */

/* These of each segment. */
static unsigned char *flags_of(const struct work *w)
{
	unsigned char *v = arena_zalloc(w->pass, w->now.analysis->n_segments + 1, 1);

	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		const char *code = f->rule->code;
		if (f->segment >= w->now.analysis->n_segments)
			continue;
		if (strcmp(code, "CAP023") == 0)
			v[f->segment] |= SAID_BY_ANOTHER;
		else if (strcmp(code, "CAP021") == 0 || strcmp(code, "CAP024") == 0)
			v[f->segment] |= SAID_BY_KIND;
	}
	return v;
}

enum { SENTENCE = 1, COORDINATED = 2 }; /* what a sentence is: it holds a clause or stands by itself; "a, b and c" */

/* These of each sentence. A list of tags has none. */
static unsigned char *kinds_of(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	const struct seg_segment *g = t->seg.segments;
	unsigned char *v = arena_zalloc(w->pass, t->seg.n_sentences + 1, 1);

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		bool alone = (i == 0 || g[i - 1].sentence != g[i].sentence) && (i + 1 == t->n_segments || g[i + 1].sentence != g[i].sentence);
		bool stops = g[i].sep == '.' || g[i].sep == '!' || g[i].sep == '?';
		if ((s->clause && t->style != STYLE_TAGS) || (alone && stops && (s->det || t->clauses)))
			v[g[i].sentence] |= SENTENCE;
		if (s->n_units && t->units[s->unit].tag == TAG_CCONJ)
			v[g[i].sentence] |= COORDINATED;
	}
	return v;
}

/* How soon a bare tag goes, 0 first; -1: it stays. kind: of its sentence. */
static int turn(const struct work *w, uint32_t i, unsigned flagged, unsigned kind)
{
	const struct analysis *t = w->now.analysis;
	const struct segment *s = &t->segments[i];
	uint32_t flags = 0;

	if (s->clause || s->quoted || kind & COORDINATED)
		return -1;
	for (uint32_t k = s->unit; k < s->unit + s->n_units; k++)
		flags |= t->units[k].flags;
	if ((flags & UNIT_TRIGGER) || (s->cls & LEX(COUNT)))
		return -1;
	if (s->cls & (LEX(META) | LEX(RATING)))
		return 0;
	if (s->cls & LEX(QUALITY))
		return 1;
	if (kind & SENTENCE)
		return -1;
	if (flagged & SAID_BY_ANOTHER)
		return 2;
	if (flagged & SAID_BY_KIND)
		return 3;
	if (flags & UNIT_NEGATED)
		return 4;
	if (s->cls & (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS)))
		return -1;
	for (size_t k = 0; k < SLOTS; k++) /* the best evidence of a slot is salient */
		if (w->now.slot[k].credit > 0 && w->now.slot[k].start >= s->start && w->now.slot[k].end <= s->end)
			return -1;
	return 5;
}

struct candidate {
	int turn;
	uint32_t segment;
};

static int by_turn(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->turn != y->turn ? x->turn - y->turn : x->segment > y->segment ? -1 : x->segment < y->segment;
}

/* Several tags go at once while even one token a byte would not take too many: a caption of a million tags must not be
 * linted a million times. */
int pass_fit(struct work *w)
{
	const struct analysis *t = w->now.analysis;
	size_t n = 0, taken = 0, gone = 0, much = over(w);

	if (much == 0)
		return 0;
	struct candidate *c = arena_alloc(w->pass, (t->n_segments + 1) * sizeof *c);
	struct plan *plans = arena_alloc(w->pass, (t->n_segments + 1) * sizeof *plans);
	const unsigned char *flags = flags_of(w), *kinds = kinds_of(w);
	unsigned char *claimed = arena_zalloc(w->pass, w->draft.n + 1, 1);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		int k = turn(w, i, flags[i], kinds[t->seg.segments[i].sentence]);
		if (k >= 0)
			c[n++] = (struct candidate){k, i};
	}
	qsort(c, n, sizeof *c, by_turn);
	for (size_t i = 0; i < n; i++) {
		struct span text = segment_text(t, &t->segments[c[i].segment]);
		struct plan p = {.n = 0};
		if (taken > 0 && gone + text.n + 2 > much)
			break;
		if (!plan_drop_segment(w, c[i].segment, (struct draft_why){"fit", FIX_UNSAFE, false}, &p) || !work_may(w, p.v[0].start, p.v[0].end) ||
		    !plan_claim(&p, claimed))
			continue;
		gone += text.n + 2;
		plans[taken++] = p;
		*ARENA_PUSH(w->a, &w->out->lost) = arena_dup(w->a, text);
	}
	return taken ? work_take_plans(w, plans, taken) : 0;
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
