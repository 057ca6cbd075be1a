/* ftfy_html.c: character references: Python's html.unescape, and ftfy's stricter reading of them. */
#include "base/ascii.h"
#include "ftfy/ftfy.h"
#include "ftfy/ftfy_text.h"


struct html_entity {
	uint16_t name;  /* offset in the names */
	uint32_t to[3]; /* 0 behind the last */
};

#include "ftfy/html_entities.inc"

enum { NAME_MAX_CHARS = 32 }; /* the longest name, and what Python's regular expression reads of one */

/* Looks name (n bytes) up in a table sorted by name. */
static const struct html_entity *find(const struct html_entity *t, size_t count, const char *names, const char *name,
				      size_t n)
{
	size_t lo = 0, hi = count;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const char *z = names + t[mid].name;
		int d = strncmp(z, name, n);

		if (d == 0 && z[n])
			d = 1;
		if (d == 0)
			return &t[mid];
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static const struct html_entity *find_html5(const char *name, size_t n)
{
	return find(html5, sizeof html5 / sizeof html5[0], html5_names, name, n);
}

/* What a number stands for: html._replace_charref. Returns the code point, or -1 for nothing at all. */
static int32_t numbered(uint32_t n)
{
	if (n == 0)
		return 0xfffd;
	if (n == '\r')
		return '\r';
	if (n >= 0x80 && n < 0xa0)
		return (int32_t)ftfy_1252(n);
	if ((n >= 0xd800 && n < 0xe000) || n > 0x10ffff)
		return 0xfffd;
	if (n < 9 || n == 11 || (n >= 14 && n < 32) || n == 0x7f || (n >= 0xfdd0 && n < 0xfdf0) || (n & 0xfffe) == 0xfffe)
		return -1;
	return (int32_t)n;
}

/* The number at i (behind "&#"): decimal or x and hexadecimal. Sets *end behind its digits; false if there
 * are none. */
static bool digits(struct fspan s, size_t i, size_t *end, uint32_t *value)
{
	bool hex = i < s.n && (s.v[i].c | 0x20) == 'x';
	size_t start;

	i += hex;
	*value = 0;
	for (start = i; i < s.n; i++) {
		uint32_t c = s.v[i].c, d;

		if (ascii_digit(c))
			d = c - '0';
		else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' && c < 0x80)
			d = (c | 0x20) - 'a' + 10;
		else
			break;
		if (*value <= 0x10ffff)
			*value = *value * (hex ? 16 : 10) + d;
	}
	*end = i;
	return i > start;
}

static void add_all(struct ftext *out, const uint32_t *to, uint32_t from, uint32_t end)
{
	for (int k = 0; k < 3 && to[k]; k++)
		ftext_add(out, to[k], from, end);
}

/* An ASCII name of at most max letters and digits at i, copied; its length, 0 if it is longer or empty. */
static size_t name_at(struct fspan s, size_t i, size_t max, char *name)
{
	size_t n = 0;

	for (; i < s.n; i++) {
		uint32_t c = s.v[i].c, l = c | 0x20;

		if (!(ascii_digit(c) || (c < 0x80 && l >= 'a' && l <= 'z')))
			break;
		if (n == max)
			return 0;
		name[n++] = (char)c;
	}
	return n;
}

/* ftfy reads `&name;` and `&#digits;` of at most 24 characters, with their semicolon. Returns the length
 * read, 0 = none. */
static size_t entity(struct fspan s, size_t i, struct ftext *out)
{
	const struct html_entity *e;
	char name[NAME_MAX_CHARS];
	bool number = i + 1 < s.n && s.v[i + 1].c == '#';
	size_t at = i + 1 + number, n = name_at(s, at, 24, name), end;
	uint32_t from = s.v[i].from, value;
	int32_t c;

	if (n == 0 || at + n >= s.n || s.v[at + n].c != ';')
		return 0;
	if (!number) {
		name[n] = ';';
		e = find_html5(name, n + 1);
		if (!e)
			e = find(upper, sizeof upper / sizeof upper[0], upper_names, name, n + 1);
		if (!e)
			return 0;
		add_all(out, e->to, from, s.v[at + n].to);
		return n + 2;
	}
	/* The semicolon must belong to the number, and the result must not be one. */
	if (!digits(s, at, &end, &value) || end != at + n)
		return 0;
	c = numbered(value);
	if (c == ';')
		return 0;
	if (c >= 0)
		ftext_add(out, (uint32_t)c, from, s.v[end].to);
	return n + 3;
}

void ftfy_entities(struct fspan s, struct ftext *out)
{
	for (size_t i = 0; i < s.n;) {
		size_t n = s.v[i].c == '&' ? entity(s, i, out) : 0;

		if (!n) {
			ftext_adds(out, fspan_cut(s, i, i + 1));
			n = 1;
		}
		i += n;
	}
}

/* A named reference of html.unescape at i ('&'): up to 32 characters of which the longest known beginning
 * counts. */
static size_t named(struct fspan s, size_t i, struct ftext *out)
{
	char name[NAME_MAX_CHARS + 1];
	size_t n = 0, ascii, k;

	for (k = i + 1; k < s.n && n < NAME_MAX_CHARS; k++, n++) {
		uint32_t c = s.v[k].c;

		if (c == '\t' || c == '\n' || c == '\f' || c == ' ' || c == '<' || c == '&' || c == '#' || c == ';')
			break;
		name[n] = c < 0x80 ? (char)c : 0; /* no name has such a character */
	}
	if (n == 0)
		return 0;
	if (k < s.n && s.v[k].c == ';')
		name[n++] = ';';
	for (ascii = 0; ascii < n && name[ascii]; ascii++)
		;
	for (; ascii >= 2; ascii--) {
		const struct html_entity *e = find_html5(name, ascii);

		if (!e)
			continue;
		add_all(out, e->to, s.v[i].from, s.v[i + ascii].to);
		return ascii + 1;
	}
	return 0;
}

static size_t reference(struct fspan s, size_t i, struct ftext *out)
{
	uint32_t value;
	size_t end;
	int32_t c;

	if (i + 1 >= s.n)
		return 0;
	if (s.v[i + 1].c != '#')
		return named(s, i, out);
	if (!digits(s, i + 2, &end, &value))
		return 0;
	if (end < s.n && s.v[end].c == ';')
		end++;
	c = numbered(value);
	if (c >= 0)
		ftext_add(out, (uint32_t)c, s.v[i].from, s.v[end - 1].to);
	return end - i;
}

bool html_unescape(struct span s, struct buf *out, struct buf *map)
{
	struct ftext text = {0}, done = {0};
	struct fspan v;
	bool changed = false;

	if (s.n == 0 || !memchr(s.p, '&', s.n)) {
		ftfy_copy(s, 0, out, map);
		return false;
	}
	ftfy_load(s, 0, &text);
	v = ftext_span(&text);
	for (size_t i = 0; i < v.n;) {
		size_t n = v.v[i].c == '&' ? reference(v, i, &done) : 0;

		changed |= n > 0;
		if (!n)
			ftext_adds(&done, fspan_cut(v, i, i + 1));
		i += n ? n : 1;
	}
	ftfy_store(ftext_span(&done), out, map);
	buf_fini(&text.b);
	buf_fini(&done.b);
	return changed;
}
