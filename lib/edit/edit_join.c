/* edit_join.c: --join SET: the caption that another set has for the same id goes behind this one, tags that stand here already left out. */
#include "edit/kind.h"

#include "text/utf8.h"

/* The partner's tags that are not here yet, its sentences whole. */
static struct span new_part(const struct edit_sight *s, const struct list *here, struct span other)
{
	struct map seen = {.a = s->a};
	struct buf b = BUF_INIT;
	struct list l;

	list_cut(other, s->a, &l);
	if (l.prose || l.n < 2)
		return words_in(s->text, other) ? SPAN("") : other;
	for (size_t i = 0; i < here->n; i++)
		map_note(&seen, tag_key(edit_fold(list_text(here, i), s->a)), 0);
	for (size_t i = 0; i < l.n; i++) {
		bool is_new;
		map_add(&seen, tag_key(edit_fold(list_text(&l, i), s->a)), &is_new);
		if (!is_new)
			continue;
		if (b.n)
			buf_adds(&b, l.sep);
		buf_adds(&b, list_text(&l, i));
	}
	struct span out = arena_dup(s->a, buf_span(&b));
	buf_fini(&b);
	return out;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	const struct edit *e = s->e;
	struct span other = uni_strip(e->env->partner(e->env->ctx, e->value, s->id));
	struct list l;

	(void)d;
	if (other.n == 0)
		return 0;
	list_cut(s->text, s->a, &l);
	struct span part = new_part(s, &l, other), text = uni_rstrip(s->text);
	if (part.n == 0)
		return 0;
	s->out->matched = 1;
	bool stop = l.n && l.v[l.n - 1].stop;
	struct span by = l.n == 0 ? SPAN("") : stop ? SPAN(" ") : SPAN(", ");
	size_t at = l.n && !stop ? l.v[l.n - 1].end : text.n;
	change_add(s, at, s->text.n, arena_cat(s->a, by, part));
	return 0;
}

const struct edit_kind edit_join = {NULL, apply, false};
