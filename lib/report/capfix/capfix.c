/* capfix.c: one caption fixed, as a record, a diff or a template. */
#include "report/capfix/capfix.h"

#include <stdlib.h>

#include "base/die.h"
#include "conf/config.h"
#include "conf/direction.h"
#include "conf/trainers.h"
#include "dataset/rule_list.h"
#include "fix/fix.h"
#include "json/jwrite.h"
#include "lint/lint.h"
#include "lint/rule.h"
#include "report/capfix/capfix_set.h"
#include "report/capfix/fix_diff.h"

/* What the options come to; the same for all threads. */
struct capfix_job {
	struct capfix_options *o;
	struct fix_options fix;
	struct lint_options lint_options;
	struct lint_settings settings;
	struct lint *lint;
	struct direction_set *direction;
	struct config *config;  /* or NULL */
	struct trainers trainers;
	struct capfix_set *set; /* NULL: no edits of the set */
	struct buf last;        /* of --diff and --ask: what was written of the record before */
	struct arena a;
};

/* A thread's. */
struct capfix_state {
	struct lint_run *run;
	struct edit_run *edits; /* NULL: none */
	struct lint_settings own; /* of the record at hand */
	struct arena a;         /* of the caption at hand */
	struct arena hold;      /* of this struct */
};

static void *open_state(void *ctx)
{
	struct capfix_job *job = ctx;
	struct arena hold = ARENA_INIT;
	struct capfix_state *t = arena_zalloc(&hold, 1, sizeof *t);

	t->hold = hold;
	t->run = lint_run_open(job->lint);
	t->edits = job->set ? edit_run_open(capfix_set_script(job->set)) : NULL;
	return t;
}

static void close_state(void *state)
{
	struct capfix_state *t = state;
	struct arena hold = t->hold; /* t lives in it */

	edit_run_close(t->edits);
	lint_run_close(t->run);
	arena_fini(&t->a);
	arena_fini(&hold);
}

/* Nothing where there is nothing. */
static void put_list(struct jwrite *w, const char *key, const struct span *v, size_t n)
{
	if (!n)
		return;
	jw_key(w, key);
	jw_arr(w);
	for (size_t i = 0; i < n; i++)
		jw_str(w, v[i]);
	jw_arr_end(w);
}

static void put_edits(struct jwrite *w, const struct fix_result *r)
{
	jw_key(w, "edits");
	jw_arr(w);
	for (size_t i = 0; i < r->edits.n; i++) {
		const struct fix_edit *e = &r->edits.v[i];
		jw_obj(w);
		JW_STRZ(w, "rule", e->rule);
		jw_range(w, "span", e->start, e->end);
		JW_STR(w, "old", e->old);
		JW_STR(w, "new", e->new);
		JW_STRZ(w, "safety", fix_names[e->safety]);
		put_list(w, "loses", e->loses.v, e->loses.n);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

static void put_result(struct jwrite *w, const struct record *rec, const struct fix_result *r)
{
	jw_obj(w);
	JW_BOOL(w, "changed", r->changed);
	JW_STR(w, "before", rec->caption);
	JW_STRZ(w, "model", r->after.model);
	put_edits(w, r);
	jw_key(w, "open");
	jw_arr(w);
	for (size_t i = 0; i < r->open.n; i++) {
		jw_obj(w);
		JW_STRZ(w, "rule", r->open.v[i].rule);
		JW_STR(w, "message", r->open.v[i].message);
		jw_obj_end(w);
	}
	jw_arr_end(w);
	put_list(w, "lost", r->lost.v, r->lost.n);
	jw_obj_end(w);
}

/* captok and capscore spoke of another text once the caption changes. */
void capfix_record(struct buf *out, const struct record *rec, const struct fix_result *r)
{
	static const char *const all[] = {"capfix", "captok", "capscore", NULL}, *const own[] = {"capfix", NULL};

	record_begin(out, rec, r->caption, r->changed ? all : own);
	BUF_LIT(out, ",\"capfix\":");
	struct jwrite w = jw(out);
	put_result(&w, rec, r);
	BUF_LIT(out, "}\n");
}

static void put_record(struct capfix_job *job, struct buf *out, const struct record *rec, const struct fix_result *r)
{
	if (job->o->edits_only) {
		struct jwrite w = jw(out);
		jw_obj(&w);
		JW_STR(&w, "id", rec->id);
		put_edits(&w, r);
		jw_obj_end(&w);
		buf_addc(out, '\n');
		return;
	}
	capfix_record(out, rec, r);
}

/* A direction file's ids are globs: "img[1]" is written img\[1]. */
static struct span as_glob(struct span id, struct arena *a)
{
	char *p = arena_alloc(a, 2 * id.n);
	size_t n = 0;

	for (size_t i = 0; i < id.n; i++) {
		if (memchr("*?[\\", id.p[i], 4))
			p[n++] = '\\';
		p[n++] = id.p[i];
	}
	return (struct span){p, n};
}

/* "verify:tongue out": the term is to be moved to must or must_not by somebody who looks. */
static void put_ask(struct buf *out, const struct record *rec, const struct fix_result *r, struct arena *a)
{
	static const struct span verify = SPAN_INIT("verify:");
	const struct lint_result *l = &r->after;
	struct jwrite w = jw(out);

	if (l->n_needs_human == 0)
		return;
	jw_obj(&w);
	JW_STR(&w, "id", as_glob(rec->id, a));
	for (size_t i = 0; i < l->n_needs_human; i++)
		if (!span_starts(l->needs_human[i], verify)) {
			jw_key_span(&w, l->needs_human[i]);
			jw_str(&w, SPAN(""));
		}
	bool any = false;
	for (size_t i = 0; i < l->n_needs_human; i++) {
		if (!span_starts(l->needs_human[i], verify))
			continue;
		if (!any) {
			jw_key(&w, "verify");
			jw_arr(&w);
		}
		any = true;
		jw_str(&w, span_cut(l->needs_human[i], verify.n, l->needs_human[i].n));
	}
	if (any)
		jw_arr_end(&w);
	jw_obj_end(&w);
	buf_addc(out, '\n');
}

/* notes.txt among the images is nobody's caption: it stays, and that is said. */
static void leave(const struct record *rec, struct arena *a, struct fix_result *r)
{
	*r = (struct fix_result){.caption = rec->caption};
	r->after.model = arena_printf(a, "%.*s", SPAN_ARG(run_model(rec))).p;
	*ARENA_PUSH(a, &r->open) = (struct fix_open){"orphan-or-collision", SPAN("no image has this name: left as it is, unless the file itself is named")};
}

static bool work(void *ctx, void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
	struct capfix_job *job = ctx;
	struct lint_ctx about = {.id = rec->id, .model = run_model(rec), .direction = direction_find(job->direction, rec->id),
	                         .trainer = trainers_of(&job->trainers, rec), .sidecar = rec->member.n > 0, .line_end = rec->line_end,
	                         .list = rec->texts, .n_list = rec->n_texts};
	struct capfix_state *t = state;
	struct fix_options fix = job->fix;
	struct fix_result r;
	struct diag d = {0};

	(void)a;
	arena_reset(&t->a);
	if (config_about(job->config, &job->o->rules, &job->settings, rec, &t->own, &about.model))
		about.settings = &t->own;
	fix.edits = t->edits;
	fix.trainer = about.trainer;
	if (rec->orphan) {
		leave(rec, &t->a, &r);
	} else if (fix_caption(t->run, &fix, rec->caption, &about, &t->a, &r, &d) != 0) {
		if (strcmp(d.code, "regex-limit") != 0 && (run_common.model || !rec->model.n))
			die("%s", d.message);
		struct record bad = *rec;
		bad.error = d;
		record_error(out, &bad);
		return false;
	}
	if (job->o->ask)
		put_ask(side, rec, &r, &t->a);
	else if (job->o->diff)
		fix_diff(side, rec, &r, job->o->colour);
	else
		put_record(job, out, rec, &r);
	return true;
}

/* What several captions of one image lack is asked for once; the diffs of one file stand under its name. */
static void fold(void *ctx, const struct record *r, struct span side)
{
	struct capfix_job *job = ctx;

	(void)r;
	if (!job->o->ask) {
		fix_diff_write(side, &job->last);
	} else if (!span_eq(side, buf_span(&job->last))) {
		out_write(side.p, side.n);
		buf_reset(&job->last);
		buf_adds(&job->last, side);
	}
}

static struct span *values(struct arena *a, const struct opt_list *l)
{
	struct span *v = arena_alloc(a, (l->n + 1) * sizeof *v);

	for (size_t i = 0; i < l->n; i++)
		v[i] = span_of(l->v[i].value);
	return v;
}

void capfix_filter(struct filter *f, struct capfix_options *o)
{
	struct arena hold = ARENA_INIT;
	struct capfix_job *job = arena_zalloc(&hold, 1, sizeof *job);
	struct diag d = {0};

	job->a = hold;
	job->o = o;
	job->config = config_open();
	if (config_settings(job->config, &o->rules, &job->settings, &d) != 0)
		die("%s", d.message);
	trainers_open(&job->trainers, NULL, &job->a);
	job->lint_options = (struct lint_options){.rules = rule_list(), .model = run_common.model, .trainer = job->trainers.all, .settings = &job->settings};
	struct span *triggers = values(&job->a, &o->triggers);
	job->lint_options.triggers = triggers;
	job->lint_options.n_triggers = o->triggers.n;
	job->fix = (struct fix_options){.unsafe = o->unsafe, .compose = o->compose, .order = o->order != NULL, .fit = o->fit, .some_rules = o->rules.n > 0,
	                              .max_tokens = (size_t)o->max_tokens, .triggers = triggers, .n_triggers = o->triggers.n,
	                              .prune = values(&job->a, &o->prune), .n_prune = o->prune.n};
	if (o->compose && !o->direction)
		die("--compose writes from a direction file; name it with --direction FILE");
	if (o->direction && !(job->direction = direction_load(o->direction, &d)))
		die("%s", d.message);
	job->set = capfix_set_open(o, job->lint_options.triggers, job->lint_options.n_triggers);
	job->fix.edits_alone = job->set && !o->fix && !o->rules.n;
	if (job->config) { /* the same words as capscore's */
		const struct config *c = job->config;
		struct lint_options *l = &job->lint_options;
		l->lexicons = c->lexicons.v, l->n_lexicons = c->lexicons.n;
		l->vocabs = c->vocabs.v, l->n_vocabs = c->vocabs.n;
		l->implies = c->implies.v, l->n_implies = c->implies.n;
	}
	job->lint = lint_open(&job->lint_options, &d);
	if (!job->lint)
		die("%s", d.message);
	*f = (struct filter){.ctx = job, .open = open_state, .close = close_state, .work = work, .fold = o->ask || o->diff ? fold : NULL, .swallow = o->ask || o->diff || o->edits_only};
}

void capfix_close(struct filter *f)
{
	struct capfix_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */
	struct buf b = BUF_INIT;

	for (size_t i = 0; job->set && i < edit_script_n(capfix_set_script(job->set)); i++) {
		buf_reset(&b);
		edit_tell(capfix_set_script(job->set), i, &b);
		warn("%.*s", SPAN_ARG(buf_span(&b)));
	}
	buf_fini(&b);
	capfix_set_close(job->set);
	buf_fini(&job->last);
	lint_close(job->lint);
	direction_free(job->direction);
	config_free(job->config);
	arena_fini(&a);
}
