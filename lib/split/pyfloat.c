/* pyfloat.c: Python's float(): white space around, digits of any script with single _ between them, inf, infinity, nan. */
#include "split/pyfloat.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/utf8.h"

int py_digit(struct span s, size_t at, size_t *n)
{
	uint32_t c, first;

	*n = utf8_decode(s.p + at, s.p + s.n, &c);
	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	if (!(uni_class(c) & UC_ND))
		return -1;
	/* Digits stand in runs of ten, at most five runs side by side (the mathematical ones). */
	for (first = c; c - first < 50 && uni_class(first - 1) & UC_ND; first--)
		;
	return (int)((c - first) % 10);
}

static bool is_name(struct span s, const char *lower)
{
	size_t n = strlen(lower);

	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((s.p[i] | 0x20) != lower[i])
			return false;
	return true;
}

/* Copies the digits at i to out as ASCII; returns the byte behind them, or i if there are none or an underscore stands alone. */
static size_t digits(struct span s, size_t i, char *out, size_t *used)
{
	size_t from = i, n;
	bool mark = true; /* no underscore here */

	while (i < s.n) {
		int v = py_digit(s, i, &n);
		if (v < 0 && (mark || s.p[i] != '_'))
			break;
		if (v >= 0)
			out[(*used)++] = (char)('0' + v);
		mark = v < 0;
		i += n;
	}
	return mark ? from : i;
}

bool py_float(struct arena *a, struct span s, double *v)
{
	s = uni_strip(s);
	char *out = arena_alloc(a, s.n + 1);
	size_t used = 0, i = 0, from;

	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		out[used++] = s.p[i++];
	struct span rest = span_cut(s, i, s.n);
	if (is_name(rest, "inf") || is_name(rest, "infinity") || is_name(rest, "nan")) {
		*v = (rest.p[0] | 0x20) == 'n' ? (double)NAN : out[0] == '-' && used ? -(double)INFINITY : (double)INFINITY;
		return true;
	}
	i = digits(s, from = i, out, &used);
	bool whole = i > from;
	if (i < s.n && s.p[i] == '.') {
		out[used++] = s.p[i++];
		i = digits(s, from = i, out, &used);
		if (!whole && i == from)
			return false;
	} else if (!whole) {
		return false;
	}
	if (i < s.n && (s.p[i] | 0x20) == 'e') {
		out[used++] = s.p[i++];
		if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			out[used++] = s.p[i++];
		i = digits(s, from = i, out, &used);
		if (i == from)
			return false;
	}
	out[used] = 0;
	*v = strtod(out, NULL);
	return i == s.n;
}
