/* utf8.c: decoding and validation; word at a time where the text is ASCII. */
#include "text/utf8.h"

/* Whether the 32 bytes at p are ASCII. */
static inline bool ascii_32(const void *p)
{
	uint64_t w[4];

	memcpy(w, p, sizeof w);
	return !((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u);
}

static inline bool ascii_8(const void *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return !(w & 0x8080808080808080u);
}

/* How many of the n bytes at p are ASCII, up to the first that is not. The last eight are looked at together, so
 * that a text whose length is no multiple is not gone through byte by byte. */
static inline size_t ascii_run(const unsigned char *p, size_t n)
{
	size_t i = 0;

	while (i + 32 <= n && ascii_32(p + i))
		i += 32;
	while (i + 8 <= n && ascii_8(p + i))
		i += 8;
	if (i + 8 > n && n >= 8 && ascii_8(p + n - 8))
		return n;
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

size_t utf8_ascii_run(struct span s)
{
	return ascii_run((const unsigned char *)s.p, s.n);
}

bool utf8_ascii(struct span s)
{
	return ascii_run((const unsigned char *)s.p, s.n) == s.n;
}

/* The length of the valid sequence at p, or 0. */
static size_t sequence(const unsigned char *p, size_t left)
{
	unsigned c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xC2)
		return 0;
	if (c < 0xE0)
		return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
	if (c < 0xF0) {
		if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
			return 0;
		if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] >= 0xA0))
			return 0;
		return 3;
	}
	if (c > 0xF4 || left < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80)
		return 0;
	if ((c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] >= 0x90))
		return 0;
	return 4;
}

bool utf8_valid(struct span s, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.n) {
		i += ascii_run(p + i, s.n - i);
		if (i >= s.n)
			break;
		size_t n = sequence(p + i, s.n - i);
		if (n == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

size_t utf8_decode(const char *at, const char *end, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)at;
	size_t n = sequence(p, (size_t)(end - at));

	switch (n) {
	case 1:
		*c = p[0];
		return 1;
	case 2:
		*c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
		return 2;
	case 3:
		*c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		return 3;
	case 4:
		*c = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
		     (p[3] & 0x3F);
		return 4;
	default:
		*c = 0xFFFD;
		return 1;
	}
}

size_t utf8_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

const char *utf8_prev(const char *begin, const char *p)
{
	const char *q = p;

	while (q > begin) {
		q--;
		if (((unsigned char)*q & 0xC0) != 0x80 || p - q == 4)
			break;
	}
	return q;
}
