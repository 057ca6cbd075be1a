/* split_by.c: captions by clause, sentence, tag or line. A part ends where the next one begins, so separators and white space
 * belong to the part before. */
#include "split/split.h"
#include "text/quote.h"
#include "text/seg.h"
#include "text/utf8.h"

static void begin_part(struct split *out, struct arena *a, size_t at)
{
	if (out->n) {
		if (at <= out->v[out->n - 1].start)
			return;
		out->v[out->n - 1].end = at;
	} else {
		at = 0;
	}
	*ARENA_PUSH(a, out) = (struct split_part){.start = at};
}

/* Tags end at commas, line breaks and kohya's ||| and ;;;. */
static bool ends_tag(struct span caption, const struct seg_segment *s)
{
	struct span sep = span_cut(caption, s->sep_start, s->sep_end);

	return s->sep == ',' || s->sep == '|' || span_starts(sep, SPAN(";;;")) || memchr(sep.p, '\n', sep.n) ||
	       memchr(sep.p, '\r', sep.n);
}

/* Whether byte i, asked for in ascending order, lies in a quotation: *at is how far was looked, *end where the last one is over. */
static bool quoted(struct span s, size_t i, size_t *at, size_t *end)
{
	for (; *at < i; *at = *end > *at ? *end : *at + 1)
		*end = quote_end(s, *at);
	return i < *end;
}

/* No clause or sentence ends inside a quotation: what a sign says is one thing. A trainer that splits tags knows no quotations. */
static void by_segment(char kind, struct span caption, struct arena *a, struct split *out)
{
	size_t at = 0, end = 0;
	struct seg seg;

	seg_cut(caption, a, &seg);
	for (size_t i = 0; i < seg.n_segments; i++) {
		const struct seg_segment *s = &seg.segments[i];
		bool edge = i == 0 || kind == 'c' || (kind == 's' && s->sentence != s[-1].sentence) ||
		            (kind == 't' && ends_tag(caption, &s[-1]));
		if (edge && (kind == 't' || !quoted(caption, s->start, &at, &end)))
			begin_part(out, a, s->start);
	}
}

/* A line begins behind LF, CR or CRLF; blank ones join the line before. */
static void by_line(struct span caption, struct arena *a, struct split *out)
{
	bool fresh = true;
	uint32_t c;

	for (size_t i = 0; i < caption.n;) {
		size_t n = utf8_decode(caption.p + i, caption.p + caption.n, &c);
		if (c == '\n' || c == '\r') {
			fresh = true;
		} else if (fresh && !uni_py_space(c)) {
			begin_part(out, a, i);
			fresh = false;
		}
		i += n;
	}
}

bool split_by(const char *by, struct span caption, struct arena *a, struct split *out)
{
	*out = (struct split){0};
	if (strcmp(by, "line") == 0)
		by_line(caption, a, out);
	else if (strcmp(by, "clause") == 0 || strcmp(by, "sentence") == 0 || strcmp(by, "tag") == 0)
		by_segment(by[0], caption, a, out);
	else
		return false;
	if (!out->n)
		begin_part(out, a, 0);
	out->v[out->n - 1].end = caption.n;
	return true;
}
