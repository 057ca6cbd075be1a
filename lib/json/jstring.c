/* jstring.c: JSON strings decoded. By hand, because json-c 0.16 takes the character of a surrogate pair for another high surrogate
 * when its low 16 bits look like one (it masks with 0xFC00), so that U+2D800 to U+2DFFF and their like come out as U+FFFD. */
#include "json/jread.h"
#include "text/utf8.h"

/* Four hexadecimal digits at p, or -1. */
static long hex4(const char *p, const char *end)
{
	long v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int c = (unsigned char)p[i], low = c | 0x20;
		int digit = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
		if (digit < 0)
			return -1;
		v = v << 4 | digit;
	}
	return v;
}

/* A u escape at p (behind the u), with its other half when it is a surrogate. Bytes taken, or 0. */
static size_t unicode(const char *p, const char *end, uint32_t *c)
{
	long hi = hex4(p, end), lo;

	if (hi < 0)
		return 0;
	*c = hi >= 0xD800 && hi <= 0xDFFF ? 0xFFFD : (uint32_t)hi;
	if (hi < 0xD800 || hi > 0xDBFF || end - p < 10 || p[4] != '\\' || p[5] != 'u')
		return 4;
	lo = hex4(p + 6, end);
	if (lo < 0xDC00 || lo > 0xDFFF)
		return 4; /* a lone one; what follows stands for itself */
	*c = 0x10000 + ((uint32_t)(hi & 0x3FF) << 10 | (uint32_t)(lo & 0x3FF));
	return 10;
}

/* One escape at p (behind the backslash) written to *out. Bytes taken, or 0 when it is none. */
static size_t escape(const char *p, const char *end, char **out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *known = p < end && *p ? strchr(from, *p) : NULL;
	uint32_t c;

	if (known) {
		*(*out)++ = to[known - from];
		return 1;
	}
	if (p == end || *p != 'u')
		return 0;
	size_t n = unicode(p + 1, end, &c);
	if (n)
		*out += utf8_encode(c, *out);
	return n ? n + 1 : 0;
}

bool json_string(struct arena *a, struct span raw, struct span *out)
{
	if (raw.n < 2 || raw.p[0] != '"' || raw.p[raw.n - 1] != '"')
		return false;
	struct span in = span_cut(raw, 1, raw.n - 1);
	if (!in.n || !memchr(in.p, '\\', in.n)) {
		*out = in;
		return true;
	}
	/* No escape is shorter than what it stands for. */
	char *begin = arena_alloc(a, in.n + 1), *to = begin;
	const char *p = in.p, *end = in.p + in.n;
	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		size_t n = (size_t)((slash ? slash : end) - p);
		memcpy(to, p, n);
		to += n;
		p += n;
		if (!slash)
			break;
		n = escape(++p, end, &to);
		if (n == 0)
			return false;
		p += n;
	}
	*to = 0;
	*out = (struct span){begin, (size_t)(to - begin)};
	return true;
}
