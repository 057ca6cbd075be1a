/* score_filter.c: captions in, judgements out: work on any thread, the set folded in order, the dataset record at the end. */
#include "report/score.h"

#include "base/die.h"
#include "base/escape.h"
#include "model/registry.h"
#include "report/scene_json.h"
#include "report/score_json.h"
#include "report/score_out.h"
#include "report/score_setup.h"
#include "report/score_state.h"
#include "report/score_texts.h"

/* What the options come to, and the set as it grows: work reads, fold writes. */
struct capscore_job {
	struct score_options *o;
	struct score_setup s;
	struct findings f;
	struct lint_set *set;
	struct score_state state;
	struct buf message;   /* for stderr */
	struct arena a;
	struct span path;     /* the first input, for findings about the set */
	bool failed, quiet;
	uint64_t bad;         /* records that were not judged */
};

/* What work hands to fold: a head, the note for the set, lines of the baseline, the text of formats that need order. */
struct side_head {
	uint32_t note, lines, text;
	bool failed; /* junit */
	bool several;/* the first text follows: it, not the caption, is what the note speaks of */
	bool passes;
	bool bad;    /* not judged: a struct diag follows instead */
};

/* A thread's: the captions that are judged together, and what was found. */
struct together {
	struct lint_run *run;
	struct score_texts texts[RUN_TOGETHER];
	struct lint_settings own[RUN_TOGETHER];
	size_t next;          /* the texts of the record that work sees next */
	struct arena results; /* of their jobs */
	struct arena a;       /* holds this struct */
};

static void *open_state(void *ctx)
{
	struct capscore_job *score = ctx;
	struct arena a = ARENA_INIT;
	struct together *t = arena_zalloc(&a, 1, sizeof *t);

	t->run = lint_run_open(score->s.lint);
	t->a = a;
	return t;
}

static void close_state(void *state)
{
	struct together *t = state;
	struct arena a = t->a;

	lint_run_close(t->run);
	arena_fini(&t->results);
	arena_fini(&a);
}

/* The id is no more than the line's number. */
static bool numbered(const struct record *r)
{
	char z[24];

	return !r->member.n && r->line && snprintf(z, sizeof z, "%llu", (unsigned long long)r->line) > 0 && span_is(r->id, z);
}

static void judge(void *ctx, void *state, const struct record *const *v, size_t n)
{
	struct capscore_job *score = ctx;
	struct together *t = state;
	size_t jobs = 0;

	arena_reset(&t->results);
	for (size_t i = 0; i < n; i++) {
		texts_read(&t->texts[i], trainers_of(&score->s.trainers, v[i]), v[i], &t->results);
		jobs += texts_jobs(&t->texts[i]);
	}
	struct lint_job *job = arena_alloc(&t->results, jobs * sizeof *job), *all = job;
	struct lint_ctx *contexts = arena_alloc(&t->results, jobs * sizeof *contexts);
	for (size_t i = 0; i < n; i++) {
		struct lint_ctx about;
		score_about(&score->s, score->o, v[i], &about, &t->own[i]);
		texts_plan(&t->texts[i], &about, job, contexts);
		job += t->texts[i].n;
		contexts += t->texts[i].n;
	}
	lint_captions(t->run, all, jobs, &t->results);
	t->next = 0;
}

static const char *const drop[] = {"capscore", NULL}, *const drop_scene[] = {"capscore", "capscene", NULL};

/* The graph of the whole caption, by itself. */
static void put_scene(struct together *t, struct buf *out, struct span caption, struct arena *a)
{
	struct scene s;

	lint_scene(t->run, caption, a, &s);
	BUF_LIT(out, ",\"capscene\":");
	scene_json(out, &s, false);
}

/* Writes the item where its format wants it: out at once, or side for those that need order. Returns junit's verdict. */
static bool put_item(struct capscore_job *score, struct together *t, struct buf *out, struct buf *side, const struct score_item *i,
		     const struct score_texts *texts)
{
	if (score->f.format == AS_JSONL) {
		const struct trainer_spec *trainer = trainers_of(&score->s.trainers, i->rec);
		record_begin(out, i->rec, i->rec->caption, score->o->scene ? drop_scene : drop);
		BUF_LIT(out, ",\"capscore\":");
		score_put(out, i->r, trainer ? trainer_name(trainer) : NULL, i->known, texts);
		if (score->o->scene)
			put_scene(t, out, i->rec->caption, i->a);
		BUF_LIT(out, "}\n");
	} else if (score->f.format == AS_IDS && i->r->n_findings) {
		escape_terminal(out, i->rec->id);
		buf_addc(out, '\n');
	} else if (score->f.format == AS_TEXT && !score->quiet) {
		text_caption(out, i, score->f.look);
	}
	return findings_put(&score->f, out, side, i);
}

static bool work(void *ctx, void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
	struct capscore_job *score = ctx;
	struct together *t = state;
	struct score_texts *texts = &t->texts[t->next++];
	const struct diag *why = NULL;
	struct lint_result room;
	struct side_head h = {0};
	size_t head = side->n, from = head + sizeof h;

	if (!texts_gather(texts, a, &why)) {
		if (run_common.model || !rec->model.n)
			die("%s", why->message);
		struct record bad = *rec;
		bad.error = *why;
		if (score->f.format == AS_JSONL)
			record_error(out, &bad);
		else
			warn("%.*s: %s", SPAN_ARG(rec->id), why->message);
		h.bad = true;
		buf_add(side, (const char *)&h, sizeof h);
		buf_add(side, (const char *)why, sizeof *why);
		return true;
	}
	const struct lint_result *r = texts_result(texts);
	struct fingerprint *prints = arena_alloc(a, (r->n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(a, r->n_findings + 1, sizeof *known);
	struct score_item i = findings_item(&score->f, rec, r, prints, known, score->s.min_score, a);
	if (score->f.baseline || score->f.writer || score->f.format == AS_SARIF)
		fingerprints(r, rec->id, rec->caption, numbered(rec), prints);
	h.passes = findings_pass(&score->f, r, prints, known) && (score->s.min_score < 0 || (double)r->score >= score->s.min_score);
	buf_add(side, (const char *)&h, sizeof h);
	struct span first;
	const struct lint_result *noted = texts_first(texts, &room, &first);
	set_note(score->set, side, noted, first, known, a);
	h.note = (uint32_t)(side->n - from);
	findings_lines(&score->f, side, r, prints, rec->id);
	h.lines = (uint32_t)(side->n - from) - h.note;
	h.failed = put_item(score, t, out, side, &i, texts);
	h.text = (uint32_t)(side->n - from) - h.note - h.lines;
	if (texts->several) {
		h.several = true;
		buf_adds(side, first);
	}
	memcpy(side->p + head, &h, sizeof h);
	return true; /* fold knows what the run comes to */
}

/* A record that was not judged: CI must see it. In the baseline it is known by what is wrong with it. */
static void fold_bad(struct capscore_job *score, const struct record *r, const struct diag *d)
{
	score->bad++;
	score->set->errors++;
	if (score->state.w)
		state_add_bad(score->state.w);
	score->failed |= findings_bad(&score->f, r, d);
}

/* What an earlier tool of the pipe could not read comes through as a record of its own. */
static void fold_passed(struct capscore_job *score, const struct record *r)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};

	if (bad_passed(r, &a, &d))
		fold_bad(score, r, &d);
	arena_fini(&a);
}

/* What a file of datasets calls regularisation images lies in such a folder to the set's rules, whatever the folder is called. */
static struct span as_regular(const struct record *r, struct span name, struct arena *a)
{
	return trainers_regular(r) ? arena_cat(a, SPAN("reg/"), name) : name;
}

static void fold_caption(struct capscore_job *score, const struct record *r, struct span side)
{
	struct side_head h;
	struct diag d;
	struct arena a = ARENA_INIT;
	const struct trainer_spec *t = trainers_of(&score->s.trainers, r);
	struct set_sample sample = {as_regular(r, r->id, &a), r->caption, r->member, r->image, t ? trainer_extension(t) : NULL};

	memcpy(&h, side.p, sizeof h);
	if (h.bad) {
		memcpy(&d, side.p + sizeof h, sizeof d);
		fold_bad(score, r, &d);
		arena_fini(&a);
		return;
	}
	score->failed |= !h.passes;
	struct span note = span_cut(side, sizeof h, sizeof h + h.note);
	struct span lines = {note.p + note.n, h.lines}, text = {lines.p + lines.n, h.text};
	if (h.several)
		sample.caption = (struct span){text.p + text.n, (size_t)(side.p + side.n - (text.p + text.n))};
	set_add(score->set, &sample, note);
	if (score->state.w)
		state_add(score->state.w, &sample, note);
	arena_fini(&a);
	findings_write(&score->f, lines);
	findings_begin(&score->f);
	findings_add(&score->f, r->path, text, h.failed ? JUNIT_FAILED : JUNIT_PASSED);
	findings_flush(&score->f);
}

/* Names of a tar read by WebDataset's rule end at the first dot. */
static bool is_tar(struct span path)
{
	static const char *const ends[] = {".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".tar.bz2"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(path, span_of(ends[i])))
			return true;
	return false;
}

static void first_path(void *ctx, struct span path, bool cut_keys)
{
	struct capscore_job *score = ctx;

	if (score->path.n)
		return;
	score->path = arena_dup(&score->a, path);
	score->s.set_options.cut_keys |= cut_keys;
	if (score->state.w)
		state_add_path(score->state.w, path, score->s.set_options.cut_keys);
}

static void fold_rest(struct capscore_job *score, const struct record *r)
{
	struct arena a = ARENA_INIT;
	struct span image = r->kind == REC_IMAGE ? as_regular(r, r->image, &a) : SPAN("");

	if (r->kind == REC_IMAGE)
		set_add_image(score->set, image, trainer_text_of(trainers_of(&score->s.trainers, r), "class_tokens").n > 0);
	else
		set_add_input(score->set, r->raw);
	if (score->state.w && r->kind == REC_IMAGE)
		state_add_image(score->state.w, image);
	else if (score->state.w)
		state_add_input(score->state.w, r->raw);
	arena_fini(&a);
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct capscore_job *score = ctx;

	if (r->path.n)
		first_path(score, r->path, is_tar(r->path));
	if (r->kind == REC_CAPTION && side.n)
		fold_caption(score, r, side);
	else if (r->kind == REC_ERROR)
		fold_bad(score, r, &r->error);
	else if (r->kind == REC_PASS)
		fold_passed(score, r);
	else if (r->kind == REC_IMAGE || r->kind == REC_INPUT)
		fold_rest(score, r);
	if (score->state.w)
		score_state_flush(&score->state);
}

/* The set's findings against the baseline and the thresholds. */
static struct fingerprint *judge_set(struct capscore_job *score)
{
	struct lint_set *s = score->set;
	struct fingerprint *v = arena_alloc(&score->a, (s->n_findings + 1) * sizeof *v);
	struct buf lines = BUF_INIT;

	for (size_t i = 0; i < s->n_findings; i++) {
		struct set_finding *f = &s->findings[i];
		v[i] = fingerprint_set(span_of(f->rule->code), f->about);
		f->known = findings_known(&score->f, v[i]);
		score->failed |= findings_fail(&score->f, f->severity, f->known);
		if (score->f.writer)
			baseline_line(&lines, v[i], f->rule->code, f->about);
	}
	findings_write(&score->f, buf_span(&lines));
	buf_fini(&lines);
	score->failed |= s->n && score->s.min_score >= 0 && (double)s->score < score->s.min_score;
	return v;
}

static void finish(void *ctx, struct buf *out)
{
	struct capscore_job *score = ctx;

	set_finish(score->set);
	struct fingerprint *prints = judge_set(score);
	struct findings *f = &score->f;
	findings_begin(f);
	if (score->quiet) {
		text_summary(out, score->set, score->path, f->look, &score->a);
		return;
	}
	struct buf text = BUF_INIT;
	switch (f->format) {
	case AS_JSONL:
		score_put_set(&f->held, score->set);
		break;
	case AS_TEXT:
		text_set(&f->held, score->set, f->look);
		text_totals(&f->held, score->set, f->look);
		break;
	case AS_IDS:
		break;
	case AS_GITHUB:
		github_set(&f->held, score->set, score->path);
		break;
	case AS_SARIF:
		sarif_set(&text, score->set, prints, f->baseline != NULL, score->path);
		sarif_keep_add(&f->sarif, buf_span(&text)); /* score_end knows how the run ended, and closes it */
		break;
	case AS_JUNIT:
		junit_set(&f->junit, &f->held, score->set, f->fail_on ? f->fail_on : SEV_ERROR, score->s.min_score);
		junit_end(&f->junit, &f->held);
		break;
	}
	buf_fini(&text);
	buf_adds(out, buf_span(&f->held));
	if (score->o->summary) {
		struct text_look plain = {.width = 80};
		text_summary(&score->message, score->set, score->path, plain, &score->a);
	}
}

void score_filter(struct filter *f, struct score_options *o, int n, char **paths)
{
	struct arena hold = ARENA_INIT;
	struct capscore_job *score = arena_zalloc(&hold, 1, sizeof *score);

	for (size_t i = 0; i < o->rules.n; i++)
		if (strcmp(o->rules.v[i].name, "list") == 0)
			o->out.format = "ids";

	score->a = hold;
	score->o = o;
	if (o->merge)
		score_merge_options(o, n, paths);
	score_setup(&score->s, o);
	score_state_open(&score->state, o, score->s.lint_options.rules);
	findings_open(&score->f, &o->out, &score->s.settings);
	/* The summary takes the place of the blocks for people; beside a form for programs it goes to stderr. */
	score->quiet = o->summary && score->f.format == AS_TEXT;
	score->set = set_open(&score->s.set_options);
	*f = (struct filter){.ctx = score, .open = open_state, .close = close_state, .prepare = judge, .work = work, .fold = fold, .finish = finish,
			     .swallow = score->f.format != AS_JSONL, .stale = "dataset", .stale_begins = "{\"captions\":"};
}

int score_merge(struct filter *f, int n, char **paths)
{
	struct capscore_job *score = f->ctx;
	struct state_reader r = {.set = score->set, .path = first_path, .ctx = score};
	struct buf out = BUF_INIT;

	if (!f->writes)
		sys_sandbox(NULL);
	r.again = score->state.w;
	score_merge_states(&score->state, &r, n, paths);
	score->failed |= r.failed;
	finish(score, &out);
	out_write(out.p, out.n);
	buf_fini(&out);
	return score->set->errors ? STATUS_FOUND : STATUS_OK;
}

struct span score_message(const struct filter *f)
{
	struct capscore_job *score = f->ctx;

	return buf_span(&score->message);
}

int score_end(struct filter *f, int status)
{
	struct capscore_job *score = f->ctx;
	struct arena a = score->a; /* score lives in it */

	/* Whether bad records count is for the baseline to say. */
	if (status < STATUS_TROUBLE)
		status = score->failed ? STATUS_FOUND : STATUS_OK;
	score_state_close(&score->state, score->failed, status < STATUS_TROUBLE);
	findings_close(&score->f, status < STATUS_TROUBLE, score->bad);
	set_close(score->set);
	score_teardown(&score->s);
	buf_fini(&score->message);
	arena_fini(&a);
	registry_close();
	return status;
}
