/* brackets.c: pairs of brackets and the weights in them (see brackets.h). */
#include "base/ascii.h"
#include "lint/brackets.h"

uint32_t bracket_match(struct span s, uint32_t i, char open, char close)
{
	int depth = 0;

	for (uint32_t k = i; k < s.n && k - i < 400 && s.p[k] != '\n'; k++) {
		if (k > i && s.p[k - 1] == '\\')
			continue;
		depth += s.p[k] == open;
		depth -= s.p[k] == close;
		if (depth == 0)
			return k;
	}
	return 0;
}

size_t bracket_weight(struct span s)
{
	size_t i = s.n;

	while (i > 0 && (ascii_digit(s.p[i - 1]) || s.p[i - 1] == '.' || s.p[i - 1] == '-' || s.p[i - 1] == ' '))
		i--;
	return i > 1 && i < s.n && s.p[i - 1] == ':' && ascii_digit(s.p[s.n - 1]) ? s.n - i + 1 : 0;
}
