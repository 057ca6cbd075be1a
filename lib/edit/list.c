/* list.c: a text as a list of tags, whatever separates them. */
#include "edit/kind.h"

#include "text/utf8.h"

static void item(struct list *l, struct arena *a, size_t start, size_t end, bool stop)
{
	struct span s = uni_strip(span_cut(l->text, start, end));

	if (s.n)
		*ARENA_PUSH(a, l) = (struct list_item){(uint32_t)(s.p - l->text.p), (uint32_t)(s.p - l->text.p + s.n), stop};
}

/* Items between bytes c. */
static void cut_at(struct list *l, struct arena *a, char c)
{
	for (size_t from = 0; from <= l->text.n;) {
		const char *p = from < l->text.n ? memchr(l->text.p + from, c, l->text.n - from) : NULL;
		size_t end = p ? (size_t)(p - l->text.p) : l->text.n;
		item(l, a, from, end, false);
		from = end + 1;
	}
}

/* "hatsune_miku 1girl aqua_hair": blanks separate, and a tag's own blanks are underscores. */
static bool by_blanks(struct span s)
{
	bool joined = false, parted = false;

	for (size_t i = 1; i + 1 < s.n; i++) {
		joined |= s.p[i] == '_' && s.p[i - 1] != ' ' && s.p[i + 1] != ' ';
		parted |= s.p[i] == ' ';
	}
	return joined && parted;
}

static bool stops(char sep)
{
	return sep == '.' || sep == '!' || sep == '?';
}

static void cut_segments(struct list *l, struct arena *a, const struct seg *g)
{
	bool lines = true;

	for (size_t i = 0; i < g->n_segments; i++) {
		const struct seg_segment *s = &g->segments[i];
		l->prose |= stops(s->sep);
		lines &= i + 1 == g->n_segments || s->sep == '\n';
		*ARENA_PUSH(a, l) = (struct list_item){s->start, s->end, stops(s->sep)};
	}
	l->kind = lines ? LIST_LINES : LIST_COMMAS;
}

void list_cut(struct span text, struct arena *a, struct list *l)
{
	struct arena own = ARENA_INIT;
	struct seg g;

	*l = (struct list){.text = text, .sep = SPAN(", ")};
	seg_cut(text, &own, &g);
	if (g.n_segments > 1 || (g.n_segments == 1 && stops(g.segments[0].sep))) {
		cut_segments(l, a, &g);
	} else if (text.n && memchr(text.p, '|', text.n)) {
		cut_at(l, a, '|');
		l->kind = LIST_BARS;
	} else if (by_blanks(text)) {
		cut_at(l, a, ' ');
		l->kind = LIST_BLANKS;
	} else {
		item(l, a, 0, text.n, false);
	}
	arena_fini(&own);
	if (l->n > 1 && !l->v[0].stop)
		l->sep = span_cut(text, l->v[0].end, l->v[1].start);
}

/* Bytes to take so that items [first,last] are gone and one separator is left between their neighbours. */
static void drop_run(const struct list *l, size_t first, size_t last, struct edit_sight *s)
{
	bool before = first > 0, behind = last + 1 < l->n;
	/* "apple, fruit. A dog" keeps its full stop: the separator before goes. */
	bool keep_end = before && (!behind || (l->v[last].stop && !l->v[first - 1].stop));
	size_t start = keep_end ? l->v[first - 1].end : l->v[first].start;
	size_t end = keep_end ? l->v[last].end : l->v[last + 1].start;

	change_add(s, start, end, SPAN(""));
}

bool list_drop(const struct list *l, const bool *gone, struct edit_sight *s)
{
	size_t left = 0;

	for (size_t i = 0; i < l->n; i++)
		left += !gone[i];
	if (left == 0)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		size_t last = i;
		while (last + 1 < l->n && gone[i] && gone[last + 1])
			last++;
		if (gone[i])
			drop_run(l, i, last, s);
		i = last;
	}
	return true;
}

bool list_trigger(const struct list *l, size_t i, const struct edit_env *env)
{
	for (size_t k = 0; k < env->n_triggers; k++)
		if (words_in(list_text(l, i), env->triggers[k]))
			return true;
	return false;
}

/* "(red fox:1.3)" and "((red fox))" are red fox. */
static struct span unwrap(struct span s)
{
	while (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')') {
		size_t end = s.n - 1, i = end;
		while (i > 1 && ((s.p[i - 1] >= '0' && s.p[i - 1] <= '9') || s.p[i - 1] == '.'))
			i--;
		if (i < end && i > 1 && s.p[i - 1] == ':')
			end = i - 1;
		s = span_cut(s, 1, end);
	}
	return s;
}

struct span edit_plain(struct span s, struct arena *a)
{
	struct buf b = BUF_INIT;
	size_t n = 0;
	bool blank = false;

	uni_lower_span(&b, s, false);
	for (size_t i = 0; i < b.n; i++) {
		char c = b.p[i];
		if (c == ' ' || c == '_' || c == '\t' || c == '\n' || c == '\r') {
			blank = n > 0;
			continue;
		}
		if (blank)
			b.p[n++] = ' ';
		blank = false;
		b.p[n++] = c;
	}
	struct span out = arena_dup(a, (struct span){b.p, n});
	buf_fini(&b);
	return out;
}

struct span edit_fold(struct span tag, struct arena *a)
{
	struct span s = edit_plain(unwrap(uni_strip(tag)), a);
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\\' || i + 1 == s.n || (s.p[i + 1] != '(' && s.p[i + 1] != ')'))
			p[n++] = s.p[i];
	return (struct span){p, n};
}

size_t edit_tags(struct span text, struct arena *a, struct span **out)
{
	struct list l;

	list_cut(text, a, &l);
	*out = arena_alloc(a, (l.n + 1) * sizeof **out);
	for (size_t i = 0; i < l.n; i++)
		(*out)[i] = edit_fold(list_text(&l, i), a);
	return l.n;
}

void change_add(struct edit_sight *s, size_t start, size_t end, struct span text)
{
	if (!span_eq(span_cut(s->text, start, end), text))
		*ARENA_PUSH(s->a, s->out) = (struct edit_change){(uint32_t)start, (uint32_t)end, text};
}
