/* rule_list_separator.c: CAP030. Lists of tags that something else than commas separates. */
#include "base/ascii.h"
#include "lint/rule.h"

enum { FEW_WORDS = 4, FEW_LINES = 3 };

/* Words that bind others: a list of bare tags has none. */
static bool binds(const struct check *c)
{
	for (uint32_t i = 0; i < c->t->n_units; i++)
		if (c->t->units[i].cls & (LEX(DET) | LEX(PREP) | LEX(CONJ) | LEX(AUX)) && !(c->t->units[i].flags & UNIT_QUOTED))
			return true;
	return false;
}

/* How often what stands in text; the most words between two of them, and whether some piece is empty. */
static size_t pieces(struct span text, struct span what, size_t *most, bool *empty)
{
	size_t n = 0, words = 0, i = 0;
	bool in = false;

	*most = 0;
	*empty = false;
	for (;; i++) {
		bool end = i == text.n, cut = !end && text.p[i] == what.p[0] && text.n - i >= what.n && memcmp(text.p + i, what.p, what.n) == 0;
		bool blank = end || cut || text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t' || text.p[i] == '\r';
		words += !blank && !in;
		in = !blank;
		if (end || cut) {
			*most = words > *most ? words : *most;
			*empty |= words == 0;
			words = 0;
			n += cut;
			i += cut ? what.n - 1 : 0;
		}
		if (end)
			return n;
	}
}

/* Whether what stands inside quotation marks: text that the picture shows, which has no commas there. */
static bool quoted(const struct check *c, struct span what)
{
	for (uint32_t q = 0; q < c->t->n_quotes; q++)
		for (uint32_t i = c->t->quotes[q].start; i + what.n < c->t->quotes[q].end; i++)
			if (memcmp(c->t->text.p + i, what.p, what.n) == 0)
				return true;
	return false;
}

/* Tags as boorus write them, by blanks: joined by underscores, counted (1girl), four of them at least. */
static bool booru_words(const struct check *c)
{
	size_t words = 0, joined = 0, counts = 0;

	for (size_t i = 0; i < c->t->text.n;) {
		size_t from = i, glue = 0;
		while (i < c->t->text.n && c->t->text.p[i] != ' ')
			glue += c->t->text.p[i++] == '_';
		words += i > from;
		joined += glue > 0;
		counts += i - from > 3 && ascii_digit((unsigned char)c->t->text.p[from]) && ascii_letter((unsigned char)c->t->text.p[from + 1]);
		i++;
	}
	return words >= 4 && (joined >= 2 || (joined && counts));
}

/* The text with ", " for every what. */
static struct span commas(struct check *c, struct span what)
{
	struct span text = c->t->text;
	char *out = arena_alloc(c->a, 2 * text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n;) {
		if (text.n - i >= what.n && memcmp(text.p + i, what.p, what.n) == 0) {
			while (n && out[n - 1] == ' ')
				n--;
			i += what.n;
			if (n && i < text.n) { /* not at an edge */
				out[n++] = ',';
				out[n++] = ' ';
			}
			while (i < text.n && (text.p[i] == ' ' || text.p[i] == what.p[what.n - 1]))
				i++;
			continue;
		}
		out[n++] = text.p[i++];
	}
	return (struct span){out, n};
}

static void tell(struct check *c, const struct rule *r, const char *name, struct span what)
{
	struct finding *f = quoted(c, what) ? NULL : report_only(c, r, 0, (uint32_t)c->t->text.n);

	if (!f)
		return;
	f->message = say(c, "the tags are separated by {z}: trainers and rules cut at commas", name);
	f->suggest = commas(c, what);
	f->edit = EDIT_REPLACE;
}

static void check(struct check *c, const struct rule *r)
{
	struct span t = c->t->text;
	size_t most = 0, n;
	bool empty = false;

	if (t.n == 0 || memchr(t.p, ',', t.n) || memchr(t.p, '{', t.n) || memchr(t.p, '\r', t.n))
		return;
	n = memchr(t.p, '|', t.n) ? pieces(t, SPAN(" | "), &most, &empty) : 0;
	if (n >= 1 && most <= FEW_WORDS && !empty && !memchr(t.p, '\n', t.n)) {
		tell(c, r, "bars", SPAN(" | "));
		return;
	}
	if (c->t->style == STYLE_PROSE || binds(c) || memchr(t.p, '.', t.n) || memchr(t.p, '|', t.n))
		return;
	n = memchr(t.p, '\n', t.n) ? pieces(t, SPAN("\n"), &most, &empty) : 0;
	if (n + 1 >= FEW_LINES && most <= FEW_WORDS && !empty)
		tell(c, r, "line breaks", SPAN("\n"));
	else if (n == 0 && booru_words(c))
		tell(c, r, "blanks", SPAN(" "));
}

const struct rule rule_list_separator = {
	.code = "CAP030",
	.name = "list-separator",
	.title = "a list of tags without commas",
	.why = "Trainers shuffle, drop and keep tags at commas, and so do these rules: a list with blanks (hatsune_miku 1girl aqua_hair), bars "
	       "(red dog | grass | sun) or line breaks between its tags is one long tag to them, or with line breaks several captions. Found "
	       "where no comma stands and nothing binds the words. The fix puts commas there, which may count a token each, as long as no more is cut off; an underscore inside a tag stays, for it holds the tag together.",
	.evidence = "Booru sites export tags with blanks between them; sd-scripts cuts at caption_separator, \",\" unless told otherwise.",
	.before = "1girl brown_hair red_skirt solo",
	.after = "1girl, brown_hair, red_skirt, solo",
	.family = FAMILY_TAGS, .severity = SEV_INFO, .profiles = P_ANY, .points = 1, .fix = FIX_UNSAFE, .commas = true,
	.check = check,
};
