/* escape.c: what terminals and runners obey, made harmless (see escape.h). */
#include "base/escape.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

/* Decodes the character at the head of s: its bytes, or 0 where there is none. */
static size_t character(struct span s, uint32_t *c)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;

	if (n == 0 || n > s.n)
		return 0;
	*c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3F);
	}
	return *c < least[n] || *c > 0x10FFFF || (*c >= 0xD800 && *c <= 0xDFFF) ? 0 : n;
}

static bool drives(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* "::", "##[", "##vso[". */
static bool commands(struct span s)
{
	size_t i = 2;

	if (s.n < 2 || s.p[1] != s.p[0] || (s.p[0] != ':' && s.p[0] != '#'))
		return false;
	while (s.p[0] == '#' && i < s.n && i < 16 && ascii_letter((unsigned char)s.p[i]))
		i++;
	return s.p[0] == ':' || (i < s.n && s.p[i] == '[');
}

size_t escape_head(struct span s)
{
	unsigned char first = (unsigned char)s.p[0];
	uint32_t c;

	if (first >= 0x20 && first < 0x7F)
		return (first == ':' || first == '#') && commands(s);
	size_t n = character(s, &c);
	return n == 0 ? 1 : drives(c) ? n : 0;
}

size_t escape_terminal_in(char *p, size_t n)
{
	size_t out = 0;
	uint32_t c;

	for (size_t i = 0, k; i < n; i += k) {
		struct span rest = {p + i, n - i};
		k = escape_head(rest);
		if (k) {
			p[out++] = '?';
			continue;
		}
		k = character(rest, &c);
		memmove(p + out, p + i, k);
		out += k;
	}
	return out;
}

bool escape_utf8(struct span s)
{
	uint32_t c;

	for (size_t i = 0, n; i < s.n; i += n) {
		n = character(span_cut(s, i, s.n), &c);
		if (n == 0)
			return false;
	}
	return true;
}

size_t escape_cut(const char *p, size_t n)
{
	size_t k = n;

	while (k > 0 && n - k < 3 && ((unsigned char)p[k - 1] & 0xC0) == 0x80)
		k--;
	if (k == 0)
		return n;
	unsigned char lead = (unsigned char)p[k - 1];
	size_t want = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
	return want > n - k + 1 ? k - 1 : n;
}
