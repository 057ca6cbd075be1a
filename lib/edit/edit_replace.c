/* edit_replace.c: --replace OLD=NEW: a tag or whole words, in any case, become others; nothing behind = takes them away. */
#include "edit/kind.h"

static struct span unescape(struct edit *e, struct span s)
{
	char *p = arena_alloc(e->a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\' || i + 1 == s.n || s.p[i + 1] != '=')
			p[n++] = s.p[i];
	return (struct span){p, n};
}

/* Words, and between them nothing but what may stand between the words of a tag. */
static bool only_words(const struct seg *g)
{
	size_t at = 0;

	for (size_t i = 0; i <= g->n_words; i++) {
		size_t stop = i < g->n_words ? g->words[i].start : g->text.n;
		for (; at < stop; at++)
			if (!strchr(" _-", g->text.p[at]))
				return false;
		at = i < g->n_words ? g->words[i].end : at;
	}
	return g->n_words > 0;
}

static int open(struct edit *e, struct diag *d)
{
	if (!value_halves(e))
		return diag_set(d, "bad-edit", "--replace takes OLD=NEW (a '=' of OLD is written \\=)");
	e->old = unescape(e, e->old);
	e->new = unescape(e, e->new);
	seg_cut(e->old, e->a, &e->words);
	e->by_words = only_words(&e->words);
	return 0;
}

/* Whether item i is the folded tag. A list may have a hundred thousand: what is folded on the way is given back. */
static bool item_is(const struct edit_sight *s, const struct list *l, size_t i, struct span folded)
{
	struct arena_mark m = arena_mark(s->a);
	bool is = span_eq(edit_fold(list_text(l, i), s->a), folded);

	arena_back(s->a, m);
	return is;
}

/* Items that are OLD go where nothing comes for them, or what comes stands in the list already. */
static size_t whole_items(struct edit_sight *s, const struct list *l, bool *gone)
{
	struct span old = edit_fold(s->e->old, s->a), new = edit_fold(s->e->new, s->a);
	size_t n = 0;
	bool there = false;

	for (size_t i = 0; i < l->n && !there && new.n && !l->prose && !s->values; i++)
		there = item_is(s, l, i, new);
	for (size_t i = 0; i < l->n; i++) {
		gone[i] = (new.n == 0 || there) && !span_eq(old, new) && item_is(s, l, i, old);
		n += gone[i];
	}
	return n;
}

/* A word that goes takes a blank with it. */
static void drop_words(struct edit_sight *s, uint32_t start, uint32_t end)
{
	struct span t = s->text;

	if (end < t.n && (t.p[end] == ' ' || t.p[end] == '_'))
		end++;
	else if (start > 0 && (t.p[start - 1] == ' ' || t.p[start - 1] == '_'))
		start--;
	change_add(s, start, end, SPAN(""));
}

static int by_start(const void *a, const void *b)
{
	const struct edit_change *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct list l;
	struct seg w;
	size_t at = 0, k = 0;
	uint32_t start, end;

	(void)d;
	seg_cut(s->text, s->a, &w);
	if (!words_next(s, &w, &at, &start, &end))
		return 0;
	list_cut(s->text, s->a, &l);
	bool *gone = arena_zalloc(s->a, l.n + 1, sizeof *gone);
	size_t whole = whole_items(s, &l, gone);
	if (whole && !list_drop(&l, gone, s)) {
		s->out->refused = SPAN("it is all that the caption says");
		whole = 0;
	}
	s->out->matched = whole;
	do {
		while (k < l.n && l.v[k].end <= start)
			k++;
		if (k < l.n && gone[k])
			continue; /* with its item */
		s->out->matched++;
		if (s->e->new.n)
			change_add(s, start, end, words_dressed(s, start, end));
		else
			drop_words(s, start, end);
	} while (words_next(s, &w, &at, &start, &end));
	if (whole && s->out->n > 1)
		qsort(s->out->v, s->out->n, sizeof *s->out->v, by_start);
	return 0;
}

const struct edit_kind edit_replace = {open, apply, true};
