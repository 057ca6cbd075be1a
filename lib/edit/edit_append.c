/* edit_append.c: --append TEXT: behind every caption that does not end with it. */
#include "edit/kind.h"
#include "text/utf8.h"

static int apply(struct edit_sight *s, struct diag *d)
{
	struct span t = s->e->old;
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	struct span whole = uni_rstrip(s->text);
	if (span_ends(whole, uni_strip(t)))
		return 0;
	s->out->matched = 1;
	bool stop = l.n && l.v[l.n - 1].stop; /* behind a full stop a blank */
	size_t at = l.n && !stop ? l.v[l.n - 1].end : whole.n;
	change_add(s, at, at, l.n == 0 ? uni_strip(t) : list_edge(t.p[0]) ? t : arena_cat(s->a, stop ? SPAN(" ") : l.sep, t));
	return 0;
}

const struct edit_kind edit_append = {value_text, apply, false};
