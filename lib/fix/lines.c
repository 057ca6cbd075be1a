/* lines.c: pairs of lines and their scenes (lines.h). */
#include "fix/lines.h"

static uint32_t line_end(struct span s, uint32_t i)
{
	while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
		i++;
	return i;
}

static uint32_t next_line(struct span s, uint32_t end)
{
	return end + (s.p[end] == '\r' && end + 1 < s.n && s.p[end + 1] == '\n' ? 2 : 1);
}

bool next_pair(struct span before, struct span after, struct line *l, bool *begun, bool joined)
{
	if (*begun) {
		if (l->end >= before.n || l->after_end >= after.n)
			return false;
		l->start = next_line(before, l->end);
		l->after_start = next_line(after, l->after_end);
	}
	*begun = true;
	l->end = joined ? (uint32_t)before.n : line_end(before, l->start);
	l->after_end = joined ? (uint32_t)after.n : line_end(after, l->after_start);
	return true;
}

bool read_pair(const struct work *w, struct span before, struct span after, struct line *l, struct arena *a)
{
	struct span x = span_cut(before, l->start, l->end), y = span_cut(after, l->after_start, l->after_end);

	if (span_eq(x, y))
		return false;
	lint_scene(w->run, x, a, &l->before);
	lint_scene(w->run, y, a, &l->after);
	return true;
}

/* The statement without a fact that holds the byte, or NULL. */
static const struct scene_empty *void_at(const struct scene *s, uint32_t byte)
{
	uint32_t lo = 0, hi = s->n_empty; /* the first that ends behind byte */

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->empty[mid].end <= byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_empty && s->empty[lo].start <= byte ? &s->empty[lo] : NULL;
}

bool empty_at(const struct scene *s, uint32_t byte)
{
	const struct scene_empty *e = void_at(s, byte);

	return e && e->kind != EMPTY_NEGATION;
}

bool denied_at(const struct scene *s, uint32_t byte)
{
	const struct scene_empty *e = void_at(s, byte);

	return e && e->kind == EMPTY_NEGATION;
}

void index_facts(const struct scene *s, struct map *m)
{
	map_room(m, s->n_facts);
	for (uint32_t i = 0; i < s->n_facts; i++)
		map_note(m, s->facts[i].key, i);
}
