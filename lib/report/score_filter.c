/* score_filter.c: captions in, judgements out: work on any thread, the set folded in order, the dataset record at the end. */
#include "report/score.h"

#include "base/die.h"
#include "model/registry.h"
#include "report/score_json.h"
#include "report/score_out.h"
#include "report/score_setup.h"

enum format { JSONL, TEXT, GITHUB, SARIF, JUNIT };
static const char *const format_names[] = {"jsonl", "text", "github", "sarif", "junit"};

static struct {
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
} my;

/* What work hands to fold: a head, the note for the set, lines of the baseline, the text of formats that need order. */
struct side_head {
	uint32_t note, lines, text;
	bool failed; /* junit */
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
	struct arena a = ARENA_INIT;
	struct together *t = arena_zalloc(&a, 1, sizeof *t);

	(void)ctx;
	t->run = lint_run_open(my.s.lint);
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

static void judge(void *state, const struct record *const *v, size_t n)
{
	struct together *t = state;

	for (size_t i = 0; i < n; i++) {
		const struct record *rec = v[i];
		struct lint_ctx *ctx = &t->ctx[i];
		*ctx = (struct lint_ctx){
			.id = rec->id, .model = run_model(rec), .stem = stem_of(rec->member.n ? rec->member : rec->image),
			.sidecar = rec->member.n > 0 && !is_json(rec->member), .direction = direction_find(my.s.direction, rec->id),
		};
		if (config_for(my.s.config, &my.o->rules, rec->id, rec->member, rec->path, &t->own[i], &ctx->model))
			ctx->settings = &t->own[i];
		t->job[i].caption = rec->caption;
		t->job[i].ctx = ctx;
		t->job[i].d = (struct diag){0};
	}
	arena_reset(&t->results);
	lint_captions(t->run, t->job, n, &t->results);
	t->next = 0;
}

/* Whether new findings or the score fail the run; fills known. */
static bool passes(struct score_item *i, bool *known)
{
	bool good = my.s.min_score < 0 || (double)i->r->score >= my.s.min_score;

	for (size_t k = 0; k < i->r->n_findings; k++) {
		known[k] = my.s.baseline && baseline_has(my.s.baseline, i->prints[k]);
		if (my.s.fail_on && i->r->findings[k].severity >= my.s.fail_on && !known[k])
			good = false;
	}
	return good;
}

static const char *const drop[] = {"capscore", NULL};

/* Writes the item where its format wants it: out at once, or side for those that need order. Returns junit's verdict. */
static bool put_item(struct buf *out, struct buf *side, const struct score_item *i)
{
	if (my.quiet)
		return false;
	switch (my.format) {
	case JSONL:
		record_begin(out, i->rec, i->rec->caption, drop);
		BUF_LIT(out, ",\"capscore\":");
		score_put(out, i->r, my.s.trainer, i->known);
		BUF_LIT(out, "}\n");
		break;
	case TEXT:
		text_caption(out, i, my.look);
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

static bool work(void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
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
		if (my.format == JSONL && !my.quiet)
			record_error(out, &bad);
		else
			warn("%.*s: %s", SPAN_ARG(rec->id), j->d.message);
		return false;
	}
	struct fingerprint *prints = arena_alloc(a, (r->n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(a, r->n_findings + 1, sizeof *known);
	struct score_item i = {rec, r, prints, known, my.s.baseline != NULL, my.s.fail_on ? my.s.fail_on : SEV_ERROR,
			       my.s.min_score, a};
	if (my.s.baseline || my.writer || my.format == SARIF)
		fingerprints(r, rec->id, rec->caption, numbered(rec), prints);
	bool good = passes(&i, known);
	buf_add(side, (const char *)&h, sizeof h);
	set_note(my.set, side, r, rec->caption, known, a);
	h.note = (uint32_t)(side->n - from);
	for (size_t k = 0; my.writer && k < r->n_findings; k++)
		baseline_line(side, prints[k], r->findings[k].rule->code, rec->id);
	h.lines = (uint32_t)(side->n - from) - h.note;
	h.failed = put_item(out, side, &i);
	h.text = (uint32_t)(side->n - from) - h.note - h.lines;
	memcpy(side->p + head, &h, sizeof h);
	return good;
}

/* Begins the forms that have a head; only once something is certain to come. */
static void begin(void)
{
	if (my.begun || my.quiet)
		return;
	my.begun = true;
	if (my.format == SARIF)
		sarif_begin(&my.held, &my.s.settings);
	else if (my.format == JUNIT)
		junit_begin(&my.held);
}

/* A result of SARIF begins with a comma, but for the first one. */
static void put_sarif(struct span text)
{
	static bool any;

	if (text.n == 0)
		return;
	buf_adds(&my.held, any ? text : span_cut(text, 2, text.n));
	any = true;
}

static void put_baseline(struct span lines)
{
	struct diag d = {0};

	if (!my.writer || baseline_write(my.writer, lines, &d) == 0)
		return;
	baseline_close(my.writer, false, NULL);
	die("%s", d.message);
}

static void fold_caption(const struct record *r, struct span side)
{
	struct side_head h;
	struct set_sample sample = {r->id, r->caption, r->member, r->image};

	memcpy(&h, side.p, sizeof h);
	struct span note = span_cut(side, sizeof h, sizeof h + h.note);
	struct span lines = {note.p + note.n, h.lines}, text = {lines.p + lines.n, h.text};
	set_add(my.set, &sample, note);
	put_baseline(lines);
	begin();
	if (my.format == SARIF)
		put_sarif(text);
	else if (my.format == JUNIT && !my.quiet)
		junit_add(&my.junit, &my.held, r->path, text, h.failed);
	if (my.held.n > 1 << 16) {
		out_write(my.held.p, my.held.n);
		buf_reset(&my.held);
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
	(void)ctx;
	if (!my.path.n && r->path.n) {
		my.path = arena_dup(&my.a, r->path);
		my.s.set_options.cut_keys |= is_tar(r->path);
	}
	if (r->kind == REC_CAPTION && side.n)
		fold_caption(r, side);
	else if (r->kind == REC_CAPTION || r->kind == REC_ERROR)
		my.set->errors++;
	else if (r->kind == REC_IMAGE)
		set_add_image(my.set, r->image);
	else if (r->kind == REC_INPUT)
		set_add_input(my.set, r->raw);
}

/* The set's findings against the baseline and the thresholds. */
static struct fingerprint *judge_set(void)
{
	struct lint_set *s = my.set;
	struct fingerprint *v = arena_alloc(&my.a, (s->n_findings + 1) * sizeof *v);
	struct buf lines = BUF_INIT;

	for (size_t i = 0; i < s->n_findings; i++) {
		struct set_finding *f = &s->findings[i];
		v[i] = fingerprint_set(span_of(f->rule->code), f->about);
		f->known = my.s.baseline && baseline_has(my.s.baseline, v[i]);
		my.failed |= my.s.fail_on && f->severity >= my.s.fail_on && !f->known;
		if (my.writer)
			baseline_line(&lines, v[i], f->rule->code, f->about);
	}
	put_baseline(buf_span(&lines));
	buf_fini(&lines);
	my.failed |= s->n && my.s.min_score >= 0 && (double)s->score < my.s.min_score;
	return v;
}

static void finish(void *ctx, struct buf *out)
{
	(void)ctx;
	set_finish(my.set);
	struct fingerprint *prints = judge_set();
	begin();
	if (my.quiet) {
		text_summary(out, my.set, my.path, my.look, &my.a);
		return;
	}
	struct buf text = BUF_INIT;
	switch (my.format) {
	case JSONL:
		score_put_set(&my.held, my.set, &my.a);
		break;
	case TEXT:
		text_set(&my.held, my.set, my.look);
		text_totals(&my.held, my.set, my.look);
		break;
	case GITHUB:
		github_set(&my.held, my.set, my.path);
		break;
	case SARIF:
		sarif_set(&text, my.set, prints, my.s.baseline != NULL, my.path);
		put_sarif(buf_span(&text)); /* score_end knows how the run ended, and closes it */
		break;
	case JUNIT:
		junit_set(&my.junit, &my.held, my.set, my.s.fail_on ? my.s.fail_on : SEV_ERROR, my.s.min_score);
		junit_end(&my.junit, &my.held);
		break;
	}
	buf_fini(&text);
	buf_adds(out, buf_span(&my.held));
	if (my.o->summary) {
		struct text_look plain = {.width = 80};
		text_summary(&my.message, my.set, my.path, plain, &my.a);
	}
}

void score_filter(struct filter *f, struct score_options *o)
{
	struct diag d = {0};
	const char *name = o->format ? o->format : o->terminal ? "text" : "jsonl";

	my.o = o;
	for (int i = 0; i < 5; i++)
		if (strcmp(name, format_names[i]) == 0)
			my.format = (enum format)i;
	my.look = (struct text_look){o->width, o->colour};
	/* The summary takes the place of the blocks for people; beside a form for programs it goes to stderr. */
	my.quiet = o->summary && my.format == TEXT;
	score_setup(&my.s, o);
	if (o->write_baseline && !(my.writer = baseline_create(my.s.baseline_path, &d)))
		die("%s", d.message);
	my.set = set_open(&my.s.set_options);
	*f = (struct filter){.open = open_state, .close = close_state, .prepare = judge, .work = work, .fold = fold, .finish = finish,
			     .swallow = my.format != JSONL, .stale = "dataset", .stale_begins = "{\"captions\":"};
}

struct span score_message(void)
{
	return buf_span(&my.message);
}

int score_end(int status)
{
	struct diag d = {0};

	if (my.failed && status < STATUS_FOUND)
		status = STATUS_FOUND;
	if (my.format == SARIF && my.begun) {
		buf_reset(&my.held);
		sarif_end(&my.held, status < STATUS_TROUBLE);
		out_write(my.held.p, my.held.n);
	}
	/* After trouble the old baseline stays: half of the findings would be missing. */
	if (my.writer && baseline_close(my.writer, status < STATUS_TROUBLE, &d) != 0)
		die("%s", d.message);
	set_close(my.set);
	score_teardown(&my.s);
	buf_fini(&my.held);
	buf_fini(&my.message);
	arena_fini(&my.a);
	registry_close();
	return status;
}
