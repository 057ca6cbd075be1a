/* rule_multi_line_caption.c: CAP122. What it means depends on who reads it. */
#include "base/ascii.h"
#include "lint/rule.h"

enum { KIND_LINES, KIND_BLANK };

struct reader {
	const char *trainer, *says;
	bool fine; /* all of the text is fed */
};

static const struct reader readers[] = {
	{"kohya", "kohya reads the first line only (enable_wildcard: one at random)", false},
	{"simpletuner", "SimpleTuner makes each line a caption of its own", true},
	{"onetrainer", "OneTrainer takes one line at random each time", true},
	{"ai-toolkit", "ai-toolkit feeds all lines as one text", true},
	{"musubi", "musubi feeds all lines as one text", true},
	{"diffusion-pipe", "diffusion-pipe feeds all lines as one text", true},
};

static bool blank(char b)
{
	return b == ' ' || (b >= '\t' && b <= '\r');
}

/* The run of blanks with a line break around i. */
static void around(struct span t, uint32_t *from, uint32_t *to)
{
	while (*from > 0 && blank(t.p[*from - 1]))
		--*from;
	while (*to < t.n && blank(t.p[*to]))
		++*to;
}

/* Whether the words of both segments together are one term: "heavy" and "rain". */
static bool one_term(const struct check *c, const struct segment *x, const struct segment *y)
{
	uint64_t key = c->t->keys[x->word];

	for (uint32_t i = x->word + 1; i < y->word + y->n_words; i++)
		key = lex_join(key, c->t->keys[i]);
	const struct lex_term *t = lex_find(c->lex, key);
	return t && t->n_words;
}

static bool counts(const struct segment *g)
{
	return g->term && g->term->cls & (LEX(COUNT) | LEX(QUALITY) | LEX(RATING));
}

/* What joins segment x with y, the first of the line behind the break [from,to): a comma between tags, a full stop in front of a sentence. Empty
 * where a tag may be wrapped ("heavy rain\nstreaks"), or a sentence in front of a name. */
static struct span joint(const struct check *c, const struct segment *x, const struct segment *y, uint32_t from, uint32_t to)
{
	struct span t = c->t->text;
	const struct unit *first = y->n_units ? &c->t->units[y->unit] : NULL;
	const char *second = memchr(t.p + from, '\n', to - from); /* an empty line parts paragraphs: nobody wraps with one */

	second = memchr(second + 1, '\n', (size_t)(t.p + to - second - 1));
	if (strchr(",;|.!?:>", t.p[from - 1]))
		return SPAN(" ");
	if (!x->n_words || !y->n_words)
		return SPAN("");
	if (second)
		return x->clause || y->clause ? SPAN(". ") : SPAN(", ");
	if (first && unit_is(first, TAGS(ADP) | TAGS(CCONJ) | TAGS(PART)))
		return SPAN(" ");
	if (x->clause || y->clause)
		return !ascii_upper(t.p[to]) ? SPAN(" ") : y->finite ? SPAN(". ") : SPAN("");
	if (one_term(c, x, y))
		return SPAN(" ");
	const struct unit *last = x->n_units ? &c->t->units[x->unit + x->n_units - 1] : NULL;
	bool waits = last && (may_qualify(c, last) || unit_is(last, TAGS(ADJ)));
	if (counts(x) || counts(y) || (x->term && y->term && !waits) || (c->t->style == STYLE_TAGS && c->t->seg.commas == 0))
		return SPAN(", ");
	return c->t->style == STYLE_TAGS || c->t->seg.commas ? SPAN("") : SPAN(" ");
}

static void check(struct check *c, const struct rule *r)
{
	uint32_t behind = 0; /* the first segment behind the break */
	const char *name = c->trainer_named ? trainer_name(c->trainer) : NULL;
	const struct reader *who = NULL;
	struct span t = c->t->text;
	bool told = false;

	if (!(c->t->marks & MARK_NEWLINE))
		return;
	for (size_t i = 0; name && i < sizeof readers / sizeof *readers; i++)
		if (strcmp(name, readers[i].trainer) == 0)
			who = &readers[i];
	for (uint32_t i = 0; i < t.n; i++) {
		if (t.p[i] != '\n')
			continue;
		uint32_t from = i, to = i + 1;
		around(t, &from, &to);
		i = to;
		if (from == 0 || to == t.n)
			continue; /* only blank lines before or behind: one line of text */
		struct finding *f = report(c, r, from, to);
		if (!f)
			return;
		if (who && who->fine)
			set_severity(c, f, SEV_INFO);
		f->points = told || !who ? 0 : f->points; /* nothing is lost for certain */
		told = true;
		f->kind = KIND_LINES;
		f->message = span_of(who ? who->says : "several lines: kohya reads the first only, SimpleTuner and OneTrainer make captions of them");
		while (behind < c->t->n_segments && c->t->segments[behind].start < to)
			behind++;
		if (behind > 0 && behind < c->t->n_segments)
			f->suggest = joint(c, &c->t->segments[behind - 1], &c->t->segments[behind], from, to);
		f->edit = f->suggest.n ? EDIT_REPLACE : EDIT_NONE;
		if (!f->suggest.n)
			f->fix = FIX_NONE;
	}
}

const struct rule rule_multi_line_caption = {
	.code = "CAP122",
	.name = "multi-line-caption",
	.title = "a caption of several lines",
	.why = "Trainers disagree about line breaks: kohya trains on the first line only, SimpleTuner and OneTrainer make each line a "
	       "caption of its own, ai-toolkit, musubi and diffusion-pipe feed the whole text. With --trainer the message says what "
	       "yours does, and where nothing is lost it is information. The fix joins the lines: tags with a comma, "
	       "sentences with a full stop; where that would count a token more, or a tag may be wrapped (\"heavy rain\" over \"streaks\"), it leaves the break.",
	.evidence = "sd-scripts library/train_util.py:1946-1970; SimpleTuner documentation/DATALOADER.md 270-312; ai-toolkit "
		    "toolkit/dataloader_mixins.py:333-459.",
	.before = "a red apple\non a table",
	.after = "a red apple on a table",
	.family = FAMILY_SIDECAR, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_UNSAFE,
	.when_marks = MARK_NEWLINE,
	.file = true,
	.check = check,
};
