/* vocab_added.c: added tokens in text, as the reference finds them: leftmost, longest, then single_word, lstrip, rstrip.
 * The sorted list is narrowed byte by byte, so a position costs at most the longest token's length times log n. */
#include "text/utf8.h"
#include "tok/engine.h"

static unsigned byte_at(const struct added_set *set, size_t i, size_t depth)
{
	return (unsigned char)set->bytes[set->v[i].offset + depth];
}

/* The first i in [lo,hi) whose byte at depth is >= c; all of them are longer than depth. */
static size_t lower(const struct added_set *set, size_t lo, size_t hi, size_t depth, unsigned c)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (byte_at(set, mid, depth) < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The longest token that text begins with, or NULL. */
static const struct vocab_added *longest(const struct added_set *set, const char *p, size_t n)
{
	const struct vocab_added *best = NULL;
	size_t lo = 0, hi = set->n;

	for (size_t depth = 0; lo < hi; depth++) {
		if (set->v[lo].size == depth) { /* sorted: what ends here comes before what goes on */
			best = &set->v[lo++];
			while (lo < hi && set->v[lo].size == depth)
				lo++;
		}
		if (depth == n || lo == hi)
			break;
		unsigned c = (unsigned char)p[depth];
		lo = lower(set, lo, hi, depth, c);
		hi = lower(set, lo, hi, depth, c + 1);
	}
	return best;
}

/* The regex class \w: letters, marks, decimal digits, connector punctuation, joiners. */
static bool word_char(const char *p, const char *end)
{
	uint32_t c;

	utf8_decode(p, end, &c);
	return c == '_' || c == 0x200C || c == 0x200D || c == 0x203F || c == 0x2040 || c == 0x2054 ||
	       (uni_class(c) & (UC_L | UC_M | UC_N)) != 0;
}

static bool white_char(const char *p, const char *end, bool python)
{
	uint32_t c;

	utf8_decode(p, end, &c);
	return (uni_class(c) & UC_WS) != 0 || (python && c >= 0x1c && c <= 0x1f);
}

static bool stands_alone(struct span text, size_t start, size_t end)
{
	const char *e = text.p + text.n;

	if (start > 0 && word_char(utf8_prev(text.p, text.p + start), e))
		return false;
	return end == text.n || !word_char(text.p + end, e);
}

static void widen(struct span text, const struct vocab_added *a, size_t done, struct added_match *m)
{
	const char *e = text.p + text.n;
	bool python = (a->flags & AF_PYTHON) != 0;

	while ((a->flags & AF_LSTRIP) && m->start > done) {
		const char *q = utf8_prev(text.p, text.p + m->start);
		if (!white_char(q, e, python))
			break;
		m->start = (size_t)(q - text.p);
	}
	while ((a->flags & AF_RSTRIP) && m->end < text.n && white_char(text.p + m->end, e, python)) {
		uint32_t c;
		m->end += utf8_decode(text.p + m->end, e, &c);
	}
	if (m->start < done)
		m->start = done;
	if (m->end < m->start)
		m->end = m->start;
}

bool added_find(const struct added_set *set, struct span text, size_t at, size_t done, struct added_match *m)
{
	if (set->n == 0)
		return false;
	while (at < text.n) {
		if (set->only >= 0) {
			const char *p = memchr(text.p + at, set->only, text.n - at);
			if (!p)
				return false;
			at = (size_t)(p - text.p);
		} else {
			while (at < text.n && !set->first[(unsigned char)text.p[at]])
				at++;
			if (at == text.n)
				return false;
		}
		const struct vocab_added *a = longest(set, text.p + at, text.n - at);
		if (!a) {
			at++;
			continue;
		}
		*m = (struct added_match){a->id, at, at + a->size, at + a->size};
		if (!(a->flags & AF_SINGLE_WORD) || stands_alone(text, m->start, m->end)) {
			widen(text, a, done, m);
			return true;
		}
		at = m->next;
	}
	return false;
}
