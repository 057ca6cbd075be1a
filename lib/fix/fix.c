/* fix.c: the engine: passes in order, again and again until nothing changes. */
#include "fix/fix.h"

#include <stdlib.h>

#include "fix/proof.h"
#include "json/jread.h"
#include "read/read.h"

enum { ROUNDS = 64 }; /* each round changes something and no rule undoes another's work; a bound all the same */

/* One pass until it is done. */
static int settle(struct work *w, int (*pass)(struct work *))
{
	int rc = 0, any = 0;

	for (int i = 0; i < ROUNDS && !w->overrun && rc >= 0; i++) {
		arena_reset(w->pass);
		if ((rc = pass(w)) <= 0)
			break;
		any = 1;
	}
	return rc < 0 ? -1 : any;
}

/* What is left for a person: findings that no edit answers and that the picture answers. */
static void collect_open(struct work *w)
{
	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		if (f->needs_human || (f->fix == FIX_NONE && f->rule->family == FAMILY_DESCRIPTION))
			open_say(w, f->rule->name, f->message);
		else if (w->o->unsafe && f->fix == FIX_NONE && f->stays.n)
			open_say(w, f->rule->name, arena_printf(w->a, "%.*s: %.*s", SPAN_ARG(f->message), SPAN_ARG(f->stays)));
	}
	for (size_t i = 0; i < w->refused.n; i++)
		open_say(w, w->refused.v[i].rule, w->refused.v[i].message);
}

static int all_passes(struct work *w)
{
	static int (*const passes[])(struct work *) = {pass_prune, pass_findings, pass_trigger, pass_order, pass_fit};

	for (int round = 0; round < ROUNDS; round++) {
		int any = 0;
		for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
			int rc = passes[i] == pass_findings && w->o->edits_alone ? 0 : settle(w, passes[i]);
			if (rc < 0)
				return -1;
			any |= rc;
		}
		if (!any || w->overrun)
			break;
	}
	return 0;
}

/* Edits that break a promise, tried one by one, in a caption as large as a book: not worth hours. All or nothing, so that a second run
 * does the same. */
static int give_up(struct work *w)
{
	w->out->lost.n = w->out->open.n = w->refused.n = 0;
	w->hold = -1;
	draft_init(&w->draft, w->draft.original, w->a);
	w->in = work_spare(w);
	open_say(w, "limit", SPAN("too large for edits that must be tried one by one: left as it is"));
	return work_judge(w, w->draft.original, w->ctx, &w->scratch[w->in], &w->now, NULL);
}

static int compose(struct work *w)
{
	struct span text = w->ctx && w->ctx->direction ? fix_compose(w->ctx->direction, w->a) : SPAN("");

	if (text.n == 0)
		return w->ctx && w->ctx->direction && w->draft.n <= FIX_MOST ? pass_supply(w) : 0;
	struct change c = {0, (uint32_t)w->draft.n, text, {"compose", FIX_UNSAFE, false}};
	return span_eq(text, draft_text(&w->draft)) || work_take(w, &c, 1) == 0 ? 1 : -1;
}

/* Why a caption is left as it is, or NULL: of JSON a rule for words takes the structure for a comma too many; what no model
 * reads is not worth the time. */
static const char *hands_off(const struct work *w)
{
	if (json_document(draft_text(&w->draft)))
		return "a caption that is JSON is left as it is";
	return w->draft.n > FIX_MOST ? "longer than any model reads (24576 bytes): left as it is" : NULL;
}

static bool blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			return false;
	return true;
}

/* Whether the trainer reads the caption as one text, blanks at its edges aside. */
static bool is_one(const struct reading *r, struct span caption)
{
	const struct read_text *t = r->v;

	return r->whole || (r->n == 1 && !t->json && span_eq(t->text, span_cut(caption, t->start, t->end)) && blank(span_cut(caption, 0, t->start)) &&
	                    blank(span_cut(caption, t->end, caption.n)));
}

/* A caption that is several texts: first the file that holds them (a blank line in front of the one that kohya reads), then each. 0 or -1. */
static int all_texts(struct work *w)
{
	struct reading r;
	struct lint_ctx file = w->ctx ? *w->ctx : (struct lint_ctx){.sidecar = false};
	const struct lint_ctx *whole = w->ctx;

	file.part = LINT_FILE;
	w->ctx = &file;
	int rc = work_take(w, NULL, 0);
	rc = rc == 0 && !json_document(draft_text(&w->draft)) ? settle(w, pass_findings) : rc;
	w->ctx = whole;
	if (rc < 0)
		return -1;
	work_read(w->o, &file, draft_text(&w->draft), w->a, &r);
	w->texts = r.n;
	w->several = !is_one(&r, draft_text(&w->draft));
	if (!w->several) /* now */
		return work_take(w, NULL, 0) == 0 ? all_passes(w) : -1;
	if (pass_texts(w, &r) != 0)
		return -1;
	w->ctx = &file;
	rc = work_take(w, NULL, 0);
	w->ctx = whole;
	return rc;
}

static int work_on(struct work *w, bool several)
{
	int composed = 0, edited = w->o->edits ? pass_set(w) : 0;

	if (edited < 0)
		return -1;
	const char *limit = hands_off(w);
	if (w->o->compose && !json_document(draft_text(&w->draft)))
		composed = compose(w);
	w->several = several && composed == 0;
	if (w->several && !w->o->edits_alone && w->draft.n <= FIX_MOST)
		edited = all_texts(w);
	else if (composed == 0 && !limit)
		edited = all_passes(w); /* asked for by name, or by rules */
	else if (composed == 0 && !w->o->edits_alone)
		open_say(w, "limit", span_of(limit));
	if (edited < 0 || composed < 0 || (w->overrun && give_up(w) != 0))
		return -1;
	w->out->caption = draft_text(&w->draft);
	w->out->changed = !span_eq(w->out->caption, w->draft.original);
	w->out->after = w->now;
	draft_edits(&w->draft, &w->out->edits);
	if (w->several)
		texts_tell(w);
	else if (w->draft.original.n <= FIX_MOST) /* of a longer text nothing is proved: what was asked for by name is done to it, no more */
		proof_loses(w, w->draft.original, w->out);
	if (!w->o->edits_alone)
		collect_open(w);
	fit_report(w);
	return 0;
}

static int fix(struct work *w, const struct lint_ctx *ctx, struct span text, bool several)
{
	struct arena scratch[SCRATCH] = {ARENA_INIT, ARENA_INIT, ARENA_INIT}, pass = ARENA_INIT, aside = ARENA_INIT;
	static const struct lint_settings all_on;
	struct lint_ctx all = ctx ? *ctx : (struct lint_ctx){.sidecar = false};

	all.settings = &all_on;
	w->all = w->o->some_rules ? &all : NULL;
	w->ctx = ctx;
	w->pass = &pass;
	w->aside = &aside;
	w->scratch = scratch;
	w->in = 0;
	w->hold = -1;
	*w->out = (struct fix_result){0};
	draft_init(&w->draft, text, w->a);
	int rc = work_judge(w, text, ctx, &scratch[0], &w->now, NULL);
	if (rc == 0) {
		w->out->before = w->now;
		w->out->before.analysis = NULL;
		w->out->before.n_findings = w->out->before.n_needs_human = 0;
		rc = work_on(w, several);
		arena_join(w->a, &scratch[w->in]);
	}
	for (int i = 0; i < SCRATCH; i++)
		arena_fini(&scratch[i]);
	arena_fini(&aside);
	arena_fini(&pass);
	return rc;
}

int fix_read(struct lint_run *run, const struct fix_options *o, const struct read_text *t, const struct lint_ctx *ctx, struct arena *a,
             struct fix_result *out, struct diag *d)
{
	struct work w = {.run = run, .o = o, .read = t, .a = a, .out = out, .d = d};

	return fix(&w, ctx, t->text, false);
}

int fix_caption(struct lint_run *run, const struct fix_options *o, struct span caption, const struct lint_ctx *ctx,
                struct arena *a, struct fix_result *out, struct diag *d)
{
	struct work w = {.run = run, .o = o, .a = a, .out = out, .d = d, .texts = 1};
	struct reading r;

	work_read(o, ctx, caption, a, &r);
	w.texts = r.n;
	return fix(&w, ctx, caption, !is_one(&r, caption));
}
