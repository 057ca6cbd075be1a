/* web_text.c: addresses and HTML read as Python's libraries read them. */
#include "model/cleaning/web_text.h"

#include "base/ascii.h"
#include "ftfy/ftfy.h"
#include "ftfy/ftfy_text.h"
#include "text/utf8.h"

enum { UNICODE_END = 0x110000 };

static const char *const replacement = "\xEF\xBF\xBD";

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The byte that "%xx" at i is, or -1. */
static int escaped(struct span s, size_t i)
{
	if (i + 2 >= s.n || s.p[i] != '%' || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
		return -1;
	return hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]);
}

/* Bytes of a character that begins with b; 0: none does. */
static size_t length_of(unsigned char b)
{
	return b < 0x80 ? 1 : b >= 0xC2 && b < 0xE0 ? 2 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xF0 && b < 0xF5 ? 4 : 0;
}

/* Whether the first n bytes of a character (n under its length) may be its beginning. */
static bool begins(const char *p, size_t n)
{
	unsigned char a = (unsigned char)p[0], b = n > 1 ? (unsigned char)p[1] : 0x80;

	if (n > 1 && (b & 0xC0) != 0x80)
		return false;
	if (n > 1 && ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) || (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)))
		return false;
	return n < 3 || ((unsigned char)p[2] & 0xC0) == 0x80;
}

/* One character of escaped bytes at i, or U+FFFD for what is the beginning of one at most. Returns where it ends. */
static size_t put_escaped(struct rewriting *w, struct span s, size_t i)
{
	char c[4] = {(char)escaped(s, i)};
	size_t want = length_of((unsigned char)c[0]), n = 1, at = i + 3;

	while (n < want && escaped(s, at) >= 0) {
		c[n] = (char)escaped(s, at);
		if (!begins(c, n + 1) || ((unsigned char)c[n] & 0xC0) != 0x80)
			break;
		n++;
		at += 3;
	}
	if (want && n == want)
		rewriting_put(w, c, n, i, at);
	else
		rewriting_put(w, replacement, 3, i, at);
	return at;
}

void web_unquote(struct rewriting *w)
{
	struct span s = buf_span(&w->text);

	for (size_t i = 0; i < s.n;) {
		if (escaped(s, i) >= 0) {
			i = put_escaped(w, s, i);
			continue;
		}
		rewriting_put(w, s.p[i] == '+' ? " " : s.p + i, 1, i, i + 1);
		i++;
	}
	rewriting_step(w);
}

/* ------------------------------------------------------------------------------------------------ HTML */

static size_t find(struct span s, size_t from, struct span what)
{
	for (size_t i = from; i + what.n <= s.n; i++)
		if (memcmp(s.p + i, what.p, what.n) == 0)
			return i;
	return s.n;
}

static bool name_char(char c)
{
	return !(c == ' ' || (c >= '\t' && c <= '\r') || c == '/' || c == '>');
}

/* Behind the tag that opens at i ("<b class='x>y'>"), or 0 where it does not end. Values in quotes may hold >. */
static size_t tag_end(struct span s, size_t i)
{
	bool value = false;

	for (i++; i < s.n; i++) {
		if (s.p[i] == '>')
			return i + 1;
		if (s.p[i] == '=') {
			value = true;
			continue;
		}
		if (value && (s.p[i] == '"' || s.p[i] == '\'')) {
			const char *close = memchr(s.p + i + 1, s.p[i], s.n - i - 1);
			if (!close)
				return 0;
			i = (size_t)(close - s.p);
		}
		value &= s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
	}
	return 0;
}

/* Behind a script or style that the tag [i,end) opens: its text is none. */
static size_t raw_end(struct span s, size_t i, size_t end)
{
	static const struct span raw[] = {SPAN_INIT("script"), SPAN_INIT("style")};

	for (size_t k = 0; k < 2; k++) {
		size_t n = raw[k].n;
		if (!span_starts(span_cut(s, i + 1, s.n), raw[k]) || name_char(s.p[i + 1 + n]))
			continue;
		for (size_t at = find(s, end, SPAN("</")); at < s.n; at = find(s, at + 2, SPAN("</")))
			if (span_starts(span_cut(s, at + 2, s.n), raw[k]))
				return at;
		return s.n;
	}
	return end;
}

/* Behind what < at i opens, or i where it is only a character. */
static size_t markup_end(struct span s, size_t i)
{
	char next = i + 1 < s.n ? s.p[i + 1] : '\0', after = i + 2 < s.n ? s.p[i + 2] : '\0';

	if (ascii_letter((unsigned char)next)) {
		size_t end = tag_end(s, i);
		return end ? raw_end(s, i, end) : i;
	}
	if (span_starts(span_cut(s, i, s.n), SPAN("<!--"))) {
		size_t end = find(s, i + 4, SPAN("-->"));
		return end < s.n ? end + 3 : i;
	}
	bool mark = next == '?' || (next == '!' && (ascii_letter((unsigned char)after) || after == '[')) || (next == '/' && after != '\0');
	const char *close = mark ? memchr(s.p + i, '>', s.n - i) : NULL;
	return close ? (size_t)(close - s.p) + 1 : i;
}

/* "&#233;" "&eacute;" at i: its end, or i. */
static size_t entity_end(struct span s, size_t i)
{
	size_t at = i + 1;

	if (at < s.n && s.p[at] == '#') {
		bool x = at + 1 < s.n && (s.p[at + 1] | 32) == 'x';
		size_t from = at + 1 + x;
		for (at = from; at < s.n && (x ? hex(s.p[at]) >= 0 : ascii_digit((unsigned char)s.p[at])); at++)
			;
		/* "&#12a" is none: a letter that may be a digit stands behind it (html.parser's charref) */
		return at == from || (at < s.n && hex(s.p[at]) >= 0) ? i : at;
	}
	if (at >= s.n || !ascii_letter((unsigned char)s.p[at]))
		return i;
	while (at < s.n && (ascii_word((unsigned char)s.p[at]) || s.p[at] == '-' || s.p[at] == '.'))
		at++;
	return at;
}

/* The character of a number, as BeautifulSoup has it: up to 255 a byte of windows-1252, which is what old pages meant; none is left out as
 * html.unescape would. A surrogate, on which the tokenizer would stop, is no character either. */
static void put_number(struct rewriting *w, struct span digits, size_t i, size_t all)
{
	char utf8[4];
	uint32_t c = 0;
	bool x = (digits.p[0] | 32) == 'x';

	for (size_t k = x; k < digits.n && c < UNICODE_END; k++)
		c = c * (x ? 16 : 10) + (uint32_t)hex(digits.p[k]);
	if (c < 0x100)
		c = ftfy_1252((unsigned char)c);
	if (c == 0 || c >= UNICODE_END || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	rewriting_put(w, utf8, utf8_encode(c, utf8), i, all);
}

/* An entity becomes its character; a name that nobody knows loses its semicolon. */
static size_t put_entity(struct rewriting *w, struct span s, size_t i)
{
	size_t end = entity_end(s, i), all = end + (end < s.n && s.p[end] == ';');
	struct buf in = BUF_INIT, out = BUF_INIT;

	/* Python's parser drops the & of what may be the beginning of an entity, where the text is over. */
	if (i + 2 == s.n && ascii_letter((unsigned char)s.p[i + 1]))
		return i + 1;
	if (end == i || end == s.n) {
		rewriting_copy(w, i, i + 1);
		return i + 1;
	}
	if (s.p[i + 1] == '#') {
		put_number(w, span_cut(s, i + 2, end), i, all);
		return all;
	}
	buf_adds(&in, span_cut(s, i, end));
	buf_addc(&in, ';');
	if (html_unescape(buf_span(&in), &out, NULL) && out.n && out.p[out.n - 1] != ';')
		rewriting_put(w, out.p, out.n, i, all);
	else
		rewriting_copy(w, i, end);
	buf_fini(&in);
	buf_fini(&out);
	return all;
}

/* "&#" at i that begins no number. html.parser stops there, behind it if a semicolon is still to come, and is called once more for the
 * rest; where it stops again, what is left is text. Returns where to go on. */
static size_t stop_at(struct rewriting *w, struct span s, size_t i, bool *again)
{
	size_t to = memchr(s.p + i, ';', s.n - i) ? i + 2 : i;

	if (*again)
		to = s.n;
	*again = true;
	rewriting_copy(w, i, to);
	return to;
}

static bool is_number(struct span s, size_t i)
{
	size_t end = entity_end(s, i);

	return end > i && end < s.n;
}

void web_text(struct rewriting *w)
{
	struct span s = buf_span(&w->text);
	bool again = false;

	if (s.n == 0 || (!memchr(s.p, '<', s.n) && !memchr(s.p, '&', s.n)))
		return;
	for (size_t i = 0; i < s.n;) {
		size_t end = s.p[i] == '<' ? markup_end(s, i) : i;
		if (end > i) {
			i = end;
		} else if (span_starts(span_cut(s, i, s.n), SPAN("&#")) && !is_number(s, i)) {
			i = stop_at(w, s, i, &again);
		} else if (s.p[i] == '&') {
			i = put_entity(w, s, i);
		} else {
			/* what looks like a tag and has no end stops it, too */
			again |= s.p[i] == '<' && i + 1 < s.n && (ascii_letter((unsigned char)s.p[i + 1]) || strchr("/!?", s.p[i + 1]));
			rewriting_copy(w, i, i + 1);
			i++;
		}
	}
	rewriting_step(w);
}
