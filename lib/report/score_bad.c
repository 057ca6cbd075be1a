/* score_bad.c: records that could not be judged, in the forms for CI: it must see what was not read. */
#include "base/ascii.h"
#include "json/jread.h"
#include "lint/rule.h"
#include "report/sarif_keep.h"
#include "report/score_out.h"

/* A code as ours are; another one may be anything. */
static const char *code_of(struct span s, struct arena *a)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '-' && !ascii_digit((unsigned char)s.p[i]))
			return BAD_RECORD;
	return s.n ? arena_printf(a, "%.*s", SPAN_ARG(s)).p : BAD_RECORD;
}

bool bad_passed(const struct record *rec, struct arena *a, struct diag *d)
{
	struct span raw = record_member(rec, "error"), code = SPAN(""), message = SPAN("");
	struct json_members m = {0};
	long long offset;

	if (raw.n == 0 || json_read_object(a, raw, &m, NULL) != 0 || json_get(&m, "message").n == 0)
		return false;
	json_string(a, json_get(&m, "code"), &code);
	json_string(a, json_get(&m, "message"), &message);
	const char *z = code_of(code, a);
	if (json_long(json_get(&m, "offset"), &offset) && offset >= 0)
		diag_at(d, z, (size_t)offset, "%.*s", SPAN_ARG(message));
	else
		diag_set(d, z, "%.*s", SPAN_ARG(message));
	return true;
}

struct fingerprint bad_print(const struct score_bad *b, struct arena *a)
{
	return fingerprint_set(SPAN("bad-record"), arena_printf(a, "%s %.*s", b->d->code, SPAN_ARG(b->rec->id)));
}

/* "10_dog/0001 is not judged: byte 12: not UTF-8" */
static struct span sentence(const struct score_bad *b)
{
	if (b->d->has_offset)
		return arena_printf(b->a, "%.*s is not judged: byte %zu: %s", SPAN_ARG(b->rec->id), b->d->offset, b->d->message);
	return arena_printf(b->a, "%.*s is not judged: %s", SPAN_ARG(b->rec->id), b->d->message);
}

static struct score_place place(const struct score_bad *b, struct score_file *file)
{
	struct score_place p = {.line = b->rec->member.n ? 0 : b->rec->line};

	score_file(b->a, b->rec, file);
	return p;
}

void github_bad(struct buf *out, const struct score_bad *b)
{
	struct score_file file;
	struct score_place p = place(b, &file);

	if (!b->known)
		github_line(out, SEV_ERROR, file.file, &p, "bad-record", b->d->code, sentence(b));
}

void sarif_bad(struct buf *out, const struct score_bad *b)
{
	struct score_file file;
	struct score_place p = place(b, &file);

	buf_addc(out, sarif_rank(SEV_ERROR, b->known));
	sarif_plain(out, BAD_RECORD, b->print, b->compared, b->known, sentence(b), file.uri, p.line);
	buf_addc(out, '\n');
}

bool junit_bad(struct buf *out, const struct score_bad *b)
{
	struct score_file file;
	struct score_place p = place(b, &file);

	junit_head(out, b->rec, &file, &p);
	buf_printf(out, "      %s", b->known ? "<system-out>" : "<error type=\"");
	if (!b->known) {
		junit_escape(out, span_of(b->d->code));
		BUF_LIT(out, "\" message=\"");
	}
	junit_escape(out, sentence(b));
	buf_printf(out, "%s\n    </testcase>\n", b->known ? "</system-out>" : "\"/>");
	return !b->known;
}
