/* rule_multi_line_caption.c: CAP122. What it means depends on who reads it. */
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

static void check(struct check *c, const struct rule *r)
{
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
		f->suggest = c->t->style == STYLE_TAGS ? SPAN(", ") : SPAN(" ");
		f->edit = EDIT_REPLACE;
	}
}

const struct rule rule_multi_line_caption = {
	.code = "CAP122",
	.name = "multi-line-caption",
	.title = "a caption of several lines",
	.why = "Trainers disagree about line breaks: kohya trains on the first line only, SimpleTuner and OneTrainer make each line a "
	       "caption of its own, ai-toolkit, musubi and diffusion-pipe feed the whole text. With --trainer the message says what "
	       "yours does, and where nothing is lost it is information. The fix joins the lines.",
	.evidence = "sd-scripts library/train_util.py:1946-1970; SimpleTuner documentation/DATALOADER.md 270-312; ai-toolkit "
		    "toolkit/dataloader_mixins.py:333-459.",
	.before = "a red apple\non a table",
	.after = "a red apple on a table",
	.family = FAMILY_SIDECAR, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_UNSAFE,
	.when_marks = MARK_NEWLINE,
	.file = true,
	.check = check,
};
