/* fix_diff.c: a unified diff of one caption. The hunk header names the rules. */
#include "report/capfix/fix_diff.h"

#include "base/die.h"
#include "base/escape.h"

static size_t count_lines(struct span s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* The text's lines, each behind mark, with the edits' bytes emphasised. old: edits' spans are in s; else its new texts are
 * found by walking along. */
static void put_side(struct buf *out, struct span s, const struct fix_result *r, bool old, bool colour)
{
	const char *base = old ? "\033[31m" : "\033[32m", *strong = old ? "\033[1;9;31m" : "\033[1;4;32m";
	size_t at = 0;
	long shift = 0;

	buf_addc(out, old ? '-' : '+');
	if (colour)
		buf_add(out, base, strlen(base));
	for (size_t i = 0; i <= r->edits.n; i++) {
		const struct fix_edit *e = i < r->edits.n ? &r->edits.v[i] : NULL;
		size_t from = e ? (size_t)((long)e->start + (old ? 0 : shift)) : s.n;
		size_t to = e ? from + (old ? e->old.n : e->new.n) : s.n;
		for (; at < to; at++) {
			if (colour && at == from && e)
				buf_add(out, strong, strlen(strong));
			if (s.p[at] == '\n') {
				BUF_LIT(out, "\n");
				buf_addc(out, old ? '-' : '+');
				continue;
			}
			at += escape_one(out, span_cut(s, at, s.n)) - 1; /* edits do not cut a character */
		}
		if (colour && e && to > from) {
			BUF_LIT(out, "\033[0m");
			buf_add(out, base, strlen(base));
		}
		if (e)
			shift += (long)e->new.n - (long)e->old.n;
	}
	if (colour)
		BUF_LIT(out, "\033[0m");
	buf_addc(out, '\n');
}

static void put_rules(struct buf *out, const struct fix_result *r)
{
	for (size_t i = 0; i < r->edits.n; i++) {
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= strcmp(r->edits.v[k].rule, r->edits.v[i].rule) == 0;
		if (!seen)
			buf_printf(out, " %s (%s)", r->edits.v[i].rule, fix_names[r->edits.v[i].safety]);
	}
}

/* The captions of one text file are hunks of one diff. Standard input has no name: there each caption has its id. */
static bool in_file(const struct record *rec)
{
	return !rec->member.n && rec->line && !span_is(rec->path, "-");
}

void fix_diff(struct buf *side, const struct record *rec, const struct fix_result *r, bool colour)
{
	const char *head = colour ? "\033[1m" : "", *hunk = colour ? "\033[36m" : "", *off = colour ? "\033[0m" : "";
	struct span name = rec->member.n ? rec->member : in_file(rec) ? rec->path : rec->id;
	uint32_t n = 0;
	size_t at = side->n;
	uint64_t line = in_file(rec) ? rec->line : 1;

	if (!r->changed)
		return;
	buf_add(side, (const char *)&n, sizeof n);
	buf_printf(side, "%s--- a/", head);
	escape_terminal(side, name);
	buf_printf(side, "%s\n%s+++ b/", off, head);
	escape_terminal(side, name);
	buf_printf(side, "%s\n", off);
	n = (uint32_t)(side->n - at - sizeof n);
	memcpy(side->p + at, &n, sizeof n);
	buf_printf(side, "%s@@ -%llu,%zu +%llu,%zu @@", hunk, (unsigned long long)line, count_lines(rec->caption), (unsigned long long)line, count_lines(r->caption));
	put_rules(side, r);
	buf_printf(side, "%s\n", off);
	put_side(side, rec->caption, r, true, colour);
	put_side(side, r->caption, r, false, colour);
}

void fix_diff_write(struct span side, struct buf *last)
{
	uint32_t n;

	if (side.n < sizeof n)
		return;
	memcpy(&n, side.p, sizeof n);
	struct span head = {side.p + sizeof n, n};
	if (!span_eq(head, buf_span(last))) {
		out_write(head.p, head.n);
		buf_reset(last);
		buf_adds(last, head);
	}
	out_write(head.p + head.n, side.n - sizeof n - n);
}
