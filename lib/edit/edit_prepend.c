/* edit_prepend.c: --prepend TEXT: in front of every caption that does not begin with it. */
#include "edit/kind.h"
#include "text/utf8.h"

static int apply(struct edit_sight *s, struct diag *d)
{
	struct span t = s->e->old;
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	size_t at = l.n ? l.v[0].start : 0;
	if (span_starts(span_cut(s->text, at, s->text.n), uni_strip(t)))
		return 0; /* a second run adds nothing */
	s->out->matched = 1;
	change_add(s, at, at, l.n == 0 ? uni_strip(t) : list_edge(t.p[t.n - 1]) ? t : arena_cat(s->a, t, l.sep));
	return 0;
}

const struct edit_kind edit_prepend = {value_text, apply, false};
