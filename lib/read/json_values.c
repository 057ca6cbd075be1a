/* json_values.c: the string values of a caption that is JSON (Ideogram 4's, Bria FIBO's): phrases of the picture. Keys and punctuation
 * are structure. */
#include "json/jread.h"
#include "read/build.h"
#include "text/utf8.h"

/* Behind the closing quote of the string that begins at i. text is valid JSON. */
static size_t string_end(struct span text, size_t i)
{
	for (i++; i < text.n && text.p[i] != '"'; i++)
		i += text.p[i] == '\\';
	return i < text.n ? i + 1 : text.n;
}

static bool is_key(struct span text, size_t end)
{
	while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t' || text.p[end] == '\n' || text.p[end] == '\r'))
		end++;
	return end < text.n && text.p[end] == ':';
}

/* The next string value at or behind *at: its bytes without the quotes, which may be none. */
static bool next_value(struct span text, size_t *at, size_t *from, size_t *to)
{
	for (size_t i = *at; i < text.n; i++) {
		if (text.p[i] != '"')
			continue;
		size_t end = string_end(text, i);
		if (!is_key(text, end)) {
			*from = i + 1;
			*to = end - 1;
			*at = end;
			return true;
		}
		i = end - 1;
	}
	return false;
}

bool json_is_caption(struct span text)
{
	size_t at = 0, from, to;

	return json_document(text) && next_value(text, &at, &from, &to);
}

/* The piece of t->text that byte at is in. *i: where to begin to look. */
static const struct fed_piece *piece_at(const struct read_text *t, size_t *i, size_t at)
{
	while (*i + 1 < t->n && t->v[*i].at + t->v[*i].n <= at)
		++*i;
	return &t->v[*i];
}

/* Bytes [from, to) of the JSON become s. */
static void put(struct build *b, const struct read_text *t, size_t *i, size_t from, size_t to, struct span s)
{
	const struct fed_piece *p = piece_at(t, i, from), *q;

	if (s.n == to - from) { /* as it stands: piece by piece */
		while (from < to) {
			p = piece_at(t, i, from);
			size_t n = p->at + p->n < to ? p->at + p->n - from : to - from;
			bool same = p->n == p->end - p->start;
			size_t start = same ? p->start + (from - p->at) : p->start, end = same ? start + n : p->end;
			build_piece(b, span_cut(t->text, from, from + n), start, end);
			from += n;
		}
		return;
	}
	q = piece_at(t, i, to - 1);
	bool same = p->n == p->end - p->start && q->n == q->end - q->start;
	build_piece(b, s, same ? p->start + (from - p->at) : p->start, same ? q->start + (to - q->at) : q->end);
}

/* How many bytes the escape at i has, a surrogate's other half with it. */
static size_t escape_length(struct span text, size_t i, size_t end)
{
	if (text.p[i + 1] != 'u')
		return 2;
	bool high = (text.p[i + 2] == 'd' || text.p[i + 2] == 'D') && strchr("89abAB", text.p[i + 3]);
	return high && i + 12 <= end && text.p[i + 6] == '\\' && text.p[i + 7] == 'u' ? 12 : 6;
}

static void value(struct build *b, const struct read_text *t, size_t *i, size_t from, size_t to)
{
	struct span text = t->text;

	for (size_t k = from; k < to;) {
		const char *slash = memchr(text.p + k, '\\', to - k);
		size_t plain = slash ? (size_t)(slash - text.p) : to;

		if (plain > k)
			put(b, t, i, k, plain, span_cut(text, k, plain));
		if (plain == to)
			return;
		size_t n = escape_length(text, plain, to);
		char quoted[16] = "\"";
		struct span decoded = SPAN("");
		memcpy(quoted + 1, text.p + plain, n);
		quoted[n + 1] = '"';
		json_string(b->a, (struct span){quoted, n + 2}, &decoded);
		/* The letter may be kept in the arena or in quoted: it is copied at once. */
		put(b, t, i, plain, plain + n, decoded);
		k = plain + n;
	}
}

void json_values(struct build *b, const struct read_text *t)
{
	size_t at = 0, from, to, i = 0;

	while (next_value(t->text, &at, &from, &to)) {
		if (from == to)
			continue;
		size_t here = piece_at(t, &i, from)->start;
		if (b->n)
			build_piece(b, SPAN("\n"), here, here);
		value(b, t, &i, from, to);
	}
}
