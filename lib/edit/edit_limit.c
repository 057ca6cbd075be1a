/* edit_limit.c: --limit N: the first N tags of a list stay; trigger words do not count and stay. */
#include "edit/kind.h"

#include <stdlib.h>

static int open(struct edit *e, struct diag *d)
{
	char *end;

	e->number = strtoul(e->value, &end, 10);
	if (*end || e->number == 0 || e->value[0] == '-')
		return diag_set(d, "bad-edit", "--limit takes a number of tags, 1 or more");
	return 0;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct list l;
	size_t kept = 0;

	(void)d;
	list_cut(s->text, s->a, &l);
	if (l.prose || l.n <= s->e->number)
		return 0;
	bool *gone = arena_zalloc(s->a, l.n + 1, sizeof *gone);
	for (size_t i = 0; i < l.n; i++) {
		if (list_trigger(&l, i, s->e->env))
			continue;
		gone[i] = kept == s->e->number;
		kept += !gone[i];
		s->out->matched += gone[i];
	}
	list_drop(&l, gone, s);
	return 0;
}

const struct edit_kind edit_limit = {open, apply, false};
