/* edit_map.c: --map FILE: tags by a table of two columns, old and new (Danbooru's aliases are one); an empty new takes the tag away. */
#include "edit/table.h"

/* What comes for an item, written as the list writes its tags. */
static struct span dressed(struct edit_sight *s, struct span was, struct span new)
{
	char *p = arena_alloc(s->a, new.n + 1);
	bool under = was.n && memchr(was.p, '_', was.n), blank = was.n && memchr(was.p, ' ', was.n);

	for (size_t i = 0; i < new.n; i++) /* "1girl" tells nothing: the table's own */
		p[i] = new.p[i] == '_' && blank && !under ? ' ' : new.p[i] == ' ' && under ? '_' : new.p[i];
	return (struct span){p, new.n};
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct map seen = {.a = s->a};
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	bool *gone = arena_zalloc(s->a, l.n + 1, sizeof *gone);
	struct span *to = arena_zalloc(s->a, l.n + 1, sizeof *to);
	for (size_t i = 0; i < l.n; i++) {
		struct span f = edit_fold(list_text(&l, i), s->a);
		const uint32_t *at = table_find(s->e, f);
		if (!at)
			map_note(&seen, tag_key(f), (uint32_t)i);
		else
			to[i] = s->e->terms.v[*at];
		gone[i] = at && to[i].n == 0;
		s->out->matched += at != NULL;
	}
	for (size_t i = 0; i < l.n; i++) { /* two tags that become one stand once */
		struct span f = edit_fold(to[i], s->a);
		if (to[i].n && !l.prose)
			gone[i] = map_note(&seen, tag_key(f), (uint32_t)i) != i;
	}
	if (!list_drop(&l, gone, s)) {
		if (l.n)
			s->out->refused = SPAN("it is all that the caption says");
		return 0;
	}
	struct edit_changes drops = *s->out, *out = s->out;
	size_t k = 0, matched = out->matched;
	*out = (struct edit_changes){.matched = matched};
	for (size_t i = 0; i < l.n; i++) {
		while (k < drops.n && drops.v[k].start <= l.v[i].start)
			*ARENA_PUSH(s->a, out) = drops.v[k++];
		if (to[i].n && !gone[i])
			change_add(s, l.v[i].start, l.v[i].end, dressed(s, list_text(&l, i), to[i]));
	}
	while (k < drops.n)
		*ARENA_PUSH(s->a, out) = drops.v[k++];
	return 0;
}

const struct edit_kind edit_map = {table_read, apply, false};
