/* pretok_clip.c: CLIP's pattern, as the Rust library reads it (fast) and as Python's regex module does (ftfy, openai). */
#include <stdint.h>

#include "base/range.h"
#include "text/utf8.h"
#include "tok/pretok.h"

/* Letters and numbers of Unicode 17 and 18, which Python's regex module (PyPI regex 2026.11.15, run over every code point)
 * knows and the other references do not. */
static const struct kind_range {
	uint32_t first, last;
	unsigned kind;
} newer[] = {
	{0x558, 0x558, CK_L}, {0x58B, 0x58C, CK_L}, {0x88F, 0x88F, CK_L}, {0xC5C, 0xC5C, CK_L}, {0xCDC, 0xCDC, CK_L},
	{0x208F, 0x208F, CK_L}, {0x209D, 0x209F, CK_L}, {0xA7CE, 0xA7CF, CK_L}, {0xA7D2, 0xA7D2, CK_L},
	{0xA7D4, 0xA7D4, CK_L}, {0xA7DD, 0xA7DD, CK_L}, {0xA7E2, 0xA7E2, CK_L}, {0xA7F1, 0xA7F1, CK_L},
	{0xAB6C, 0xAB6D, CK_L}, {0x107BB, 0x107BF, CK_L}, {0x10940, 0x10959, CK_L}, {0x10EC5, 0x10EC7, CK_L},
	{0x10ED9, 0x10EEE, CK_L}, {0x11B0A, 0x11B0A, CK_L}, {0x11DB0, 0x11DDB, CK_L}, {0x11DE0, 0x11DE9, CK_N},
	{0x11DF1, 0x11DF1, CK_L}, {0x1246F, 0x1246F, CK_N}, {0x12475, 0x1247F, CK_N}, {0x12550, 0x12686, CK_N},
	{0x16EA0, 0x16EB8, CK_L}, {0x16EBB, 0x16ED3, CK_L}, {0x16FF2, 0x16FF3, CK_L}, {0x16FF4, 0x16FF6, CK_N},
	{0x187F8, 0x187FF, CK_L}, {0x18CD6, 0x18CDA, CK_L}, {0x18D09, 0x18D20, CK_L}, {0x18D80, 0x18DF2, CK_L},
	{0x18E00, 0x19191, CK_L}, {0x191A0, 0x191D2, CK_L}, {0x1B123, 0x1B128, CK_L}, {0x1B168, 0x1B168, CK_L},
	{0x1D6A6, 0x1D6A6, CK_L}, {0x1DF1F, 0x1DF24, CK_L}, {0x1DF2B, 0x1DF81, CK_L}, {0x1DF90, 0x1DF96, CK_L},
	{0x1DFCD, 0x1DFFF, CK_L}, {0x1E6C0, 0x1E6DE, CK_L}, {0x1E6E0, 0x1E6E2, CK_L}, {0x1E6E4, 0x1E6E5, CK_L},
	{0x1E6E7, 0x1E6ED, CK_L}, {0x1E6F0, 0x1E6F4, CK_L}, {0x1E6FE, 0x1E6FF, CK_L}, {0x2B73A, 0x2B73F, CK_L},
	{0x2B81E, 0x2B81E, CK_L}, {0x2CEA2, 0x2CEAD, CK_L}, {0x323B0, 0x33479, CK_L}, {0x3D000, 0x3FC3F, CK_L},
};

/* Matching without case has one surprise: U+0345's other case is the letter iota, so the negated class refuses it and \p{L}
 * does not take it: the character is dropped, as white space is. */
static unsigned python_kind(const char *p, const char *end, size_t *len)
{
	unsigned k = pretok_kind(p, end, len);
	uint32_t c;

	if (*len == 1 || (k & (CK_L | CK_N | CK_WS)))
		return k;
	utf8_decode(p, end, &c);
	if (c == 0x345)
		return CK_WS;
	const struct kind_range *r = RANGE_FIND(newer, c);
	return r ? r->kind : k;
}

typedef unsigned kind_of(const char *p, const char *end, size_t *len);

static const char *clip_skip(const char *p, const char *end, kind_of *kind)
{
	size_t n;

	while (p < end && (kind(p, end, &n) & CK_WS))
		p += n;
	return p;
}

static const char *clip_word(const char *p, const char *end, kind_of *kind)
{
	size_t n;
	unsigned k = kind(p, end, &n), got;

	p += n;
	if (k & CK_N)
		return p;
	k &= CK_L;
	while (p < end) {
		got = kind(p, end, &n);
		if (k ? !(got & CK_L) : got & (CK_L | CK_N | CK_WS))
			break;
		p += n;
	}
	return p;
}

const char *pretok_clip_skip(const char *p, const char *end, bool python)
{
	return python ? clip_skip(p, end, python_kind) : clip_skip(p, end, pretok_kind);
}

const char *pretok_clip(const char *p, const char *end, bool python)
{
	size_t n = pretok_contraction(p, end, python);

	if (n)
		return p + n;
	return python ? clip_word(p, end, python_kind) : clip_word(p, end, pretok_kind);
}
