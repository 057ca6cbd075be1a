/* glob.c: pattern matching with one remembered star: a mismatch goes back to the last * only, which is enough because
 * an earlier star can never need to take more. */
#include "base/glob.h"

/* Bytes of the UTF-8 character that starts with c. */
static size_t char_size(unsigned char c)
{
	return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* One [...] set at p[0] == '[' against byte c. Returns the set's length, or 0 when it has no ] (then '[' is itself). */
static size_t match_set(struct span p, unsigned char c, bool *hit)
{
	size_t i = 1;
	bool negate = i < p.n && (p.p[i] == '!' || p.p[i] == '^');

	i += negate;
	*hit = false;
	for (size_t first = i; i < p.n; i++) {
		unsigned char lo = (unsigned char)p.p[i];

		if (lo == ']' && i > first) {
			*hit ^= negate;
			return i + 1;
		}
		if (i + 2 < p.n && p.p[i + 1] == '-' && p.p[i + 2] != ']') {
			*hit |= c >= lo && c <= (unsigned char)p.p[i + 2];
			i += 2;
		} else {
			*hit |= c == lo;
		}
	}
	return 0;
}

/* Tries one pattern element (no star) at p against s. Sets how much of each it takes; false on a mismatch. */
static bool match_one(struct span p, struct span s, size_t *dp, size_t *ds)
{
	bool hit;

	*dp = *ds = 1;
	if (p.p[0] == '?') {
		*ds = char_size((unsigned char)s.p[0]);
		if (*ds > s.n)
			*ds = s.n;
		return true;
	}
	if (p.p[0] == '[') {
		size_t n = match_set(p, (unsigned char)s.p[0], &hit);
		if (n) {
			*dp = n;
			return hit;
		}
	}
	if (p.p[0] == '\\' && p.n > 1) {
		*dp = 2;
		return p.p[1] == s.p[0];
	}
	return p.p[0] == s.p[0];
}

bool glob_match(struct span pattern, struct span s)
{
	size_t i = 0, k = 0, star = (size_t)-1, from = 0, dp, ds;

	while (k < s.n) {
		if (i < pattern.n && pattern.p[i] == '*') {
			star = ++i;
			from = k;
			continue;
		}
		if (i < pattern.n && match_one(span_cut(pattern, i, pattern.n), span_cut(s, k, s.n), &dp, &ds)) {
			i += dp;
			k += ds;
			continue;
		}
		if (star == (size_t)-1)
			return false;
		i = star;
		k = ++from;
	}
	while (i < pattern.n && pattern.p[i] == '*')
		i++;
	return i == pattern.n;
}

bool glob_match_id(struct span pattern, struct span id)
{
	if (glob_match(pattern, id))
		return true;
	if (memchr(pattern.p, '/', pattern.n))
		return false;
	for (size_t i = id.n; i > 0; i--)
		if (id.p[i - 1] == '/')
			return glob_match(pattern, span_cut(id, i, id.n));
	return false;
}

bool glob_literal(struct span pattern)
{
	for (size_t i = 0; i < pattern.n; i++)
		if (memchr("*?[\\", pattern.p[i], 4))
			return false;
	return true;
}
