/* edit_remove.c: --remove TERM: a tag (or, with * ? [, all that match) goes with its separator, wherever it stands alone. */
#include "edit/kind.h"

#include "base/glob.h"

static int open(struct edit *e, struct diag *d)
{
	e->old = edit_fold(span_of(e->value), e->a);
	if (e->old.n == 0)
		return diag_set(d, "bad-edit", "--remove: a tag, or a pattern as score_*");
	return 0;
}

/* What is taken away may be written with the underscores of the tag. */
static bool meant(const struct edit *e, struct span folded)
{
	return span_eq(folded, e->old) || (!glob_literal(e->old) && glob_match(e->old, folded));
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	bool *gone = arena_zalloc(s->a, l.n + 1, sizeof *gone);
	for (size_t i = 0; i < l.n; i++) {
		gone[i] = meant(s->e, edit_fold(list_text(&l, i), s->a));
		s->out->matched += gone[i];
	}
	if (s->out->matched && !list_drop(&l, gone, s))
		s->out->refused = SPAN("it is all that the caption says");
	return 0;
}

const struct edit_kind edit_remove = {open, apply, false};
