/* pretok.c: pre-tokenizers. Each scanner quotes the pattern it stands for and takes its alternatives in their order; where the
 * pattern would backtrack, the comment says to what. Every scanner is linear: what it looks at again, it takes next. */
#include "tok/pretok.h"

#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

#define U (CK_L | CK_UPPER)
#define L (CK_L | CK_LOWER)
const unsigned char pretok_ascii[128] = {
	['\t'] = CK_WS, ['\n'] = CK_WS | CK_NL, ['\v'] = CK_WS, ['\f'] = CK_WS, ['\r'] = CK_WS | CK_NL, [' '] = CK_WS,
	['0'] = CK_N, ['1'] = CK_N, ['2'] = CK_N, ['3'] = CK_N, ['4'] = CK_N, ['5'] = CK_N, ['6'] = CK_N, ['7'] = CK_N,
	['8'] = CK_N, ['9'] = CK_N,
	['A'] = U, ['B'] = U, ['C'] = U, ['D'] = U, ['E'] = U, ['F'] = U, ['G'] = U, ['H'] = U, ['I'] = U, ['J'] = U,
	['K'] = U, ['L'] = U, ['M'] = U, ['N'] = U, ['O'] = U, ['P'] = U, ['Q'] = U, ['R'] = U, ['S'] = U, ['T'] = U,
	['U'] = U, ['V'] = U, ['W'] = U, ['X'] = U, ['Y'] = U, ['Z'] = U,
	['a'] = L, ['b'] = L, ['c'] = L, ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L, ['i'] = L, ['j'] = L,
	['k'] = L, ['l'] = L, ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L, ['q'] = L, ['r'] = L, ['s'] = L, ['t'] = L,
	['u'] = L, ['v'] = L, ['w'] = L, ['x'] = L, ['y'] = L, ['z'] = L,
};
#undef U
#undef L

static unsigned kind_of(uint32_t c)
{
	unsigned bits = uni_class(c), k = 0;

	if (bits & UC_L)
		k |= CK_L;
	if (bits & UC_N)
		k |= CK_N;
	if (bits & UC_WS)
		k |= CK_WS;
	if (bits & (UC_LU | UC_LT | UC_LM | UC_LO | UC_M))
		k |= CK_UPPER;
	if (bits & (UC_LL | UC_LM | UC_LO | UC_M))
		k |= CK_LOWER;
	return k;
}

unsigned pretok_kind(const char *p, const char *end, size_t *len)
{
	unsigned char b = (unsigned char)*p;
	uint32_t c;

	if (b < 0x80) {
		*len = 1;
		return pretok_ascii[b];
	}
	*len = utf8_decode(p, end, &c);
	return kind_of(c);
}

static inline unsigned kind(const char *p, const char *end, size_t *len)
{
	if ((unsigned char)*p >= 0x80)
		return pretok_kind(p, end, len);
	*len = 1;
	return pretok_ascii[(unsigned char)*p];
}

/* The end of the run of characters whose kind & mask is non-zero. */
static const char *run(const char *p, const char *end, unsigned mask)
{
	size_t n;

	while (p < end && (kind(p, end, &n) & mask))
		p += n;
	return p;
}

/* The end of a run of [^\s\p{L}\p{N}]. */
static const char *run_other(const char *p, const char *end)
{
	size_t n;

	while (p < end && !(kind(p, end, &n) & (CK_L | CK_N | CK_WS)))
		p += n;
	return p;
}

const char *pretok_letters(const char *p, const char *end)
{
	while (end - p >= 8) {
		uint64_t w;
		memcpy(&w, p, 8);
		uint64_t stop = pretok_not_letter(w | 0x2020202020202020u);
		if (stop) {
			p += __builtin_ctzll(stop) >> 3;
			break;
		}
		p += 8;
	}
	return run(p, end, CK_L);
}

size_t pretok_contraction(const char *p, const char *end, bool fold)
{
	size_t n = (size_t)(end - p);

	if (n < 2 || *p != '\'')
		return 0;
	unsigned char a = (unsigned char)p[1], b = n > 2 ? (unsigned char)p[2] : 0;
	if (fold && a == 0xC5 && b == 0xBF)
		return 3;
	if (fold) {
		a |= a >= 'A' && a <= 'Z' ? 0x20 : 0;
		b |= b >= 'A' && b <= 'Z' ? 0x20 : 0;
	}
	if (a == 's' || a == 't' || a == 'm' || a == 'd')
		return 2;
	if ((a == 'r' && b == 'e') || (a == 'v' && b == 'e') || (a == 'l' && b == 'l'))
		return 3;
	return 0;
}

/* The last two alternatives of all GPT patterns, \s+(?!\S)|\s+: the run but for its last character where a non-space
 * follows (the look-ahead gives one back), or a single character. newlines: \s*[\r\n]+ comes before them and takes
 * the run up to its last line break. */
static const char *white(const char *p, const char *end, bool newlines)
{
	const char *last = p, *after_nl = NULL, *q = p;
	size_t n;

	while (q < end) {
		unsigned k = kind(q, end, &n);
		if (!(k & CK_WS))
			break;
		last = q;
		q += n;
		if (k & CK_NL)
			after_nl = q;
	}
	if (newlines && after_nl)
		return after_nl;
	return q == end || last == p ? q : last;
}

/* 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+ */
static const char *scan_gpt2(const char *p, const char *end)
{
	size_t n = pretok_contraction(p, end, false);

	if (n)
		return p + n;
	const char *q = *p == ' ' && p + 1 < end ? p + 1 : p;
	unsigned k = kind(q, end, &n);
	if (k & CK_L)
		return pretok_letters(q, end);
	if (k & CK_N)
		return run(q, end, CK_N);
	if (!(k & CK_WS))
		return run_other(q, end);
	return white(p, end, false);
}

/* Up to max numbers. */
static const char *numbers(const char *p, const char *end, int max)
{
	size_t n;

	for (; max > 0 && p < end && (kind(p, end, &n) & CK_N); max--)
		p += n;
	return p;
}

/* What follows the words in the three patterns below:
 * \p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+   (slash: [\r\n/]*) */
static const char *after_words(const char *p, const char *end, unsigned k, int digits, bool slash)
{
	size_t n;

	if (k & CK_N)
		return numbers(p, end, digits);
	const char *q = *p == ' ' && p + 1 < end ? p + 1 : p;
	if (!(kind(q, end, &n) & (CK_L | CK_N | CK_WS))) {
		q = run_other(q, end);
		while (q < end && (*q == '\r' || *q == '\n' || (slash && *q == '/')))
			q++;
		return q;
	}
	return white(p, end, true);
}

/* (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|… */
static const char *scan_gpt4(const char *p, const char *end, int digits)
{
	size_t n, m = pretok_contraction(p, end, true);

	if (m)
		return p + m;
	unsigned k = kind(p, end, &n);
	if (k & CK_L)
		return pretok_letters(p, end);
	if (!(k & (CK_NL | CK_N)) && p + n < end && (kind(p + n, end, &m) & CK_L))
		return pretok_letters(p + n, end);
	return after_words(p, end, k, digits, false);
}

static const char *scan_llama3(const char *p, const char *end)
{
	return scan_gpt4(p, end, 3);
}

static const char *scan_qwen2(const char *p, const char *end)
{
	return scan_gpt4(p, end, 1);
}

/* UPPER*LOWER+ at p, or NULL. Without a LOWER behind the UPPER run, the star gives back characters until one that is both
 * (Lm, Lo, M) can be the plus: the match ends behind the last such one. */
static const char *upper_lower(const char *p, const char *end)
{
	const char *q = p, *both = NULL;
	size_t n;

	while (q < end) {
		unsigned k = kind(q, end, &n);
		if (!(k & CK_UPPER))
			break;
		q += n;
		if (k & CK_LOWER)
			both = q;
	}
	const char *r = run(q, end, CK_LOWER);
	return r > q ? r : both;
}

/* UPPER+LOWER* at p, or NULL. */
static const char *upper_then_lower(const char *p, const char *end)
{
	const char *q = run(p, end, CK_UPPER);

	return q > p ? run(q, end, CK_LOWER) : NULL;
}

/* [^\r\n\p{L}\p{N}]?UPPER*LOWER+|[^\r\n\p{L}\p{N}]?UPPER+LOWER*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * A mark may be the optional character as well as part of the run, so both ways are tried, longer first, as the regex does. */
static const char *word_by_case(const char *p, const char *end, unsigned k, size_t n)
{
	const char *behind = !(k & (CK_NL | CK_L | CK_N)) && p + n < end ? p + n : NULL, *r = NULL;

	if (behind)
		r = upper_lower(behind, end);
	if (!r)
		r = upper_lower(p, end);
	if (!r && behind)
		r = upper_then_lower(behind, end);
	if (!r)
		r = upper_then_lower(p, end);
	return r;
}

static const char *scan_tekken(const char *p, const char *end)
{
	size_t n;
	unsigned k = kind(p, end, &n);
	const char *r = word_by_case(p, end, k, n);

	return r ? r : after_words(p, end, k, 1, true);
}

/* The same words, each with a contraction behind it ((?i:'s|'t|'re|'ve|'m|'ll|'d)?), and \p{N}{1,3}. */
static const char *scan_o200k(const char *p, const char *end)
{
	size_t n;
	unsigned k = kind(p, end, &n);
	const char *r = word_by_case(p, end, k, n);

	return r ? r + pretok_contraction(r, end, true) : after_words(p, end, k, 3, true);
}

/* [\p{L}\p{M}]: a mark is upper and lower, and no letter. */
static bool in_word(unsigned k)
{
	return k & CK_L || (k & CK_UPPER && k & CK_LOWER);
}

static const char *run_word(const char *p, const char *end)
{
	size_t n;

	while (p < end && in_word(kind(p, end, &n)))
		p += n;
	return p;
}

/* (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+ */
static const char *scan_qwen35(const char *p, const char *end)
{
	size_t n, m = pretok_contraction(p, end, true);

	if (m)
		return p + m;
	unsigned k = kind(p, end, &n);
	if (in_word(k))
		return run_word(p, end);
	if (!(k & (CK_NL | CK_N)) && p + n < end && in_word(kind(p + n, end, &m)))
		return run_word(p + n, end);
	if (k & CK_N)
		return p + n;
	const char *q = *p == ' ' && p + 1 < end ? p + 1 : p;
	if (kind(q, end, &n) & CK_WS)
		return white(p, end, true);
	if (kind(q, end, &n) & CK_N) /* a space in front of a number */
		return white(p, end, true);
	while (q < end && !((k = kind(q, end, &n)) & (CK_N | CK_WS)) && !in_word(k))
		q += n;
	while (q < end && (*q == '\r' || *q == '\n'))
		q++;
	return q;
}

pretok_scan *pretok_for(enum spec_pretok k)
{
	switch (k) {
	case PRE_GPT2:
		return scan_gpt2;
	case PRE_LLAMA3:
		return scan_llama3;
	case PRE_QWEN2:
		return scan_qwen2;
	case PRE_TEKKEN:
		return scan_tekken;
	case PRE_O200K:
		return scan_o200k;
	case PRE_QWEN35:
		return scan_qwen35;
	case PRE_DEEPSEEK:
		return pretok_deepseek;
	default:
		return NULL;
	}
}
