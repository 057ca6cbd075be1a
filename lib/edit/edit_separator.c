/* edit_separator.c: --separator NEW: what stands between the tags of a list: ",", "|", "\n", " " (then a tag's own blanks are underscores). */
#include "edit/kind.h"

static int open(struct edit *e, struct diag *d)
{
	static const struct { const char *asked; struct span sep; } known[] = {
		{",", SPAN_INIT(", ")}, {", ", SPAN_INIT(", ")}, {"comma", SPAN_INIT(", ")}, {"|", SPAN_INIT(" | ")}, {" | ", SPAN_INIT(" | ")},
		{"bar", SPAN_INIT(" | ")}, {"\\n", SPAN_INIT("\n")}, {"\n", SPAN_INIT("\n")}, {"newline", SPAN_INIT("\n")}, {" ", SPAN_INIT(" ")},
		{"blank", SPAN_INIT(" ")},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(e->value, known[i].asked) == 0) {
			e->new = known[i].sep;
			return 0;
		}
	return diag_set(d, "bad-edit", "--separator: comma, bar, newline or blank");
}

/* A tag's own blanks become underscores, and underscores that only stood for blanks stay as they are. */
static void fuse(struct edit_sight *s, const struct list_item *i)
{
	for (uint32_t k = i->start; k < i->end; k++)
		if (s->text.p[k] == ' ')
			change_add(s, k, k + 1, SPAN("_"));
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct list l;

	(void)d;
	list_cut(s->text, s->a, &l);
	if (l.prose || l.n < 2) {
		if (l.prose)
			s->out->refused = SPAN("sentences are no list");
		return 0;
	}
	for (size_t i = 0; i < l.n; i++) {
		if (span_is(s->e->new, " "))
			fuse(s, &l.v[i]);
		if (i + 1 < l.n)
			change_add(s, l.v[i].end, l.v[i + 1].start, s->e->new);
	}
	s->out->matched = s->out->n > 0;
	return 0;
}

const struct edit_kind edit_separator = {open, apply, false};
