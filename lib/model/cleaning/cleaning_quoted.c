/* cleaning_quoted.c: what stands in quotes, alone: HunyuanImage 2.1 and HunyuanVideo 1.5 give it to ByT5, as `Text "X". ` each.
 * The pipelines find it with one regular expression a kind of quotes, open(.*?)close, one kind after the other: no line feed
 * inside, and the next search begins behind the close. */
#include "model/cleaning/cleaning.h"

struct quotes {
	struct span open, close;
};

static const struct quotes kinds[] = {
	{SPAN_INIT("'"), SPAN_INIT("'")},
	{SPAN_INIT("\""), SPAN_INIT("\"")},
	{SPAN_INIT("‘"), SPAN_INIT("’")},
	{SPAN_INIT("“"), SPAN_INIT("”")},
};
enum { SINGLE = 1, DOUBLE = 2, CURLY_SINGLE = 4, CURLY_DOUBLE = 8 };

/* A text in quotes: bytes [from,to) of the caption, quotes excluded. */
struct quoted {
	size_t from, to;
};

struct found {
	struct arena a;
	struct { struct quoted *v; size_t n, cap; } all;
};

static void find(struct found *f, struct span s, const struct quotes *q)
{
	size_t open = SIZE_MAX;

	for (size_t i = 0; i < s.n;) {
		struct span rest = {s.p + i, s.n - i};

		if (open != SIZE_MAX && span_starts(rest, q->close)) {
			*ARENA_PUSH(&f->a, &f->all) = (struct quoted){open, i};
			open = SIZE_MAX;
			i += q->close.n;
		} else if (open == SIZE_MAX && span_starts(rest, q->open)) {
			i += q->open.n;
			open = i;
		} else {
			/* The search from a quote that is never closed on its line fails; the next one starts behind it. */
			if (s.p[i] == '\n')
				open = SIZE_MAX;
			i++;
		}
	}
}

/* Whether the text was among the first `before` ones. A repeat is rare, so lengths are compared first. */
static bool repeated(const struct found *f, struct span s, size_t before)
{
	struct quoted x = f->all.v[before];

	for (size_t i = 0; i < before; i++) {
		struct quoted y = f->all.v[i];

		if (y.to - y.from == x.to - x.from && memcmp(s.p + y.from, s.p + x.from, x.to - x.from) == 0)
			return true;
	}
	return false;
}

enum { ONCE_LOOKED = 1024 }; /* of more quoted texts than this the rest is not compared: a limit is long passed */

static void collect(struct rewriting *w, unsigned which, bool once)
{
	struct found f = {.a = ARENA_INIT};
	struct span s = buf_span(&w->text);

	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		if (which & 1u << k)
			find(&f, s, &kinds[k]);
	for (size_t i = 0; i < f.all.n; i++) {
		struct quoted q = f.all.v[i];

		if (once && i < ONCE_LOOKED && repeated(&f, s, i))
			continue;
		rewriting_put(w, "Text \"", 6, q.from, q.from);
		rewriting_copy(w, q.from, q.to);
		rewriting_put(w, "\". ", 3, q.to, q.to);
	}
	rewriting_step(w);
	arena_fini(&f.a);
}

static void single_run(struct rewriting *w)
{
	collect(w, SINGLE | DOUBLE | CURLY_SINGLE | CURLY_DOUBLE, false);
}

static void quoted_run(struct rewriting *w)
{
	collect(w, DOUBLE | CURLY_SINGLE | CURLY_DOUBLE, false);
}

static void double_run(struct rewriting *w)
{
	collect(w, DOUBLE | CURLY_DOUBLE, false);
}

static void once_run(struct rewriting *w)
{
	collect(w, DOUBLE | CURLY_DOUBLE, true);
}

const struct cleaning cleaning_quoted_single = {.run = single_run};
const struct cleaning cleaning_quoted = {.run = quoted_run};
const struct cleaning cleaning_quoted_double = {.run = double_run};
const struct cleaning cleaning_quoted_double_once = {.run = once_run};
