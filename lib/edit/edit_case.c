/* edit_case.c: --case lower: all but trigger words and visible text in quotes. */
#include "edit/kind.h"

#include "text/quote.h"
#include "text/utf8.h"

static int open(struct edit *e, struct diag *d)
{
	if (strcmp(e->value, "lower") != 0)
		return diag_set(d, "bad-edit", "--case: lower is the only one");
	return 0;
}

/* Byte behind the trigger word that begins at word i, or 0. */
static size_t trigger_end(const struct edit_sight *s, const struct seg *w, size_t i)
{
	for (size_t k = 0; k < s->e->env->n_triggers; k++) {
		struct span t = s->e->env->triggers[k], rest = span_cut(s->text, w->words[i].start, s->text.n);
		if (t.n && span_starts(rest, t))
			return w->words[i].start + t.n;
	}
	return 0;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct seg w;
	struct buf b = BUF_INIT;
	size_t quoted = 0, at = 0;

	(void)d;
	seg_cut(s->text, s->a, &w);
	for (size_t i = 0; i < w.n_words; i++) {
		size_t start = w.words[i].start, end = w.words[i].end;
		for (; at < start; at++) {
			size_t close = at >= quoted ? quote_end(s->text, at) : 0;
			quoted = close ? close : quoted;
		}
		size_t kept = trigger_end(s, &w, i);
		quoted = kept > quoted ? kept : quoted;
		if (start < quoted)
			continue;
		buf_reset(&b);
		uni_lower_span(&b, span_cut(s->text, start, end), true);
		if (!span_eq(buf_span(&b), span_cut(s->text, start, end)))
			change_add(s, start, end, arena_dup(s->a, buf_span(&b)));
	}
	s->out->matched = s->out->n;
	buf_fini(&b);
	return 0;
}

const struct edit_kind edit_case = {open, apply, true};
