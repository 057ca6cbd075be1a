/* edit_regex.c: --replace-regex PATTERN=SUBST: every match of a pattern (PCRE2), with $1 and ${name} for its groups. */
#include "edit/kind.h"

#include "text/utf8.h"

/* The '=' that parts pattern and substitute: the first that is not escaped, in a class, or of (?= and (?<=. */
static size_t parting(struct span v)
{
	bool in_class = false;

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\')
			i++;
		else if (v.p[i] == '[')
			in_class = true;
		else if (v.p[i] == ']')
			in_class = false;
		else if (v.p[i] == '=' && !in_class && i > 0 && v.p[i - 1] != '?' && !(i > 1 && v.p[i - 1] == '<' && v.p[i - 2] == '?'))
			return i;
	}
	return v.n;
}

static int open(struct edit *e, struct diag *d)
{
	struct span v = span_of(e->value);
	size_t at = parting(v);

	if (at == v.n)
		return diag_set(d, "bad-edit", "--replace-regex takes PATTERN=SUBST (a '=' of PATTERN is written \\=)");
	e->old = span_cut(v, 0, at);
	e->new = span_cut(v, at + 1, v.n);
	e->regex = regex_open(e->old, false, d);
	return e->regex ? regex_check_subst(e->regex, e->new, d) : -1;
}

static int apply(struct edit_sight *s, struct diag *d)
{
	struct regex_match m;
	struct buf b = BUF_INIT;
	size_t from = 0;
	int rc;

	while (from <= s->text.n && (rc = regex_find(s->try, s->text, from, &m, d)) != 0) {
		if (rc < 0) {
			buf_fini(&b);
			return -1;
		}
		buf_reset(&b);
		regex_expand(s->try, s->text, s->e->new, &b);
		s->out->matched++;
		change_add(s, m.start, m.end, arena_dup(s->a, buf_span(&b)));
		from = m.end;
		if (m.end == m.start) { /* empty: on by one character */
			uint32_t c;
			from += m.end < s->text.n ? utf8_decode(s->text.p + m.end, s->text.p + s->text.n, &c) : 1;
		}
	}
	buf_fini(&b);
	return 0;
}

const struct edit_kind edit_regex = {open, apply, true};
