/* words.c: a term found as whole words, and what takes its place dressed as it was. */
#include "base/ascii.h"
#include "edit/kind.h"
#include "text/utf8.h"

int value_text(struct edit *e, struct diag *d)
{
	return uni_strip(e->old).n ? 0 : diag_set(d, "bad-edit", "--%s: there is nothing to put in", e->name);
}

bool value_halves(struct edit *e)
{
	struct span v = span_of(e->value);

	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\\' && i + 1 < v.n) {
			i++;
		} else if (v.p[i] == '=' && i > 0) {
			e->old = span_cut(v, 0, i);
			e->new = span_cut(v, i + 1, v.n);
			return true;
		}
	}
	return false;
}

static bool glue(char c)
{
	return c == ' ' || c == '_' || c == '-' || c == '\t';
}

/* Whether two words of text stand to each other as two of the term: joined by a hyphen, or parted by blanks and underscores alone. */
static bool same_gap(struct span text, const struct seg_word *w, const struct seg_word *term)
{
	if (w[1].segment != w[0].segment || w[1].joined != term[1].joined)
		return false;
	for (size_t i = w[0].end; i < w[1].start; i++)
		if (!glue(text.p[i]))
			return false;
	return true;
}

static bool match_at(struct span text, const struct seg *w, size_t at, const struct seg *term)
{
	if (at + term->n_words > w->n_words || w->words[at].joined)
		return false;
	for (size_t k = 0; k < term->n_words; k++)
		if (!span_eq(w->words[at + k].norm, term->words[k].norm) ||
		    (k && !same_gap(text, &w->words[at + k - 1], &term->words[k - 1])))
			return false;
	size_t next = at + term->n_words; /* "dog" is no word of "dog-like" */
	return next == w->n_words || !w->words[next].joined;
}

static bool literal_next(const struct edit_sight *s, size_t from, uint32_t *start, uint32_t *end)
{
	struct span old = s->e->old, t = s->text;

	for (size_t i = from; i + old.n <= t.n; i++) {
		const char *p = memchr(t.p + i, old.p[0], t.n - i - old.n + 1);
		if (!p)
			return false;
		i = (size_t)(p - t.p);
		bool left = !byte_of_name(old.p[0]) || i == 0 || !byte_of_name(t.p[i - 1]);
		bool right = !byte_of_name(old.p[old.n - 1]) || i + old.n == t.n || !byte_of_name(t.p[i + old.n]);
		if (left && right && memcmp(p, old.p, old.n) == 0) {
			*start = (uint32_t)i;
			*end = (uint32_t)(i + old.n);
			return true;
		}
	}
	return false;
}

bool words_next(const struct edit_sight *s, const struct seg *w, size_t *at, uint32_t *start, uint32_t *end)
{
	const struct seg *term = &s->e->words;

	if (!s->e->by_words) { /* *at counts bytes */
		if (!literal_next(s, *at, start, end))
			return false;
		*at = *end;
		return true;
	}
	for (; *at < w->n_words; ++*at) {
		if (!match_at(s->text, w, *at, term))
			continue;
		*start = w->words[*at].start;
		*at += term->n_words;
		*end = w->words[*at - 1].end;
		return true;
	}
	return false;
}

bool words_in(struct span text, struct span needle)
{
	struct arena a = ARENA_INIT;
	struct seg w, term;
	bool found = false;

	seg_cut(text, &a, &w);
	seg_cut(needle, &a, &term);
	for (size_t i = 0; i < w.n_words && term.n_words && !found; i++)
		found = match_at(text, &w, i, &term);
	arena_fini(&a);
	return found;
}

static bool has_upper(struct span s)
{
	struct buf b = BUF_INIT;

	uni_lower_span(&b, s, false);
	bool upper = !span_eq(buf_span(&b), s);
	buf_fini(&b);
	return upper;
}

/* "DOG": letters, more than one, and all of them capitals. */
static bool all_upper(struct span s)
{
	unsigned upper = 0;

	for (const char *p = s.p, *end = s.p + s.n; p < end;) {
		uint32_t c;
		p += utf8_decode(p, end, &c);
		if (uni_class(c) & (UC_LL | UC_LT))
			return false;
		upper += (uni_class(c) & UC_LU) != 0;
	}
	return upper > 1;
}

static bool first_upper(struct span s)
{
	uint32_t c = 0;

	if (s.n)
		utf8_decode(s.p, s.p + s.n, &c);
	return (uni_class(c) & UC_LU) != 0;
}

struct span words_dressed(const struct edit_sight *s, uint32_t start, uint32_t end)
{
	struct span was = span_cut(s->text, start, end), new = s->e->new;
	bool keep = has_upper(s->e->old) || has_upper(new); /* who writes capitals means them */
	bool all = !keep && all_upper(was), first = !keep && first_upper(was);
	bool joined = (start > 0 && s->text.p[start - 1] == '_') || (end < s->text.n && s->text.p[end] == '_') ||
		      (was.n && memchr(was.p, '_', was.n) && !memchr(was.p, ' ', was.n));
	struct buf b = BUF_INIT;

	for (const char *p = new.p, *stop = new.p + new.n; p < stop;) {
		char out[4];
		uint32_t c;
		bool head = p == new.p;
		p += utf8_decode(p, stop, &c);
		if (all || (first && head))
			c = uni_upper(c);
		if (c == ' ' && joined)
			c = '_';
		buf_add(&b, out, utf8_encode(c, out));
	}
	struct span dressed = arena_dup(s->a, buf_span(&b));
	buf_fini(&b);
	return dressed;
}
