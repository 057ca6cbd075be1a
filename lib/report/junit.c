/* junit.c: JUnit XML as Jenkins, GitLab and others read it: a test case for each caption. Cases are gathered into suites of
 * SUITE_CASES, so that the counts in a suite's head are right and memory stays flat. */
#include "lint/rule.h"
#include "report/score_out.h"
#include "text/utf8.h"

enum { SUITE_CASES = 1000 };

/* XML 1.0 allows no control but tab, CR, LF, and neither U+FFFE nor U+FFFF; C1 and DEL it discourages, and readers print them. */
void junit_escape(struct buf *b, struct span s)
{
	uint32_t c;

	for (const char *p = s.p; p < s.p + s.n;) {
		size_t n = utf8_decode(p, s.p + s.n, &c);
		if (c == '&')
			BUF_LIT(b, "&amp;");
		else if (c == '<')
			BUF_LIT(b, "&lt;");
		else if (c == '>')
			BUF_LIT(b, "&gt;");
		else if (c == '"')
			BUF_LIT(b, "&quot;");
		else if (c == '\n' || c == '\r' || c == '\t')
			buf_printf(b, "&#%u;", c);
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || c == 0xFFFE || c == 0xFFFF)
			BUF_LIT(b, "\xEF\xBF\xBD");
		else
			buf_add(b, p, n);
		p += n;
	}
}

void junit_begin(struct buf *out)
{
	BUF_LIT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"capscore\">\n");
}

static bool fails(const struct score_item *i, size_t k)
{
	return i->level && i->r->findings[k].severity >= i->level && !i->known[k];
}

static void put_failure(struct buf *out, const struct score_item *i, struct score_file *file, const struct finding *f)
{
	struct score_place p;

	score_place(file, f->start, f->end, &p);
	buf_printf(out, "      <failure type=\"%s\" message=\"%s ", f->rule->code, f->rule->name);
	junit_escape(out, f->message);
	BUF_LIT(out, "\">");
	junit_escape(out, file->file);
	if (p.line)
		buf_printf(out, ":%llu", (unsigned long long)p.line);
	if (p.column)
		buf_printf(out, ":%llu", (unsigned long long)p.column);
	BUF_LIT(out, ": ");
	junit_escape(out, span_cut(i->rec->caption, f->start, f->end));
	BUF_LIT(out, "</failure>\n");
}

/* What does not fail stands in the case's output. */
static void put_rest(struct buf *out, const struct score_item *i)
{
	bool any = false;

	for (size_t k = 0; k < i->r->n_findings; k++) {
		const struct finding *f = &i->r->findings[k];
		if (fails(i, k))
			continue;
		if (!any)
			BUF_LIT(out, "      <system-out>");
		any = true;
		buf_printf(out, "%s %s%s: ", f->rule->code, severity_names[f->severity], i->known[k] ? " (known)" : "");
		junit_escape(out, f->message);
		BUF_LIT(out, "&#10;");
	}
	if (any)
		BUF_LIT(out, "</system-out>\n");
}

void junit_head(struct buf *out, const struct record *rec, const struct score_file *file, const struct score_place *p)
{
	BUF_LIT(out, "    <testcase classname=\"");
	junit_escape(out, rec->path);
	BUF_LIT(out, "\" name=\"");
	junit_escape(out, rec->id);
	BUF_LIT(out, "\" file=\"");
	junit_escape(out, file->file);
	if (p->line)
		buf_printf(out, "\" line=\"%llu", (unsigned long long)p->line);
	BUF_LIT(out, "\">\n");
}

bool junit_case(struct buf *out, const struct score_item *i)
{
	bool low = i->min_score >= 0 && (double)i->r->score < i->min_score, failed = low;
	struct score_file file;
	struct score_place p;

	score_file(i->a, i->rec, &file);
	score_place(&file, 0, 0, &p);
	junit_head(out, i->rec, &file, &p);
	for (size_t k = 0; k < i->r->n_findings; k++)
		if (fails(i, k)) {
			put_failure(out, i, &file, &i->r->findings[k]);
			failed = true;
		}
	if (low)
		buf_printf(out, "      <failure type=\"min-score\" message=\"score %.1f is under %.4g\"/>\n", (double)i->r->score,
			   i->min_score);
	put_rest(out, i);
	BUF_LIT(out, "    </testcase>\n");
	return failed;
}

static void put_suite(struct junit *j, struct buf *out)
{
	if (j->tests == 0)
		return;
	BUF_LIT(out, "  <testsuite name=\"");
	junit_escape(out, j->path);
	if (j->suite)
		buf_printf(out, " (%u)", j->suite + 1);
	buf_printf(out, "\" tests=\"%u\" failures=\"%u\" errors=\"%u\">\n", j->tests, j->failures, j->errors);
	buf_adds(out, buf_span(&j->cases));
	BUF_LIT(out, "  </testsuite>\n");
	buf_reset(&j->cases);
	j->tests = j->failures = j->errors = 0;
}

void junit_add(struct junit *j, struct buf *out, struct span path, struct span text, enum junit_verdict verdict)
{
	bool other = !span_eq(path, j->path);

	if (other || j->tests == SUITE_CASES) {
		put_suite(j, out);
		j->suite = other ? 0 : j->suite + 1;
	}
	if (other) {
		arena_reset(&j->a);
		j->path = arena_dup(&j->a, path);
	}
	j->tests++;
	j->failures += verdict == JUNIT_FAILED;
	j->errors += verdict == JUNIT_ERROR;
	buf_adds(&j->cases, text);
}

void junit_set(struct junit *j, struct buf *out, const struct lint_set *s, enum severity level, double min_score)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < s->n_findings; i++) {
		const struct set_finding *f = &s->findings[i];
		bool failed = level && f->severity >= level && !f->known;
		buf_reset(&text);
		buf_printf(&text, "    <testcase classname=\"dataset\" name=\"%s ", f->rule->name);
		junit_escape(&text, f->about);
		buf_printf(&text, "\">\n      %s", failed ? "<failure type=\"" : "<system-out>");
		if (failed)
			buf_printf(&text, "%s\" message=\"", f->rule->code);
		junit_escape(&text, f->message);
		buf_printf(&text, "%s\n    </testcase>\n", failed ? "\"/>" : "</system-out>");
		junit_add(j, out, SPAN("dataset"), buf_span(&text), failed ? JUNIT_FAILED : JUNIT_PASSED);
	}
	buf_reset(&text);
	bool low = min_score >= 0 && s->n && (double)s->score < min_score;
	buf_printf(&text, "    <testcase classname=\"dataset\" name=\"score\">\n      ");
	if (low)
		buf_printf(&text, "<failure type=\"min-score\" message=\"score %.1f is under %.4g\"/>\n", (double)s->score, min_score);
	else
		buf_printf(&text, "<system-out>score %.1f</system-out>\n", (double)s->score);
	BUF_LIT(&text, "    </testcase>\n");
	junit_add(j, out, SPAN("dataset"), buf_span(&text), low ? JUNIT_FAILED : JUNIT_PASSED);
	buf_fini(&text);
}

void junit_end(struct junit *j, struct buf *out)
{
	put_suite(j, out);
	BUF_LIT(out, "</testsuites>\n");
	buf_fini(&j->cases);
	arena_fini(&j->a);
}
