/* pretok_deepseek.c: DeepSeek V3 cuts three times, each Split within the pieces of the one before: \p{N}{1,3}, then
 * [一-龥぀-ゟ゠-ヿ]+, then
 * [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * So a number or a character of the second ends the text for the third, which cuts the second's pieces, too (フ゛ is a letter and a
 * sign), and what the third does not match (controls, mostly) stays together until something matches. One scanner does all three: each
 * character is looked at a bounded number of times. */
#include <assert.h>

#include "text/utf8.h"
#include "tok/pretok.h"

/* What the third pattern asks of a character. */
enum { D_WORD = 1, D_SIGN = 2, D_WHITE = 4, D_BREAK = 8, D_EDGE = 16 }; /* edge: the first two Splits take it */

static bool kana_or_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FA5) || (c >= 0x3040 && c <= 0x30FF);
}

static unsigned kind(const char *p, const char *end, size_t *n)
{
	uint32_t c;

	*n = utf8_decode(p, end, &c);
	unsigned bits = uni_class(c);
	if (bits & UC_N || kana_or_han(c))
		return D_EDGE;
	return (bits & (UC_L | UC_M) ? D_WORD : 0) | (bits & (UC_P | UC_S) ? D_SIGN : 0) | (bits & UC_WS ? D_WHITE : 0) |
	       (c == '\r' || c == '\n' ? D_BREAK : 0);
}

static const char *run(const char *p, const char *end, unsigned mask)
{
	size_t n;

	while (p < end && kind(p, end, &n) & mask)
		p += n;
	return p;
}

static bool ascii_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static unsigned third(uint32_t c)
{
	unsigned bits = uni_class(c);

	return (bits & (UC_L | UC_M) ? D_WORD : 0) | (bits & (UC_P | UC_S) ? D_SIGN : 0);
}

/* The third pattern within a run of kana and Han, which ends its text: letters and marks; signs; what is neither, of which the last goes
 * with the letters behind it. */
static const char *kana(const char *p, const char *end)
{
	const char *q = p, *before = p;
	unsigned first = 0, k = 0;
	uint32_t c;
	size_t n;

	while (q < end && (n = utf8_decode(q, end, &c), kana_or_han(c) && !(uni_class(c) & UC_N))) {
		k = third(c);
		if (q == p)
			first = k;
		if (k != first)
			break;
		before = q;
		q += n;
	}
	if (first || k != D_WORD)
		return q;
	return before > p ? before : kana(q, end);
}

/* The piece of the Splits that begins at p with a number or with kana or Han, or NULL. */
static const char *edge(const char *p, const char *end)
{
	uint32_t c;
	size_t n;

	utf8_decode(p, end, &c);
	if (uni_class(c) & UC_N) {
		for (int i = 0; i < 3 && p < end; i++) {
			n = utf8_decode(p, end, &c);
			if (!(uni_class(c) & UC_N))
				break;
			p += n;
		}
		return p;
	}
	return kana_or_han(c) ? kana(p, end) : NULL;
}

/* \s*[\r\n]+|\s+(?!\S)|\s+, where an edge is the end of the text. */
static const char *white(const char *p, const char *end)
{
	const char *last = p, *after_break = NULL, *q = p;
	unsigned k = 0;
	size_t n;

	while (q < end && (k = kind(q, end, &n)) & D_WHITE) {
		last = q;
		q += n;
		if (k & D_BREAK)
			after_break = q;
	}
	if (after_break)
		return after_break;
	return q == end || k & D_EDGE || last == p ? q : last;
}

/* Where [^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+ ends at p, or NULL. */
static const char *word(const char *p, const char *end)
{
	size_t n, m;
	unsigned k = kind(p, end, &n);

	if (k & D_WORD)
		return run(p, end, D_WORD);
	if (!(k & (D_SIGN | D_BREAK | D_EDGE)) && p + n < end && kind(p + n, end, &m) & D_WORD)
		return run(p + n, end, D_WORD);
	return NULL;
}

const char *pretok_deepseek(const char *p, const char *end)
{
	const char *q = edge(p, end);
	size_t n;
	unsigned k;

	assert(p); /* the analyzer cannot know */
	if (q)
		return q;
	k = kind(p, end, &n);
	if (k & D_SIGN && (unsigned char)*p < 0x80 && p + 1 < end && ascii_letter(p[1])) {
		for (q = p + 1; q < end && ascii_letter(*q); q++)
			;
		return q;
	}
	if ((q = word(p, end)) != NULL)
		return q;
	q = *p == ' ' && p + 1 < end ? p + 1 : p;
	if (kind(q, end, &n) & D_SIGN) {
		q = run(q, end, D_SIGN);
		while (q < end && (*q == '\r' || *q == '\n'))
			q++;
		return q;
	}
	if (k & D_WHITE)
		return white(p, end);
	do { /* nothing matches here */
		kind(p, end, &n);
		p += n;
	} while (p < end && kind(p, end, &n) == 0 && !word(p, end));
	return p;
}
