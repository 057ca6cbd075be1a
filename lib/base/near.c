/* near.c: edit distance with swaps (optimal string alignment), three rows. */
#include "base/near.h"

enum { NEAR_MAX = 63, NEAR_FAR = 1000 };

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c == '_' ? '-' : c;
}

unsigned near_distance(struct span a, struct span b)
{
	unsigned rows[3][NEAR_MAX + 1], *before = rows[0], *last = rows[1], *now = rows[2];

	if (a.n > NEAR_MAX || b.n > NEAR_MAX)
		return NEAR_FAR;
	for (size_t k = 0; k <= b.n; k++)
		last[k] = (unsigned)k;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = (unsigned)i;
		for (size_t k = 1; k <= b.n; k++) {
			int x = fold(a.p[i - 1]), y = fold(b.p[k - 1]);
			unsigned d = last[k - 1] + (x != y);

			if (last[k] + 1 < d)
				d = last[k] + 1;
			if (now[k - 1] + 1 < d)
				d = now[k - 1] + 1;
			if (i > 1 && k > 1 && x == fold(b.p[k - 2]) && y == fold(a.p[i - 2]) && before[k - 2] + 1 < d)
				d = before[k - 2] + 1;
			now[k] = d;
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

static bool begins(struct span word, struct span name)
{
	if (word.n < 3 || word.n > name.n)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (fold(word.p[i]) != fold(name.p[i]))
			return false;
	return true;
}

const char *near_name(struct span word, const char *const *names, size_t n)
{
	const char *best = NULL;
	unsigned least = 2 * NEAR_FAR;

	for (size_t i = 0; i < n; i++) {
		struct span name = span_of(names[i]);
		size_t longest = word.n > name.n ? word.n : name.n;
		bool front = begins(word, name);
		unsigned d = front ? 1 : near_distance(word, name), rank = 2 * d + !front; /* of two at one letter's distance the longer form */

		if (rank < least && d * 3 <= longest) {
			least = rank;
			best = names[i];
		}
	}
	return best;
}
