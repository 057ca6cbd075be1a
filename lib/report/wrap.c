/* wrap.c: columns and line breaks. */
#include "report/wrap.h"

#include "base/escape.h"
#include "text/utf8.h"

/* Columns of the cluster at s.p[at..end): its widest character. */
static int cluster_columns(struct span s, size_t at, size_t end)
{
	int most = 0;
	uint32_t c;

	while (at < end) {
		size_t bad = escape_head(span_cut(s, at, end));
		at += bad ? bad : utf8_decode(s.p + at, s.p + end, &c);
		int n = bad ? 1 : uni_width(c);
		most = n > most ? n : most;
	}
	return most;
}

static size_t next_cluster(struct span s, size_t at)
{
	/* Most text is ASCII. */
	if (at + 1 < s.n && (unsigned char)s.p[at] < 0x80 && (unsigned char)s.p[at + 1] < 0x80)
		return at + 1;
	return uni_grapheme_end(s, at);
}

int wrap_columns(struct span s)
{
	int n = 0;

	for (size_t at = 0, end; at < s.n; at = end) {
		end = next_cluster(s, at);
		n += cluster_columns(s, at, end);
	}
	return n;
}

void wrap_put(struct buf *b, struct span s)
{
	size_t at = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '\t')
			continue;
		escape_terminal(b, span_cut(s, at, i));
		if (i < s.n)
			buf_addc(b, ' ');
		at = i + 1;
	}
}

void wrap_put_line(struct buf *b, struct span s)
{
	size_t at = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
			continue;
		wrap_put(b, span_cut(s, at, i));
		if (i < s.n)
			BUF_LIT(b, "\xE2\x8F\x8E"); /* return symbol */
		if (i + 1 < s.n && s.p[i] == '\r' && s.p[i + 1] == '\n')
			i++;
		at = i + 1;
	}
}

size_t wrap_line(struct span s, size_t from, int width, size_t *end)
{
	size_t space = from, at = from; /* behind the last word that fits */
	int column = 0;

	while (at < s.n) {
		size_t next = next_cluster(s, at);
		if (s.p[at] == '\n' || s.p[at] == '\r') {
			*end = at;
			return s.p[at] == '\r' && next < s.n && s.p[next] == '\n' ? next + 1 : next;
		}
		int n = cluster_columns(s, at, next);
		if (s.p[at] == ' ') {
			space = at;
		} else if (column + n > width && at > from) {
			if (space == from) { /* one long word */
				*end = at;
				return at;
			}
			*end = space;
			while (space < s.n && s.p[space] == ' ')
				space++;
			return space;
		}
		column += n;
		at = next;
	}
	*end = s.n;
	return s.n;
}

void wrap_text(struct buf *b, struct span s, int at, int width)
{
	size_t from = 0, end, next;

	if (width - at < 20)
		width = at + 20;
	while (from < s.n) {
		next = wrap_line(s, from, width - at, &end);
		wrap_put(b, span_cut(s, from, end));
		from = next;
		if (from < s.n)
			buf_printf(b, "\n%*s", at, "");
	}
}
