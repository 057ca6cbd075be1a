/* grep_filter.c: records in, the matching ones out. A record of an earlier tool goes on as the bytes it came in. */
#include "report/grep/grep.h"

#include "base/die.h"
#include "base/escape.h"
#include "model/registry.h"
#include "report/grep/grep_worst.h"
#include "report/score_setup.h"
#include "report/score_texts.h"
#include "report/grep/where.h"
#include "report/wrap.h"

enum { WORST_MOST = 100000 }; /* records that are held */

struct grep_job {
	const struct grep_options *o;
	struct where *where;
	struct score_setup s; /* where->judges: how */
	const struct model *model;
	struct grep_worst worst;
	uint64_t selected, lacking, failed;
	struct arena a;       /* holds this struct */
};

/* What work hands to fold. */
enum outcome { PASSED_OVER, SELECTED, LACKING, FAILED };

struct grep_state {
	struct grep_job *job;
	struct where_ask q;
	struct lint_run *run;
	struct score_texts texts;
	struct lint_settings own;
	struct arena a; /* holds this struct */
};

static const struct lint_result *judge(void *ctx, const struct record *r, struct arena *a, struct diag *d)
{
	struct grep_state *t = ctx;

	struct lint_ctx about;
	const struct diag *why = NULL;

	texts_read(&t->texts, trainers_of(&t->job->s.trainers, r), r, a);
	size_t n = texts_jobs(&t->texts);
	struct lint_job *jobs = arena_alloc(a, n * sizeof *jobs);
	struct lint_ctx *contexts = arena_alloc(a, n * sizeof *contexts);
	score_about(&t->job->s, &t->job->o->score, r, &about, &t->own);
	texts_plan(&t->texts, &about, jobs, contexts);
	lint_captions(t->run, jobs, n, a);
	if (texts_gather(&t->texts, a, &why))
		return texts_result(&t->texts);
	*d = *why;
	return NULL;
}

static void *open_state(void *ctx)
{
	struct grep_job *job = ctx;
	struct arena a = ARENA_INIT;
	struct grep_state *t = arena_zalloc(&a, 1, sizeof *t);

	t->job = job;
	where_ask_open(&t->q, job->where);
	t->q.judge = judge;
	t->q.ctx = t;
	t->q.model = job->model;
	if (job->where->judges)
		t->run = lint_run_open(job->s.lint);
	t->a = a;
	return t;
}

static void close_state(void *state)
{
	struct grep_state *t = state;
	struct arena a = t->a;

	where_ask_close(&t->q);
	if (t->run)
		lint_run_close(t->run);
	arena_fini(&a);
}

/* What an earlier tool says of the whole input, or of what it could not read, is no sample. */
static bool no_sample(const struct record *r)
{
	return r->kind == REC_PASS && (record_member(r, "dataset").n || record_member(r, "error").n || record_member(r, "input").n);
}

static void put(const struct grep_job *job, const struct record *r, struct buf *out)
{
	if (job->o->count)
		return;
	if (job->o->ids || job->o->text) {
		if (job->o->text || memchr(r->id.p, '\n', r->id.n))
			escape_terminal(out, r->id);
		else
			buf_adds(out, r->id);
		if (job->o->text && !job->o->ids && r->kind == REC_CAPTION) {
			BUF_LIT(out, ": ");
			wrap_put_line(out, r->caption);
		}
		buf_addc(out, '\n');
	} else if (r->kind == REC_CAPTION && !(r->raw.n && record_member(r, "id").n && record_member(r, "source").n && r->field.n)) {
		/* Behind this filter its line has another number, so what it is called by goes along. */
		record_begin(out, r, r->caption, NULL);
		BUF_LIT(out, "}\n");
	} else {
		record_pass(out, r);
	}
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct grep_job *job = ctx;
	struct grep_state *t = state;
	enum outcome found = PASSED_OVER;

	if (no_sample(r))
		return true;
	int holds = where_holds(&t->q, r, a);
	if (holds < 0) {
		found = t->q.d.code ? FAILED : LACKING;
		if (t->q.d.code)
			warn("%.*s: %.*s: %s", SPAN_ARG(r->path), SPAN_ARG(r->id), t->q.d.message);
	} else if ((holds == 1) != job->o->invert) {
		int score = job->o->worst ? where_score(&t->q) : 0;
		if (score < 0) /* an image without a caption */
			return true;
		found = SELECTED;
		buf_addc(side, (char)found);
		if (job->o->worst)
			buf_add(side, (const char *)&score, sizeof score);
		put(job, r, job->o->worst ? side : out);
		return true;
	}
	buf_addc(side, (char)found);
	return true;
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct grep_job *job = ctx;
	enum outcome found = side.n ? (enum outcome)side.p[0] : PASSED_OVER;

	job->failed += found == FAILED || r->kind == REC_ERROR;
	job->lacking += found == LACKING;
	job->selected += found == SELECTED;
	if (found == SELECTED && job->o->worst) {
		int score;
		memcpy(&score, side.p + 1, sizeof score);
		worst_add(&job->worst, score, r->number, span_cut(side, 1 + sizeof score, side.n));
	}
}

static void finish(void *ctx, struct buf *out)
{
	struct grep_job *job = ctx;

	if (job->o->worst) {
		job->selected = job->worst.n;
		worst_put(&job->worst, out);
	}
	if (job->o->count)
		buf_printf(out, "%llu\n", (unsigned long long)job->selected);
}

static void read_terms(struct grep_job *job)
{
	struct diag d = {0};

	for (size_t i = 0; i < job->o->terms.n; i++)
		if (where_option(job->where, &job->o->terms.v[i], &d) != 0) {
			if (strcmp(job->o->terms.v[i].name, "where") == 0) /* the others are a word long */
				die("--%s: byte %zu: %s", job->o->terms.v[i].name, d.offset, d.message);
			die("--%s: %s", job->o->terms.v[i].name, d.message);
		}
	job->where->judges |= job->o->worst > 0;
	if (job->o->terms.n == 0 && !job->o->worst)
		die("which captions? --tag, --word, --regex, --score, --where and others say it (capgrep -h)");
}

void grep_filter(struct filter *f, struct grep_options *o)
{
	struct arena a = ARENA_INIT;
	struct grep_job *job = arena_zalloc(&a, 1, sizeof *job);
	struct diag d = {0};

	job->a = a;
	job->o = o;
	job->where = where_open();
	read_terms(job);
	if (o->worst > WORST_MOST)
		die("--worst wants at most %d", WORST_MOST);
	worst_open(&job->worst, (size_t)o->worst, &job->a);
	if (run_common.model && !(job->model = model_find(span_of(run_common.model))) && model_unknown(span_of(run_common.model), &d))
		die("%s", d.message);
	if (job->where->judges)
		score_setup(&job->s, &o->score);
	else
		trainers_open(&job->s.trainers, NULL, &job->a); /* its extension, and that there is one */
	*f = (struct filter){.ctx = job, .open = open_state, .close = close_state, .work = work, .fold = fold, .finish = finish,
			     .swallow = true, .bare = true};
}

int grep_end(struct filter *f, int status)
{
	struct grep_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	if (job->lacking)
		warn("%llu record%s not say what is asked of pictures: capsee says it (capsee DATASET | capgrep ...)",
		     (unsigned long long)job->lacking, job->lacking == 1 ? " does" : "s do");
	if (status != STATUS_OK || job->lacking || job->failed)
		status = STATUS_TROUBLE;
	else
		status = job->selected ? STATUS_OK : STATUS_FOUND;
	worst_close(&job->worst);
	where_close(job->where);
	if (job->s.lint)
		score_teardown(&job->s);
	arena_fini(&a);
	registry_close();
	return status;
}
