/* fix.c: the engine: passes in order, again and again until nothing changes. */
#include "fix/fix.h"

#include <stdlib.h>

#include "fix/proof.h"
#include "json/jread.h"

enum { ROUNDS = 64 }; /* each round changes something and no rule undoes another's work; a bound all the same */

/* One pass until it is done. */
static int settle(struct work *w, int (*pass)(struct work *))
{
	int rc = 0, any = 0;

	for (int i = 0; i < ROUNDS && !w->overrun && (rc = pass(w)) > 0; i++)
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

/* A caption as large as a book, with edits that break a promise: not worth hours. All or nothing, so that a second run does the same. */
static void give_up(struct work *w)
{
	w->out->lost.n = w->out->open.n = w->refused.n = 0;
	draft_init(&w->draft, w->draft.original, w->a);
	w->now = w->out->before;
	open_say(w, "limit", SPAN("too large for edits that must be tried one by one: left as it is"));
}

static int compose(struct work *w)
{
	struct span text = w->ctx && w->ctx->direction ? fix_compose(w->ctx->direction, w->a) : SPAN("");

	if (text.n == 0)
		return w->ctx && w->ctx->direction ? pass_supply(w) : 0;
	struct change c = {0, (uint32_t)w->draft.n, text, {"compose", FIX_UNSAFE, false}};
	return span_eq(text, draft_text(&w->draft)) || work_take(w, &c, 1) == 0 ? 1 : -1;
}

/* A caption that is JSON: what a rule for words takes for a comma too many is its structure. */
static int leave(struct work *w)
{
	w->out->caption = draft_text(&w->draft);
	w->out->after = w->now;
	open_say(w, "limit", SPAN("a caption that is JSON is left as it is"));
	collect_open(w);
	return 0;
}

static int work_on(struct work *w)
{
	int composed = 0, edited = w->o->edits ? pass_set(w) : 0;

	if (edited < 0)
		return -1;
	if (!w->o->edits_alone && edited == 0 && json_document(w->draft.original))
		return leave(w);
	if (!json_document(draft_text(&w->draft))) {
		composed = w->o->compose ? compose(w) : 0;
		edited = composed == 0 ? all_passes(w) : 0; /* asked for by name, or by rules */
	}
	if (edited < 0 || composed < 0)
		return -1;
	if (w->overrun)
		give_up(w);
	w->out->caption = draft_text(&w->draft);
	w->out->changed = !span_eq(w->out->caption, w->draft.original);
	/* What the caller gets lives in the caller's arena. */
	if (w->in >= 0 && !w->overrun && lint_caption(w->run, w->out->caption, w->ctx, w->a, &w->now, w->d) != 0)
		return -1;
	w->out->after = w->now;
	draft_edits(&w->draft, &w->out->edits);
	proof_loses(w, w->draft.original, w->out);
	if (!w->o->edits_alone)
		collect_open(w);
	fit_report(w);
	return 0;
}

int fix_caption(struct lint_run *run, const struct fix_options *o, struct span caption, const struct lint_ctx *ctx,
                struct arena *a, struct fix_result *out, struct diag *d)
{
	struct arena scratch[SCRATCH] = {ARENA_INIT, ARENA_INIT, ARENA_INIT};
	struct work w = {.run = run, .o = o, .ctx = ctx, .a = a, .out = out, .d = d, .scratch = scratch, .in = -1, .hold = -1};

	static const struct lint_settings all_on;
	struct lint_ctx all = ctx ? *ctx : (struct lint_ctx){.sidecar = false};

	all.settings = &all_on;
	w.all = o->some_rules ? &all : NULL;
	*out = (struct fix_result){0};
	draft_init(&w.draft, caption, a);
	if (lint_caption(run, caption, ctx, a, &w.now, d) != 0)
		return -1;
	out->before = w.now;
	int rc = work_on(&w);
	for (int i = 0; i < SCRATCH; i++)
		arena_fini(&scratch[i]);
	arena_fini(&w.aside);
	return rc;
}
