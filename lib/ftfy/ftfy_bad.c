/* ftfy_bad.c: the guard of the mojibake repair: does a text hold sequences that people do not write but
 * that wrong decodings make? The rules are those of ftfy 6.3.1 (ftfy.badness), written as tests of classes
 * at one place. */
#include "ftfy/ftfy_text.h"

#include "text/utf8.h"

enum {
	ACCENTED = FC_LOWER | FC_UPPER,
	/* what is odd beside a "bad" character */
	BESIDE = ACCENTED | FC_BOX | FC_START | FC_END | FC_CURRENCY | FC_NUMERIC | FC_LAW,
	/* what windows-1251 and 1253 make of Latin-1 between two letters */
	BETWEEN = FC_C1 | FC_BAD | FC_START | FC_END | FC_CURRENCY,
	ARABIC = FC_COMMON | FC_CURRENCY | FC_BAD | FC_NUMERIC | FC_START
};

/* The character at i and its two followers, as rules look at them. 0 behind the end: a code point that no
 * rule names. */
struct place {
	uint32_t c, d, e;    /* code points */
	uint32_t mc, md, me; /* classes */
	size_t left;         /* characters from here on, this one included */
};

static bool one_of(uint32_t c, const uint16_t *set)
{
	while (*set)
		if (*set++ == c)
			return true;
	return false;
}
#define ONE_OF(c, ...) one_of((c), (const uint16_t[]){__VA_ARGS__, 0})

static bool small(uint32_t c)
{
	return c >= 'a' && c <= 'z';
}

static bool letter(uint32_t c)
{
	return small(c | 0x20) && c < 0x80;
}

/* Rules about classes alone. */
static bool bad_classes(const struct place *p)
{
	if (p->mc & FC_C1)
		return true;
	if (p->left < 2)
		return false;
	if ((p->mc & (BESIDE | FC_BAD) && p->md & FC_BAD) || (p->mc & FC_BAD && p->md & BESIDE))
		return true;
	if (p->mc & (FC_LOWER | FC_LOWER_COMMON | FC_BOX | FC_END | FC_CURRENCY | FC_NUMERIC) && p->md & FC_UPPER)
		return true;
	if (p->mc & (FC_BOX | FC_END | FC_CURRENCY | FC_NUMERIC) && p->md & FC_LOWER)
		return true;
	if (p->mc & (FC_LOWER | FC_BOX | FC_END) && p->md & FC_CURRENCY)
		return true;
	if (p->mc & (FC_UPPER | FC_BOX) && p->md & (FC_NUMERIC | FC_LAW))
		return true;
	if (p->mc & (FC_CURRENCY | FC_NUMERIC | FC_BOX) && p->md & FC_START)
		return true;
	if (p->mc & FC_BOX && p->md & (FC_KAOMOJI | FC_END))
		return true;
	return p->mc & (ACCENTED | FC_CURRENCY | FC_NUMERIC | FC_START | FC_END | FC_LAW) && p->md & FC_BOX;
}

/* Rules about three characters in a row. */
static bool bad_three(const struct place *p)
{
	if (p->left < 3)
		return false;
	if (letter(p->c) && p->md & (FC_LOWER_COMMON | FC_UPPER_COMMON) && p->me & FC_BAD)
		return true;
	if (p->md & FC_UPPER && p->me & FC_CURRENCY && uni_py_space(p->c))
		return true;
	if (small(p->c) && p->md & FC_UPPER && p->me & (FC_START | FC_CURRENCY))
		return true;
	if (p->mc & (ACCENTED | FC_BOX | FC_CURRENCY | FC_END) && p->md & FC_START && p->me & FC_NUMERIC)
		return true;
	if (p->mc & (ACCENTED | FC_CURRENCY | FC_NUMERIC | FC_BOX | FC_LAW) && p->md & FC_END && p->me & FC_START)
		return true;
	/* an accented letter, a quote, a word character */
	if (p->mc & ACCENTED && p->md & (FC_START | FC_END) && (p->e == '_' || uni_class(p->e) & (UC_L | UC_N)))
		return true;
	if (p->d == 0xc2 && (small(p->c) || ONE_OF(p->c, '.', ',', '?', '!') || p->mc & FC_END))
		return p->e == ' ' || p->me & (FC_START | FC_END);
	return false;
}

/* Two-character rules that name their characters. */
static bool bad_pairs(const struct place *p)
{
	if (p->left < 2)
		return false;
	switch (p->c) {
	case 0x152: case 0x153: /* œ not before an unaccented letter */
		return !letter(p->d);
	case 0xc3:
		if (p->d == 0xa0 || p->d == 0xa1)
			return true;
		/* fall through */
	case 0xc2: case 0xce: case 0xd0: /* windows-1252 */
		if (p->md & (FC_START | FC_END) || ONE_OF(p->d, 0x20ac, 0x153, 0x160, 0x161, 0xa2, 0xa3, 0x178, 0x17e, 0xa0,
							  0xad, 0xae, 0xa9, 0xb0, 0xb7, 0xbb, 0x2013, 0x2014, 0xb4))
			return true;
		break;
	case 0xd7:
		return p->d == 0xb2 || p->d == 0xb3;
	case 0xe0: /* South Asian alphabets in windows-1252 */
		return ONE_OF(p->d, 0xb2, 0xb5, 0xb9, 0xbc, 0xbd, 0xbe);
	case 0x221a: /* MacRoman */
		return ONE_OF(p->d, 0xb1, 0x2202, 0x2020, 0x2260, 0xae, 0x2122, 0xb4, 0x2264, 0x2265, 0xa5, 0xb5, 0xf8);
	case 0x2248:
		return p->d == 0xb0 || p->d == 0xa2;
	case 0x432: /* windows-1251 of U+2000.. */
		return p->d == 0x402;
	case 0x101: /* windows-1257 of U+2000.. */
		return p->d == 0x20ac;
	default:
		break;
	}
	return p->mc & FC_UPPER && p->d == 0xb0; /* a degree sign after a capital */
}

/* Longer rules that name their characters. */
static bool bad_words(const struct place *p, const struct fch *v)
{
	if (p->left >= 3 && p->c == 0x201a) { /* MacRoman */
		if (p->d == 0xc4 && ONE_OF(p->e, 0xec, 0xee, 0xef, 0xf2, 0xf4, 0xfa, 0xf9, 0xfb, 0x2020, 0xb0, 0xa2, 0x3c0))
			return true;
		if ((p->d == 0xe2 || p->d == 0xf3) && ONE_OF(p->e, 0xe0, 0xe4, 0xb0, 0xea))
			return true;
	}
	if (p->left >= 4 && (p->c == 0xd8 || p->c == 0xd9) && (p->e == 0xd8 || p->e == 0xd9)) { /* Arabic */
		uint32_t f = v[3].c;

		if ((p->md & ARABIC || ONE_OF(p->d, 0x178, 0x160, 0xae, 0xb0, 0xb5, 0xbb)) &&
		    (ftfy_classes(f) & ARABIC || ONE_OF(f, 0x178, 0x160, 0xae, 0xb0, 0xb5, 0xbb)))
			return true;
	}
	if (p->left >= 3 && ONE_OF(p->c, 0x412, 0x413, 0x420, 0x421) && ONE_OF(p->e, 0x412, 0x413, 0x420, 0x421) &&
	    (p->md & BETWEEN || p->d == 0xb0 || p->d == 0xb5)) /* Cyrillic */
		return true;
	if (p->left >= 3 && ONE_OF(p->c, 0x392, 0x393, 0x39e, 0x39f) && ONE_OF(p->e, 0x392, 0x393, 0x39e, 0x39f) &&
	    (p->md & BETWEEN || p->d == 0xb0)) /* Greek */
		return true;
	if (p->left >= 7 && p->c == 0x413 && p->d == 0x45e && p->e == 0x412 && v[3].c == 0x402 && v[4].c == 0x412 &&
	    v[5].c != '\n' && (letter(v[6].c) || v[6].c == ' '))
		return true;
	return p->left >= 3 && p->c == 0x3b2 && p->d == 0x20ac && ONE_OF(p->e, 0x2122, 0xa0, 0x386, 0xad, 0xae, 0xb0);
}

/* Ã or Â alone before a space: at the start, or behind a small letter with or without white space between. */
static bool bad_alone(struct fspan s, size_t i)
{
	if ((s.v[i].c != 0xc3 && s.v[i].c != 0xc2) || i + 1 >= s.n || s.v[i + 1].c != ' ')
		return false;
	if (i == 0 || small(s.v[i - 1].c))
		return true;
	return i >= 2 && uni_py_space(s.v[i - 1].c) && small(s.v[i - 2].c);
}

bool ftfy_is_bad(struct fspan s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct place p = {.c = s.v[i].c, .left = s.n - i};

		/* Every rule has a character beyond ASCII among its first two. */
		if (p.c < 0x80 && (p.left < 2 || s.v[i + 1].c < 0x80))
			continue;
		p.mc = ftfy_classes(p.c);
		if (p.left > 1)
			p.d = s.v[i + 1].c, p.md = ftfy_classes(p.d);
		if (p.left > 2)
			p.e = s.v[i + 2].c, p.me = ftfy_classes(p.e);
		if (bad_classes(&p) || bad_three(&p) || bad_pairs(&p) || bad_words(&p, s.v + i) || bad_alone(s, i))
			return true;
	}
	return false;
}
