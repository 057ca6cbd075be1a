/* edit_add.c: --add TERM: a tag that is not there yet. */
#include "edit/kind.h"

#include "text/utf8.h"

static int open(struct edit *e, struct diag *d)
{
	if (e->env->at && strcmp(e->env->at, "after-trigger") == 0 && !e->env->n_triggers)
		return diag_set(d, "bad-edit", "--at after-trigger needs the trigger word: --trigger WORD");
	return value_text(e, d);
}

static bool has_tag(const struct edit_sight *s, const struct list *l)
{
	struct span want = edit_fold(s->e->old, s->a);

	for (size_t i = 0; i < l->n; i++)
		if (span_eq(edit_fold(list_text(l, i), s->a), want))
			return true;
	return l->prose && words_in(s->text, s->e->old);
}

/* A tag in a list whose own blanks are underscores. */
static struct span as_tag(const struct edit_sight *s, const struct list *l)
{
	struct span t = arena_dup(s->a, uni_strip(s->e->old));

	for (size_t i = 0; l->kind == LIST_BLANKS && i < t.n; i++)
		if (t.p[i] == ' ')
			((char *)(uintptr_t)t.p)[i] = '_';
	return t;
}

static size_t behind_trigger(const struct edit_sight *s, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (list_trigger(l, i, s->e->env))
			return i + 1;
	return 0;
}

static int add(struct edit_sight *s, struct diag *d)
{
	const char *at = s->e->env->at ? s->e->env->at : "end";
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	if (l.n && has_tag(s, &l))
		return 0;
	struct span tag = as_tag(s, &l);
	size_t behind = strcmp(at, "start") == 0 ? 0 : strcmp(at, "end") == 0 ? l.n : behind_trigger(s, &l);
	s->out->matched = 1;
	if (l.n == 0) {
		change_add(s, s->text.n, s->text.n, tag);
	} else if (behind) { /* of a sentence: before its full stop */
		size_t end = l.v[behind - 1].end;
		change_add(s, end, end, arena_cat(s->a, l.sep, tag));
	} else if (strcmp(at, "after-trigger") == 0) {
		s->out->refused = SPAN("no trigger word stands in the caption");
	} else {
		change_add(s, l.v[0].start, l.v[0].start, arena_cat(s->a, tag, l.sep));
	}
	return 0;
}

const struct edit_kind edit_add = {open, add, false};
