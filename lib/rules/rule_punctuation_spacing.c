/* rule_punctuation_spacing.c: CAP101. */
#include "base/ascii.h"
#include "lint/rule.h"

enum { KIND_BEFORE, KIND_DOUBLE_MARK, KIND_DOUBLE_BLANK, KIND_EDGE, KIND_AFTER, KIND_DOTS, KIND_STOP, KINDS };

static const char *const says[KINDS] = {
	"a blank before the comma", "a doubled comma", "a doubled blank", "a comma at the edge", "no blank behind the comma",
	"two dots", "a blank before the full stop",
};

struct scan {
	struct check *c;
	const struct rule *r;
	bool told[KINDS], silent;
};

static struct finding *tell(struct scan *s, uint32_t from, uint32_t to, int kind, struct span suggest)
{
	struct finding *f = s->silent ? NULL : report(s->c, s->r, from, to);

	if (!f) {
		s->silent = true;
		return NULL;
	}
	f->kind = kind;
	f->message = span_of(says[kind]);
	f->suggest = suggest;
	f->edit = EDIT_REPLACE;
	f->points = s->told[kind] ? 0 : f->points;
	s->told[kind] = true;
	return f;
}

/* At the edge of the text a comma parts nothing. At the end of a line it may: some trainers feed the lines as one text. */
static void edge(struct scan *s, uint32_t from, uint32_t to)
{
	struct finding *f = tell(s, from, to, KIND_EDGE, SPAN(""));

	if (f && from > 0 && to < s->c->t->text.n) {
		f->fix = FIX_NONE;
		f->edit = EDIT_NONE;
	}
}

static bool word(char b)
{
	return ascii_letter(b) || (unsigned char)b >= 0x80;
}

static bool digit(char b)
{
	return b >= '0' && b <= '9';
}

/* Blanks and commas in a row from i: returns their end and how many commas. */
static uint32_t run(struct span t, uint32_t i, uint32_t *commas)
{
	*commas = 0;
	while (i < t.n && (t.p[i] == ' ' || t.p[i] == ',')) {
		*commas += t.p[i] == ',';
		i++;
	}
	return i;
}

/* A run of blanks and commas at [i,end). */
static void judge(struct scan *s, uint32_t i, uint32_t end, uint32_t commas)
{
	struct span t = s->c->t->text;
	bool first = i == 0 || t.p[i - 1] == '\n', last = end == t.n || t.p[end] == '\n';

	if (in_quotes(s->c, i))
		return;
	if (commas == 0) {
		if (end - i > 1 && !first && !last)
			tell(s, i, end, KIND_DOUBLE_BLANK, SPAN(" "));
		return;
	}
	if (first || last)
		edge(s, i, end);
	else if (commas > 1)
		tell(s, i, end, KIND_DOUBLE_MARK, SPAN(", "));
	else if (t.p[i] == ' ')
		tell(s, i, end, KIND_BEFORE, SPAN(", "));
	else if (end - i > 2)
		tell(s, i, end, KIND_DOUBLE_BLANK, SPAN(", "));
	else if (end - i == 1 && s->c->t->style == STYLE_TAGS && (word(t.p[end]) || (digit(t.p[end]) && !digit(t.p[i - 1]))))
		tell(s, i, end, KIND_AFTER, SPAN(", "));
}

static void dots(struct scan *s, uint32_t i, uint32_t end)
{
	if (end - i == 2 && i > 0 && word(s->c->t->text.p[i - 1]) && !in_quotes(s->c, i))
		tell(s, i, end, KIND_DOTS, SPAN("."));
}

/* "on a bench ." at the end of a sentence: a stop that stands alone, behind a word. */
static void lone_stop(struct scan *s, uint32_t i)
{
	struct span t = s->c->t->text;
	bool ends = i + 1 == t.n || t.p[i + 1] == ' ' || t.p[i + 1] == '\n';
	uint32_t from = i;

	while (from > 0 && t.p[from - 1] == ' ')
		from--;
	if (ends && from < i && from > 0 && (word(t.p[from - 1]) || digit(t.p[from - 1])) && !in_quotes(s->c, i))
		tell(s, from, i, KIND_STOP, SPAN(""));
}

static void check(struct check *c, const struct rule *r)
{
	struct scan s = {c, r, {false}, false};
	struct span t = c->t->text;

	for (uint32_t i = 0; c->t->marks & MARK_SPACING && i < t.n && !s.silent;) {
		uint32_t end = i + 1, commas;
		if (t.p[i] == ' ' || t.p[i] == ',') {
			end = run(t, i, &commas);
			if (end - i != 1 || commas)
				if (!(end - i == 2 && t.p[i] == ',' && t.p[i + 1] == ' ' && i > 0 && end < t.n))
					judge(&s, i, end, commas);
		} else if (t.p[i] == '.') {
			while (end < t.n && t.p[end] == '.')
				end++;
			dots(&s, i, end);
			if (end == i + 1)
				lone_stop(&s, i);
		}
		i = end;
	}
}

const struct rule rule_punctuation_spacing = {
	.code = "CAP101",
	.name = "punctuation-spacing",
	.title = "blanks and commas out of place",
	.why = "A blank before a comma, doubled commas and blanks, a comma at the beginning or end, none behind a comma between tags, "
	       "two dots, a blank before the full stop. Some cost tokens, all make equal captions differ. Numbers (1,000), ellipses and quoted text are left "
	       "alone.",
	.evidence = "All 8 BLIP captions of kohya's own test set have a blank before the comma.",
	.before = "a helmet on , by darius kawasaki",
	.after = "a helmet on, by darius kawasaki",
	.family = FAMILY_HYGIENE, .severity = SEV_INFO, .profiles = P_ANY, .points = 1, .fix = FIX_SAFE,
	.check = check,
};
