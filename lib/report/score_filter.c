/* score_filter.c: captions in, judgements out: work on any thread, the set folded in order, the dataset record at the end. */
#include "report/score.h"

#include "base/die.h"
#include "model/registry.h"
#include "report/sarif_keep.h"
#include "report/score_json.h"
#include "report/score_out.h"
#include "report/score_setup.h"

enum format { JSONL, TEXT, GITHUB, SARIF, JUNIT };
static const char *const format_names[] = {"jsonl", "text", "github", "sarif", "junit"};

/* What the options come to, and the set as it grows: work reads, fold writes. */
struct capscore_job {
	struct score_options *o;
	struct score_setup s;
	enum format format;
	struct text_look look;
	struct lint_set *set;
	struct baseline_writer *writer;
	struct junit junit;
	struct buf held;      /* what fold writes, in order, before the rest of the output */
	struct buf message;   /* for stderr */
	struct arena a;
	struct span path;     /* the first input, for findings about the set */
	bool begun, failed, quiet;
	uint64_t bad;         /* records that were not judged */
	struct sarif_keep sarif;
};

/* What work hands to fold: a head, the note for the set, lines of the baseline, the text of formats that need order. */
struct side_head {
	uint32_t note, lines, text;
	bool failed; /* junit */
	bool passes;
	bool bad;    /* not judged: a struct diag follows instead */
};

/* A thread's: the captions that are judged together, and what was found. */
struct together {
	struct lint_run *run;
	struct lint_job job[RUN_TOGETHER];
	struct lint_ctx ctx[RUN_TOGETHER];
	struct lint_settings own[RUN_TOGETHER];
	size_t next;          /* the job of the record that work sees next */
	struct arena results; /* of the jobs */
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

static struct span stem_of(struct span member)
{
	size_t i = member.n, dot;

	while (i > 0 && member.p[i - 1] != '/')
		i--;
	for (dot = member.n; dot > i && member.p[dot - 1] != '.';)
		dot--;
	return span_cut(member, i, dot > i ? dot - 1 : member.n);
}

static bool is_json(struct span member)
{
	return span_ends(member, SPAN(".json"));
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

	for (size_t i = 0; i < n; i++) {
		const struct record *rec = v[i];
		struct lint_ctx *about = &t->ctx[i];
		*about = (struct lint_ctx){
			.id = rec->id, .model = run_model(rec), .stem = stem_of(rec->member.n ? rec->member : rec->image),
			.sidecar = rec->member.n > 0 && !is_json(rec->member), .direction = direction_find(score->s.direction, rec->id),
		};
		if (config_for(score->s.config, &score->o->rules, rec->id, rec->member, rec->path, &t->own[i], &about->model))
			about->settings = &t->own[i];
		t->job[i].caption = rec->caption;
		t->job[i].ctx = about;
		t->job[i].d = (struct diag){0};
	}
	arena_reset(&t->results);
	lint_captions(t->run, t->job, n, &t->results);
	t->next = 0;
}

/* Whether new findings or the score fail the run; fills known. */
static bool passes(struct capscore_job *score, struct score_item *i, bool *known)
{
	bool good = score->s.min_score < 0 || (double)i->r->score >= score->s.min_score;

	for (size_t k = 0; k < i->r->n_findings; k++) {
		known[k] = score->s.baseline && baseline_has(score->s.baseline, i->prints[k]);
		if (score->s.fail_on && i->r->findings[k].severity >= score->s.fail_on && !known[k])
			good = false;
	}
	return good;
}

static const char *const drop[] = {"capscore", NULL};

/* Writes the item where its format wants it: out at once, or side for those that need order. Returns junit's verdict. */
static bool put_item(struct capscore_job *score, struct buf *out, struct buf *side, const struct score_item *i)
{
	if (score->quiet)
		return false;
	switch (score->format) {
	case JSONL:
		record_begin(out, i->rec, i->rec->caption, drop);
		BUF_LIT(out, ",\"capscore\":");
		score_put(out, i->r, score->s.trainer, i->known);
		BUF_LIT(out, "}\n");
		break;
	case TEXT:
		text_caption(out, i, score->look);
		break;
	case GITHUB:
		github_caption(out, i);
		break;
	case SARIF:
		sarif_caption(side, i);
		break;
	case JUNIT:
		return junit_case(side, i);
	}
	return false;
}

static bool work(void *ctx, void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
	struct capscore_job *score = ctx;
	struct together *t = state;
	const struct lint_job *j = &t->job[t->next++];
	const struct lint_result *r = &j->result;
	struct side_head h = {0};
	size_t head = side->n, from = head + sizeof h;

	if (!j->ok) {
		if (run_common.model || !rec->model.n)
			die("%s", j->d.message);
		struct record bad = *rec;
		bad.error = j->d;
		if (score->format == JSONL && !score->quiet)
			record_error(out, &bad);
		else
			warn("%.*s: %s", SPAN_ARG(rec->id), j->d.message);
		h.bad = true;
		buf_add(side, (const char *)&h, sizeof h);
		buf_add(side, (const char *)&j->d, sizeof j->d);
		return true;
	}
	struct fingerprint *prints = arena_alloc(a, (r->n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(a, r->n_findings + 1, sizeof *known);
	struct score_item i = {rec, r, prints, known, score->s.baseline != NULL, score->s.fail_on ? score->s.fail_on : SEV_ERROR,
			       score->s.min_score, a};
	if (score->s.baseline || score->writer || score->format == SARIF)
		fingerprints(r, rec->id, rec->caption, numbered(rec), prints);
	h.passes = passes(score, &i, known);
	buf_add(side, (const char *)&h, sizeof h);
	set_note(score->set, side, r, rec->caption, known, a);
	h.note = (uint32_t)(side->n - from);
	for (size_t k = 0; score->writer && k < r->n_findings; k++)
		baseline_line(side, prints[k], r->findings[k].rule->code, rec->id);
	h.lines = (uint32_t)(side->n - from) - h.note;
	h.failed = put_item(score, out, side, &i);
	h.text = (uint32_t)(side->n - from) - h.note - h.lines;
	memcpy(side->p + head, &h, sizeof h);
	return true; /* fold knows what the run comes to */
}

/* Begins the forms that have a head; only once something is certain to come. */
static void begin(struct capscore_job *score)
{
	if (score->begun || score->quiet)
		return;
	score->begun = true;
	if (score->format == SARIF)
		sarif_begin(&score->held, &score->s.settings);
	else if (score->format == JUNIT)
		junit_begin(&score->held);
}

static void put_baseline(struct capscore_job *score, struct span lines)
{
	struct diag d = {0};

	if (!score->writer || baseline_write(score->writer, lines, &d) == 0)
		return;
	baseline_close(score->writer, false, NULL);
	die("%s", d.message);
}

/* A record that was not judged: CI must see it. In the baseline it is known by what is wrong with it. */
static void fold_bad(struct capscore_job *score, const struct record *r, const struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct score_bad b = {.rec = r, .d = d, .compared = score->s.baseline != NULL, .a = &a};

	score->bad++;
	score->set->errors++;
	b.print = bad_print(&b, &a);
	b.known = b.compared && baseline_has(score->s.baseline, b.print);
	score->failed |= !b.known;
	if (score->writer)
		baseline_line(&text, b.print, BAD_RECORD, r->id);
	put_baseline(score, buf_span(&text));
	buf_reset(&text);
	begin(score);
	if (score->format == GITHUB) {
		github_bad(&score->held, &b);
	} else if (score->format == SARIF) {
		sarif_bad(&text, &b);
		sarif_keep_add(&score->sarif, buf_span(&text));
	} else if (score->format == JUNIT) {
		bool error = junit_bad(&text, &b);
		junit_add(&score->junit, &score->held, r->path, buf_span(&text), error ? JUNIT_ERROR : JUNIT_PASSED);
	}
	buf_fini(&text);
	arena_fini(&a);
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

static void fold_caption(struct capscore_job *score, const struct record *r, struct span side)
{
	struct side_head h;
	struct diag d;
	struct set_sample sample = {r->id, r->caption, r->member, r->image};

	memcpy(&h, side.p, sizeof h);
	if (h.bad) {
		memcpy(&d, side.p + sizeof h, sizeof d);
		fold_bad(score, r, &d);
		return;
	}
	score->failed |= !h.passes;
	struct span note = span_cut(side, sizeof h, sizeof h + h.note);
	struct span lines = {note.p + note.n, h.lines}, text = {lines.p + lines.n, h.text};
	set_add(score->set, &sample, note);
	put_baseline(score, lines);
	begin(score);
	if (score->format == SARIF)
		sarif_keep_add(&score->sarif, text);
	else if (score->format == JUNIT && !score->quiet)
		junit_add(&score->junit, &score->held, r->path, text, h.failed ? JUNIT_FAILED : JUNIT_PASSED);
	if (score->held.n > 1 << 16) {
		out_write(score->held.p, score->held.n);
		buf_reset(&score->held);
	}
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

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct capscore_job *score = ctx;

	if (!score->path.n && r->path.n) {
		score->path = arena_dup(&score->a, r->path);
		score->s.set_options.cut_keys |= is_tar(r->path);
	}
	if (r->kind == REC_CAPTION && side.n)
		fold_caption(score, r, side);
	else if (r->kind == REC_ERROR)
		fold_bad(score, r, &r->error);
	else if (r->kind == REC_PASS)
		fold_passed(score, r);
	else if (r->kind == REC_IMAGE)
		set_add_image(score->set, r->image);
	else if (r->kind == REC_INPUT)
		set_add_input(score->set, r->raw);
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
		f->known = score->s.baseline && baseline_has(score->s.baseline, v[i]);
		score->failed |= score->s.fail_on && f->severity >= score->s.fail_on && !f->known;
		if (score->writer)
			baseline_line(&lines, v[i], f->rule->code, f->about);
	}
	put_baseline(score, buf_span(&lines));
	buf_fini(&lines);
	score->failed |= s->n && score->s.min_score >= 0 && (double)s->score < score->s.min_score;
	return v;
}

static void finish(void *ctx, struct buf *out)
{
	struct capscore_job *score = ctx;

	set_finish(score->set);
	struct fingerprint *prints = judge_set(score);
	begin(score);
	if (score->quiet) {
		text_summary(out, score->set, score->path, score->look, &score->a);
		return;
	}
	struct buf text = BUF_INIT;
	switch (score->format) {
	case JSONL:
		score_put_set(&score->held, score->set);
		break;
	case TEXT:
		text_set(&score->held, score->set, score->look);
		text_totals(&score->held, score->set, score->look);
		break;
	case GITHUB:
		github_set(&score->held, score->set, score->path);
		break;
	case SARIF:
		sarif_set(&text, score->set, prints, score->s.baseline != NULL, score->path);
		sarif_keep_add(&score->sarif, buf_span(&text)); /* score_end knows how the run ended, and closes it */
		break;
	case JUNIT:
		junit_set(&score->junit, &score->held, score->set, score->s.fail_on ? score->s.fail_on : SEV_ERROR, score->s.min_score);
		junit_end(&score->junit, &score->held);
		break;
	}
	buf_fini(&text);
	buf_adds(out, buf_span(&score->held));
	if (score->o->summary) {
		struct text_look plain = {.width = 80};
		text_summary(&score->message, score->set, score->path, plain, &score->a);
	}
}

void score_filter(struct filter *f, struct score_options *o)
{
	struct arena hold = ARENA_INIT;
	struct capscore_job *score = arena_zalloc(&hold, 1, sizeof *score);
	struct diag d = {0};
	const char *name = o->format ? o->format : o->terminal ? "text" : "jsonl";

	score->a = hold;
	score->o = o;
	for (int i = 0; i < 5; i++)
		if (strcmp(name, format_names[i]) == 0)
			score->format = (enum format)i;
	score->look = (struct text_look){o->width, o->colour};
	/* The summary takes the place of the blocks for people; beside a form for programs it goes to stderr. */
	score->quiet = o->summary && score->format == TEXT;
	score_setup(&score->s, o);
	if (o->write_baseline && !(score->writer = baseline_create(score->s.baseline_path, &d)))
		die("%s", d.message);
	score->set = set_open(&score->s.set_options);
	*f = (struct filter){.ctx = score, .open = open_state, .close = close_state, .prepare = judge, .work = work, .fold = fold, .finish = finish,
			     .swallow = score->format != JSONL, .stale = "dataset", .stale_begins = "{\"captions\":"};
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
	struct diag d = {0};

	/* Whether bad records count is for the baseline to say. */
	if (status < STATUS_TROUBLE)
		status = score->failed ? STATUS_FOUND : STATUS_OK;
	if (score->format == SARIF && score->begun)
		sarif_keep_close(&score->sarif, status < STATUS_TROUBLE, score->bad);
	/* After trouble the old baseline stays: half of the findings would be missing. */
	if (score->writer && baseline_close(score->writer, status < STATUS_TROUBLE, &d) != 0)
		die("%s", d.message);
	set_close(score->set);
	score_teardown(&score->s);
	buf_fini(&score->held);
	buf_fini(&score->message);
	arena_fini(&a);
	registry_close();
	return status;
}
