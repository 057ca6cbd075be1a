/* view_page.c: what ties the reader of records, the reader of images and the page together. */
#include "report/view_page.h"

#include <string.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/escape.h"
#include "base/sys.h"
#include "dataset/rule_list.h"
#include "io/images.h"
#include "io/output.h"
#include "lint/lint.h"
#include "lint/rule.h"
#include "report/view_pictures.h"
#include "run/progress.h"
#include "view/view.h"

enum { IMAGE_MAX = 256 << 20 };

/* One page being made. */
struct capview_job {
	struct output out;
	bool file; /* else standard output */
	struct progress progress;
	uint64_t records, notes; /* of these, what speaks of a set */
	int status;
};

/* Trouble with the page itself. */
_Noreturn static void give_up(struct capview_job *job, const struct diag *d)
{
	output_abort(&job->out);
	progress_clear(&job->progress);
	if (strcmp(d->code, "pipe") == 0)
		die_quietly();
	die("%s", d->message);
}

static void put(void *ctx, const char *p, size_t n)
{
	struct capview_job *job = ctx;
	struct diag d = {0};

	if (!job->file)
		out_write(p, n);
	else if (output_put(&job->out, p, n, &d) != 0)
		give_up(job, &d);
}

static bool about_rule(struct span code, struct span *title, struct span *why)
{
	const struct rule *r = rule_find(code);

	if (!r)
		return false;
	*title = span_of(r->title);
	*why = span_of(r->why);
	return true;
}

/* Trouble that spoils the page. */
_Noreturn static void fail(struct capview_job *job, const char *what, const struct diag *d)
{
	output_abort(&job->out);
	progress_clear(&job->progress);
	die("%s: %s", what, d->message);
}

/* {"error":{"message":…}} of an earlier tool. */
static struct span error_of(const struct record *r, struct arena *a)
{
	struct json_members m = {0};
	struct span raw = record_member(r, "error"), s = {NULL, 0};

	if (raw.p && json_read_object(a, raw, &m, NULL) == 0 && !json_string(a, json_get(&m, "message"), &s))
		s = SPAN("a bad record");
	return s;
}

static void take(struct capview_job *job, struct view *v, const struct record *r, struct arena *a)
{
	struct view_record row = {.id = r->id, .path = r->path, .member = r->member, .image = r->image, .model = r->model};

	switch (r->kind) {
	case REC_CAPTION:
		row.captioned = true;
		row.caption = r->caption;
		row.captok = record_member(r, "captok");
		row.capscene = record_member(r, "capscene");
		row.capscore = record_member(r, "capscore");
		row.capfix = record_member(r, "capfix");
		row.capsplit = record_member(r, "capsplit");
		row.capsee = record_member(r, "capsee");
		break;
	case REC_ERROR:
		row.error = span_of(r->error.message);
		job->status = STATUS_FOUND;
		break;
	case REC_IMAGE:
		row.capsee = record_member(r, "capsee");
		break;
	case REC_PASS:
		row.error = error_of(r, a);
		if (!row.error.p) {
			if (record_member(r, "dataset").p)
				view_note(v, r->raw);
			job->notes++;
			return;
		}
		break;
	case REC_INPUT:
		view_note(v, r->raw);
		return;
	}
	view_row(v, &row);
}

static void read_records(struct capview_job *job, struct view *v)
{
	struct diag d = {0};
	struct arena a = ARENA_INIT;
	struct record r = {0};
	struct source *s = source_open(NULL, &run_common.source, &d);
	int rc = 0;

	if (!s)
		fail(job, "standard input", &d);
	while ((rc = source_next(s, &r, &a, &d)) == 1) {
		r.number = ++job->records;
		if (r.kind == REC_ERROR) {
			progress_clear(&job->progress);
			warn("record %llu: %s", (unsigned long long)r.number, r.error.message);
		}
		take(job, v, &r, &a);
		arena_reset(&a);
		progress_draw(&job->progress, s, job->records);
	}
	source_close(s);
	arena_fini(&a);
	if (rc == 0 && job->records == job->notes) { /* the tool in front has died: an empty page would hide it */
		diag_set(&d, "empty", "no records came, so there is nothing to show");
		give_up(job, &d);
	}
	if (rc < 0)
		fail(job, "standard input", &d);
}

/* A picture that cannot be read is shown as such; only a dataset that breaks off is trouble, and even then the page is made. */
static void read_images(struct capview_job *job, struct view *v, const char *path)
{
	struct diag d = {0};
	struct span name, bytes;
	struct images *m = images_open(path, &run_common.source.limits, &d);
	struct pictures *p = pictures_open(v, run_common.jobs ? (size_t)run_common.jobs : (size_t)sys_cores());
	int rc = -1;

	while (m && (rc = images_next(m, &name, &d)) == 1) {
		if (!view_wants(v, name))
			continue;
		d = (struct diag){0};
		bool ok = images_read(m, IMAGE_MAX, &bytes, &d) == 0;
		pictures_add(p, name, ok ? bytes : SPAN(""), ok ? NULL : d.message);
		progress_draw(&job->progress, images_source(m), job->records);
	}
	pictures_close(p);
	progress_clear(&job->progress);
	if (rc < 0) {
		warn("%s: %s", path, d.message);
		job->status = STATUS_TROUBLE;
	}
	if (m)
		images_close(m);
}

int capview_run(const struct capview_options *o, int n, char **datasets)
{
	struct capview_job run = {.out = OUTPUT_INIT}, *job = &run;
	struct diag d = {0};
	struct view_options page = {.title = o->title, .version = captools_version, .edge = (unsigned)o->thumb, .rule = about_rule,
				    .write = put, .ctx = job};
	struct buf name = BUF_INIT;

	escape_terminal(&name, span_of(n == 1 ? datasets[0] : "captions")); /* the page is UTF-8, whatever a folder is called */
	buf_addc(&name, 0);
	if (!page.title)
		page.title = name.p;
	progress_init(&job->progress, run_common.quiet);
	run_limits(&run_common.source.limits);
	job->file = o->out && strcmp(o->out, "-") != 0;
	if (job->file && output_open(&job->out, o->out, &d) != 0)
		die("%s", d.message);
	struct view *v = view_open(&page, &d);
	if (!v)
		fail(job, "the page", &d);
	read_records(job, v);
	if (n && view_pictures(v))
		for (int i = 0; i < n; i++) {
			const struct run_input *in = run_input_of(datasets[i]);
			if (!in || !in->texts)
				read_images(job, v, datasets[i]);
		}
	view_close(v);
	buf_fini(&name);
	if (job->file && output_commit(&job->out, &d) != 0)
		give_up(job, &d);
	return job->status;
}
