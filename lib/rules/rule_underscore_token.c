/* rule_underscore_token.c: CAP014. Underscores between letters or digits, and escaped parentheses. */
#include "base/ascii.h"
#include "lint/rule.h"
#include "lint/units.h"

enum { KIND_UNDERSCORE, KIND_ESCAPE };

/* Between letters or digits, or before or behind a tag's qualifier: saber_(fate). */
static bool joins(struct span s, uint32_t i)
{
	return i > 0 && i + 1 < s.n && s.p[i] == '_' && ((byte_of_word(s.p[i - 1]) && (byte_of_word(s.p[i + 1]) || s.p[i + 1] == '(')) ||
	                                                 (s.p[i - 1] == ')' && byte_of_word(s.p[i + 1])));
}

/* Whether the _ at i belongs to a word by itself (score_9) or the trigger. *word and *unit go along with i. */
static bool own(const struct check *c, uint32_t i, size_t *word, uint32_t *unit)
{
	const struct analysis *t = c->t;

	while (*word < t->seg.n_words && t->seg.words[*word].end <= i)
		++*word;
	if (*word < t->seg.n_words && t->seg.words[*word].start <= i)
		return true;
	while (*unit < t->n_units && t->units[*unit].end <= i)
		++*unit;
	return *unit < t->n_units && t->units[*unit].start <= i && t->units[*unit].flags & UNIT_TRIGGER;
}

/* The run of bytes without white space or comma around i. */
static void run_around(struct span s, uint32_t i, uint32_t *from, uint32_t *to)
{
	*from = *to = i;
	while (*from > 0 && !strchr(" ,\t\n;", s.p[*from - 1]))
		--*from;
	while (*to < s.n && !strchr(" ,\t\n;", s.p[*to]))
		++*to;
}

static bool address(struct span w)
{
	const char *dot = memchr(w.p, '.', w.n);

	for (size_t i = 0; i + 1 < w.n; i++)
		if (w.p[i] == ':' && w.p[i + 1] == '/')
			return true;
	return dot && ((w.n > 4 && w.p[w.n - 4] == '.') || span_starts(w, SPAN("www.")) || memchr(w.p, '/', w.n));
}

/* "aikoch_v1", "$Character_1": somebody's own name for a thing, no tag of a table. */
static bool identifier(struct span w)
{
	size_t i = w.n;

	while (i > 0 && ascii_digit((unsigned char)w.p[i - 1]))
		i--;
	if (i < w.n && i > 1 && (w.p[i - 1] == 'v' || w.p[i - 1] == 'V'))
		i--;
	return (i < w.n && i > 0 && w.p[i - 1] == '_') || memchr(w.p, '$', w.n) || memchr(w.p, '`', w.n);
}

/* Whether a word of [from,to) is known to no dictionary: a character, or a trigger that nobody named. */
static bool made_up(const struct check *c, uint32_t from, uint32_t to)
{
	const struct analysis *t = c->t;

	for (uint32_t i = unit_at(t, from); i < t->n_units && t->units[i].start < to; i++)
		if (t->units[i].start >= from && t->units[i].flags & UNIT_UNKNOWN)
			return true;
	return false;
}

/* Whether the run [from,to) is a tag by itself, at the same place as *segment, which goes along. In a list that blanks part an
 * underscore is what holds a tag together. */
static bool tag(const struct check *c, uint32_t from, uint32_t to, uint32_t *segment)
{
	const struct analysis *t = c->t;

	while (*segment < t->n_segments && t->segments[*segment].end <= from)
		++*segment;
	return *segment < t->n_segments && from <= t->segments[*segment].start && to >= t->segments[*segment].end;
}

static void underscores(struct check *c, const struct rule *r)
{
	struct span s = c->t->text;
	size_t word = 0;
	uint32_t unit = 0, segment = 0;
	bool table = list_of_table(c->t);

	for (uint32_t i = 1; i + 1 < s.n; i++) {
		uint32_t from, to;
		if (!joins(s, i) || own(c, i, &word, &unit) || in_quotes(c, i))
			continue;
		run_around(s, i, &from, &to);
		struct span w = span_cut(s, from, to);
		if (!address(w) && !identifier(w) && w.p[0] != '<' && !direction_says(c, w)) {
			struct finding *f = report(c, r, from, to);
			if (!f)
				return;
			char *p = arena_alloc(c->a, w.n);
			for (size_t k = 0; k < w.n; k++)
				p[k] = joins(w, (uint32_t)k) ? ' ' : w.p[k];
			f->suggest = (struct span){p, w.n};
			f->edit = EDIT_REPLACE;
			if (!tag(c, from, to, &segment)) {
				f->fix = FIX_NONE;
				f->edit = EDIT_NONE;
			} else if (made_up(c, from, to) || tag_may_name(c->t, segment, table)) {
				f->fix = FIX_UNSAFE;
			}
			f->message = say(c, "underscores cost tokens: \"{}\"", w);
			f->kind = KIND_UNDERSCORE;
		}
		i = to;
	}
}

static void escapes(struct check *c, const struct rule *r)
{
	struct span s = c->t->text;
	bool told = false;

	for (uint32_t i = 0; i + 1 < s.n; i++) {
		if (s.p[i] != '\\' || (s.p[i + 1] != '(' && s.p[i + 1] != ')') || in_quotes(c, i))
			continue;
		struct finding *f = report(c, r, i, i + 2);
		if (!f)
			return;
		f->suggest = span_cut(s, i + 1, i + 2);
		f->edit = EDIT_REPLACE;
		f->message = SPAN("the backslash is a prompt's escape; trainers feed it as it is");
		f->kind = KIND_ESCAPE;
		f->points = told ? 0 : f->points;
		told = true;
		i++;
	}
}

static void check(struct check *c, const struct rule *r)
{
	if (c->t->marks & MARK_UNDERSCORE)
		underscores(c, r);
	if (c->t->marks & MARK_BACKSLASH)
		escapes(c, r);
}

const struct rule rule_underscore_token = {
	.code = "CAP014",
	.name = "underscore-token",
	.title = "underscores or backslashes left over from a tag table",
	.why = "An underscore between letters is a token of its own and splits the words that belong together; text encoders saw "
	       "spaces there. A backslash before a parenthesis is an escape of prompt syntax that trainers feed literally. Silent "
	       "in faces (^_^), score_9, source_anime, rating_safe, the trigger, names with a number at the end (ohwx_v2), "
	       "addresses, quoted text, and names that the direction file holds. Unsafe where it may be a trigger: where a word is in no dictionary; and "
	       "of tags that no dictionary has whole, for the first behind score and quality tags, for one met twice, and where other tags are written with blanks.",
	.evidence = "sd-scripts finetune/clean_captions_and_tags.py replaces _ but keeps ^_^; the tagger has --remove_underscore. Measured: "
		    "long_hair 3 tokens, long hair 2.",
	.before = "1girl, long_hair",
	.after = "1girl, long hair",
	.family = FAMILY_TOKENS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 2, .fix = FIX_SAFE,
	.when_marks = MARK_UNDERSCORE | MARK_BACKSLASH,
	.check = check,
};
