/* src_jsonl.c: JSON Lines: one object a line, of our own tools or anybody's (Hugging Face's
 * metadata.jsonl). */
#include "base/escape.h"
#include "io/form.h"
#include "io/text.h"

/* Whether text begins as only JSON does: `{"key":` or `{}`. `{a|b} dog` and `{"big"|small} dog` are
 * captions. */
static bool begins_object(struct span t)
{
	size_t i = 1;

	while (i < t.n && (t.p[i] == ' ' || t.p[i] == '\t'))
		i++;
	if (i >= t.n || t.p[i] != '"')
		return false;
	for (i++; i < t.n && t.p[i] != '"'; i++)
		if (t.p[i] == '\\')
			i++;
	for (i++; i < t.n && (t.p[i] == ' ' || t.p[i] == '\t'); i++)
		;
	return i < t.n && t.p[i] == ':';
}

/* Sure if the first line is an object. If it only begins like one it is broken JSON, which must not pass
 * for a caption: a message says so. */
static int jsonl_bid(struct source *s, struct diag *d)
{
	struct span line = source_first_line(s, 1, d);
	struct json_members m;
	struct arena a = ARENA_INIT;

	if (!line.n || line.p[0] != '{')
		return 0;
	line = source_first_line(s, s->limits.caption_max, d);
	int bid = json_read_object(&a, line, &m, NULL) == 0 ? 60 : begins_object(line) ? 40 : 0;
	if (bid == 60 && !text_named_jsonl(s) && text_json_caption(&m, s->o->field))
		bid = 0; /* src_lines.c takes it */
	arena_fini(&a);
	return bid;
}

static bool blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
			return false;
	return true;
}

/* The id of a record of ours (record_begin) of which only the beginning is at hand. */
static void name(struct span begin, struct record *r, struct arena *a)
{
	static const struct span head = {"{\"id\":", 6};
	size_t end;

	if (span_starts(begin, head) && json_scan_value(begin, head.n, &end, NULL) == 0 && end < begin.n && escape_utf8(span_cut(begin, 0, end)))
		json_string(a, span_cut(arena_dup(a, begin), head.n, end), &r->id);
}

static int jsonl_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct span line;
	int rc;

	do {
		rc = input_line(&s->in, s->limits.caption_max, &line, d);
		if (rc <= 0)
			return rc;
		if (++s->line == 1 && span_starts(line, SPAN("\xEF\xBB\xBF")))
			line = span_cut(line, 3, line.n);
	} while (rc == 1 && blank(line));
	r->line = s->line;
	if (rc == 2) {
		name(line, r, a);
		text_too_large(&r->error, r->id.n ? arena_printf(a, "the record of %.*s", SPAN_ARG(r->id)).p : "line", s->limits.caption_max);
		r->kind = REC_ERROR;
	} else if (text_object(s->o, arena_dup(a, line), r, a, &r->error) != 0) {
		r->members = (struct json_members){NULL, 0, 0};
		r->kind = REC_ERROR;
	}
	if (!r->id.n)
		r->id = text_number(a, s->line);
	return 1;
}

static bool jsonl_would_block(struct source *s)
{
	return input_would_block(&s->in);
}

const struct form form_jsonl = {
	.name = "jsonl", .text = true, .bid = jsonl_bid, .next = jsonl_next, .would_block = jsonl_would_block
};
