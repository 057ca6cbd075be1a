/* set.c: the edits of a whole set, each made in every text that the trainer reads in the caption. */
#include <stdlib.h>

#include "edit/edit.h"
#include "fix/step.h"
#include "read/read.h"

struct changes {
	struct change *v;
	size_t n, cap;
};

/* What is not done must be said: the user thinks it is. */
static void stays(struct work *w, size_t i, struct span why)
{
	const struct edit_script *s = edit_run_script(w->o->edits);

	open_say(w, edit_name(s, i), arena_printf(w->a, "--%s '%s' is not done here: %.*s", edit_name(s, i), edit_value(s, i), SPAN_ARG(why)));
}

/* From places of a text to places of the caption. */
static void place(struct work *w, size_t i, const struct read_text *t, const struct edit_changes *made, struct arena *a, struct changes *out)
{
	struct draft_why why = {.rule = edit_name(edit_run_script(w->o->edits), i), .safety = FIX_UNSAFE};

	if (!out->v) { /* most captions have one text */
		out->cap = made->n;
		out->v = arena_alloc(a, (made->n + 1) * sizeof *out->v);
	}
	for (size_t k = 0; k < made->n; k++) {
		const struct edit_change *c = &made->v[k];
		struct change x = {.text = t->json ? work_escaped(w, c->text) : c->text, .why = why};
		if (read_edit(t, c->start, c->end, &x.start, &x.end))
			*ARENA_PUSH(a, out) = x;
		else
			stays(w, i, SPAN("the trainer puts the text there, or it is not in one piece in the caption"));
	}
}

static int by_place(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* Texts of one caption may share bytes (the choices of a wildcard): what each of them asks for there is made once. */
static size_t once(struct change *v, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(v, n, sizeof *v, by_place);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || v[i].start > v[kept - 1].start || v[i].end > v[kept - 1].end)
			if (kept == 0 || v[i].start >= v[kept - 1].end)
				v[kept++] = v[i];
	return kept;
}

static int one_edit(struct work *w, size_t i)
{
	struct edit_script *script = edit_run_script(w->o->edits);
	struct arena own = ARENA_INIT; /* what is to change; the draft takes a copy */
	struct reading r;
	struct changes all = {0};
	size_t places = 0;
	int rc = 0;

	work_read(w->o, w->ctx, draft_text(&w->draft), &own, &r);
	for (size_t k = 0; k < r.n && rc == 0; k++) {
		struct edit_where at = {r.v[k].text, w->ctx ? w->ctx->id : SPAN(""), r.v[k].json};
		struct edit_changes made;
		rc = edit_text(w->o->edits, i, &at, &own, &made, w->d);
		places += made.matched;
		if (made.refused.n)
			stays(w, i, made.refused);
		place(w, i, &r.v[k], &made, &own, &all);
	}
	if (rc == 0) {
		edit_count(script, i, places);
		all.n = once(all.v, all.n);
		rc = all.n > 0;
	}
	if (rc > 0)
		draft_apply(&w->draft, all.v, all.n, w->a);
	arena_fini(&own);
	return rc;
}

static bool is_cut(const struct finding *f)
{
	return f->rule->family == FAMILY_BUDGET && f->severity == SEV_ERROR;
}

/* The rules that say of w->now that something is cut off: a bit for each in had. */
static void cut_now(const struct work *w, uint64_t had[RULES_MAX / 64])
{
	for (size_t i = 0; i < w->now.n_findings; i++)
		if (is_cut(&w->now.findings[i]))
			had[w->now.findings[i].index / 64] |= (uint64_t)1 << w->now.findings[i].index % 64;
}

/* More may be cut off now than before. Nobody asked for that. */
static void say_cut(struct work *w, const uint64_t had[RULES_MAX / 64])
{
	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		if (is_cut(f) && !(had[f->index / 64] >> f->index % 64 & 1))
			open_say(w, f->rule->name, arena_dup(w->a, f->message));
	}
}

int pass_set(struct work *w)
{
	size_t n = edit_script_n(edit_run_script(w->o->edits));
	uint64_t had[RULES_MAX / 64] = {0};
	int any = 0;

	cut_now(w, had);
	for (size_t i = 0; i < n; i++) {
		int rc = one_edit(w, i);
		if (rc < 0)
			return -1;
		any |= rc;
	}
	if (any && work_lint(w) != 0)
		return -1;
	if (any)
		say_cut(w, had);
	return any;
}
