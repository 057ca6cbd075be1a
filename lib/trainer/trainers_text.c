/* trainers_text.c: Python's string methods that trainers cut captions with, and the orders that a shuffle
 * may give. */
#include "trainer/trainers.h"

#include "text/utf8.h"

/* Where what begins in s at or behind from; s.n if nowhere. */
static size_t find(struct span s, size_t from, struct span what)
{
	while (from < s.n && what.n <= s.n - from) {
		const char *p = memchr(s.p + from, what.p[0], s.n - from - what.n + 1);

		if (!p)
			break;
		if (memcmp(p, what.p, what.n) == 0)
			return (size_t)(p - s.p);
		from = (size_t)(p - s.p) + 1;
	}
	return s.n;
}

bool text_has(struct span text, struct span what)
{
	return what.n == 0 || find(text, 0, what) < text.n;
}

struct span text_line(struct span text)
{
	const char *nl = text.n ? memchr(text.p, '\n', text.n) : NULL;

	return nl ? (struct span){text.p, (size_t)(nl - text.p)} : text;
}

void parts_add(struct arena *a, struct parts *p, struct span s)
{
	*ARENA_PUSH(a, p) = s;
}

struct parts parts_split(struct arena *a, struct span text, struct span sep, bool strip, bool drop)
{
	enum { FEW = 2 }; /* "a|b": a caption may have a hundred thousand of them */
	struct parts p = {arena_alloc(a, FEW * sizeof *p.v), 0, FEW};

	for (size_t at = 0;;) {
		size_t end = find(text, at, sep);
		struct span s = {text.p + at, end - at};

		if (strip)
			s = uni_strip(s);
		if (s.n || !drop)
			parts_add(a, &p, s);
		if (end == text.n)
			return p;
		at = end + sep.n;
	}
}

struct span text_concat(struct feeder *f, struct span x, struct span y, struct span z)
{
	struct parts p = {(struct span[]){x, y, z}, 3, 3};

	return parts_join(f, &p, SPAN(""));
}

struct span parts_join(struct feeder *f, const struct parts *p, struct span sep)
{
	size_t n = 0;
	char *out, *at;

	if (p->n == 1)
		return p->v[0];
	for (size_t i = 0; i < p->n; i++)
		n += p->v[i].n + (i ? sep.n : 0);
	at = out = arena_alloc(f->a, n + 1);
	for (size_t i = 0; i < p->n; i++) {
		if (i && sep.n)
			at = (char *)memcpy(at, sep.p, sep.n) + sep.n;
		if (p->v[i].n)
			at = (char *)memcpy(at, p->v[i].p, p->v[i].n) + p->v[i].n;
	}
	trace_joined(f, (struct span){out, n}, p, sep);
	return (struct span){out, n};
}

struct span text_replace(struct feeder *f, struct span text, struct span from, struct span to, bool *done)
{
	struct parts p;

	if (from.n == 0 || !text_has(text, from))
		return text;
	*done = true;
	p = parts_split(f->a, text, from, false, false);
	return parts_join(f, &p, to);
}

/* The next order of n indices in lexical order; false behind the last one. */
static bool next_order(size_t *v, size_t n)
{
	size_t i = n, j = n, t;

	while (i > 1 && v[i - 2] >= v[i - 1])
		i--;
	if (i < 2)
		return false;
	while (v[j - 1] <= v[i - 2])
		j--;
	t = v[i - 2], v[i - 2] = v[j - 1], v[j - 1] = t;
	for (j = n; i < j; i++, j--)
		t = v[i - 1], v[i - 1] = v[j - 1], v[j - 1] = t;
	return true;
}

bool feeder_orders(struct feeder *f, const struct parts *head, const struct parts *middle, const struct parts *tail,
		   struct span sep, bool (*give)(struct feeder *f, struct span text))
{
	size_t order[SHUFFLE_WALKED], n = middle->n;
	struct parts all = {0};
	bool walk = n <= SHUFFLE_WALKED && !f->first_only && !f->trace;

	for (size_t i = 0; i < head->n; i++)
		parts_add(f->a, &all, head->v[i]);
	for (size_t i = 0; i < n; i++)
		parts_add(f->a, &all, middle->v[i]);
	for (size_t i = 0; tail && i < tail->n; i++)
		parts_add(f->a, &all, tail->v[i]);
	if (n > SHUFFLE_WALKED)
		f->many = true;
	for (size_t i = 0; i < n && i < SHUFFLE_WALKED; i++)
		order[i] = i;
	do {
		for (size_t i = 0; walk && i < n; i++)
			all.v[head->n + i] = middle->v[order[i]];
		if (!give(f, all.n ? parts_join(f, &all, sep) : SPAN("")))
			return false;
	} while (walk && next_order(order, n));
	return true;
}
