/* set_names.c: the few names that a set shows of many: the first in the order of people, whatever order they came in. */
#include "dataset/set.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that begins at byte i, without zeros in front. */
static struct span number_at(struct span s, size_t i)
{
	size_t end = i;

	while (end < s.n && digit(s.p[end]))
		end++;
	while (i + 1 < end && s.p[i] == '0')
		i++;
	return span_cut(s, i, end);
}

bool set_id_before(struct span x, struct span y)
{
	size_t i = 0, k = 0;

	while (i < x.n && k < y.n) {
		if (digit(x.p[i]) && digit(y.p[k])) {
			struct span m = number_at(x, i), n = number_at(y, k);
			int c = m.n != n.n ? (m.n < n.n ? -1 : 1) : memcmp(m.p, n.p, m.n);
			if (c)
				return c < 0;
			i = (size_t)(m.p + m.n - x.p);
			k = (size_t)(n.p + n.n - y.p);
		} else if (x.p[i] != y.p[k]) {
			return (unsigned char)x.p[i] < (unsigned char)y.p[k];
		} else {
			i++;
			k++;
		}
	}
	if (i < x.n || k < y.n)
		return k < y.n;
	int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n); /* "a1" and "a01" */
	return c ? c < 0 : x.n < y.n;
}

struct span set_put_over(struct arena *a, struct span old, struct span s)
{
	if (s.n > old.n)
		return arena_dup(a, s);
	char *to = (char *)(uintptr_t)old.p; /* ours: arena_dup made it */
	memcpy(to, s.p, s.n);
	return (struct span){to, s.n};
}

void set_name(struct arena *a, struct set_names *n, struct span name)
{
	n->all++;
	if (n->n == SET_NAMES && !set_id_before(name, n->v[SET_NAMES - 1]))
		return;
	struct span kept = n->n < SET_NAMES ? arena_dup(a, name) : set_put_over(a, n->v[SET_NAMES - 1], name);
	size_t at = n->n < SET_NAMES ? n->n++ : SET_NAMES - 1;
	for (; at > 0 && set_id_before(kept, n->v[at - 1]); at--)
		n->v[at] = n->v[at - 1];
	n->v[at] = kept;
}
