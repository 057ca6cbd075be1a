/* findings.c: baseline, level and form of findings. */
#include "report/findings.h"

#include <string.h>

#include "base/die.h"

enum { HELD_MOST = 1 << 16 };

static const char *const format_names[] = {"jsonl", "text", "github", "sarif", "junit", "ids"}; /* enum findings_format */

void findings_open(struct findings *f, const struct findings_options *o, const struct lint_settings *settings)
{
	const char *name = o->format ? o->format : o->terminal ? "text" : "jsonl";
	struct diag d = {0};

	*f = (struct findings){.look = {o->width, o->colour, o->all}, .settings = settings};
	for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++)
		if (strcmp(name, format_names[i]) == 0)
			f->format = (enum findings_format)i;
	if (o->write_baseline && !o->baseline)
		die("--write-baseline writes the file of --baseline FILE; name it");
	if (o->baseline && !o->write_baseline && !(f->baseline = baseline_load(o->baseline, &d)))
		die("%s", d.message);
	for (int s = SEV_INFO; o->fail_on && s <= SEV_ERROR; s++)
		if (strcmp(o->fail_on, severity_names[s]) == 0)
			f->fail_on = (enum severity)s;
	/* Against a baseline anything new from warning on fails, unless --fail-on says otherwise. */
	if (f->baseline && !o->fail_on)
		f->fail_on = SEV_WARNING;
	if (o->write_baseline && !(f->writer = baseline_create(o->baseline, &d)))
		die("%s", d.message);
}

bool findings_known(const struct findings *f, struct fingerprint print)
{
	return f->baseline && baseline_has(f->baseline, print);
}

bool findings_fail(const struct findings *f, enum severity s, bool known)
{
	return f->fail_on && s >= f->fail_on && !known;
}

bool findings_pass(const struct findings *f, const struct lint_result *r, const struct fingerprint *prints, bool *known)
{
	bool good = true;

	for (size_t i = 0; i < r->n_findings; i++) {
		known[i] = findings_known(f, prints[i]);
		good &= !findings_fail(f, r->findings[i].severity, known[i]);
	}
	return good;
}

struct score_item findings_item(const struct findings *f, const struct record *rec, const struct lint_result *r,
				const struct fingerprint *prints, const bool *known, double min_score, struct arena *a)
{
	return (struct score_item){rec, r, prints, known, f->baseline != NULL, f->fail_on ? f->fail_on : SEV_ERROR, min_score, a};
}

bool findings_put(const struct findings *f, struct buf *out, struct buf *side, const struct score_item *i)
{
	if (f->format == AS_GITHUB)
		github_caption(out, i);
	else if (f->format == AS_SARIF)
		sarif_caption(side, i);
	return f->format == AS_JUNIT && junit_case(side, i);
}

void findings_lines(const struct findings *f, struct buf *side, const struct lint_result *r, const struct fingerprint *prints, struct span id)
{
	for (size_t i = 0; f->writer && i < r->n_findings; i++)
		baseline_line(side, prints[i], r->findings[i].rule->code, id);
}

void findings_begin(struct findings *f)
{
	if (f->begun)
		return;
	f->begun = true;
	if (f->format == AS_SARIF)
		sarif_begin(&f->held, f->settings);
	else if (f->format == AS_JUNIT)
		junit_begin(&f->held);
}

void findings_write(struct findings *f, struct span lines)
{
	struct diag d = {0};

	if (!f->writer || baseline_write(f->writer, lines, &d) == 0)
		return;
	baseline_close(f->writer, false, NULL);
	die("%s", d.message);
}

void findings_add(struct findings *f, struct span path, struct span text, enum junit_verdict verdict)
{
	if (f->format == AS_SARIF)
		sarif_keep_add(&f->sarif, text);
	else if (f->format == AS_JUNIT)
		junit_add(&f->junit, &f->held, path, text, verdict);
}

bool findings_bad(struct findings *f, const struct record *r, const struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct score_bad b = {.rec = r, .d = d, .compared = f->baseline != NULL, .a = &a};

	b.print = bad_print(&b, &a);
	b.known = findings_known(f, b.print);
	if (f->writer)
		baseline_line(&text, b.print, BAD_RECORD, r->id);
	findings_write(f, buf_span(&text));
	buf_reset(&text);
	findings_begin(f);
	enum junit_verdict verdict = JUNIT_PASSED;
	if (f->format == AS_GITHUB)
		github_bad(&f->held, &b);
	else if (f->format == AS_SARIF)
		sarif_bad(&text, &b);
	else if (f->format == AS_JUNIT && junit_bad(&text, &b))
		verdict = JUNIT_ERROR;
	findings_add(f, r->path, buf_span(&text), verdict);
	buf_fini(&text);
	arena_fini(&a);
	return !b.known;
}

void findings_flush(struct findings *f)
{
	if (f->held.n <= HELD_MOST)
		return;
	out_write(f->held.p, f->held.n);
	buf_reset(&f->held);
}

void findings_close(struct findings *f, bool complete, uint64_t bad)
{
	struct diag d = {0};

	if (f->format == AS_SARIF && f->begun)
		sarif_keep_close(&f->sarif, complete, bad);
	if (f->writer && baseline_close(f->writer, complete, &d) != 0)
		die("%s", d.message);
	baseline_free(f->baseline);
	buf_fini(&f->held);
}
