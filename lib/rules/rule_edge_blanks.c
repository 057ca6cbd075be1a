/* rule_edge_blanks.c: CAP106. White space in front of a caption and behind it. */
#include "lint/rule.h"
#include "text/utf8.h"

static void edge(struct check *c, const struct rule *r, uint32_t from, uint32_t to, const char *what, enum severity s)
{
	struct finding *f = from < to ? report_only(c, r, from, to) : NULL;

	if (!f)
		return;
	if (s != SEV_NONE)
		set_severity(c, f, s);
	f->message = span_of(what);
	f->edit = EDIT_REPLACE; /* by nothing */
}

static void check(struct check *c, const struct rule *r)
{
	struct span t = c->t->text, inner = uni_strip(t);

	if (inner.n == 0 || inner.n == t.n)
		return;
	uint32_t from = (uint32_t)(inner.p - t.p), to = from + (uint32_t)inner.n;
	/* kohya takes the first line, blank or not. */
	bool lost = strcmp(trainer_name(c->trainer), "kohya") == 0 && !trainer_set(c->trainer, "enable_wildcard") &&
		    memchr(t.p, '\n', from);
	edge(c, r, 0, from, lost ? "the first line is blank, and kohya trains on that" : "white space in front of the caption",
	     lost ? SEV_ERROR : SEV_NONE);
	edge(c, r, to, (uint32_t)t.n, "white space behind the caption", SEV_NONE);
}

const struct rule rule_edge_blanks = {
	.code = "CAP106",
	.name = "edge-blanks",
	.title = "white space at the edges of a caption",
	.why = "Blanks, tabs and blank lines in front of a caption or behind it say nothing. Most trainers take them off; kohya takes the first "
	       "line as it is, so that a blank one is all it trains on, ai-toolkit and SimpleTuner's sampler keep them. One line break at the "
	       "end of a file is no part of the caption. Taking the others away is safe with every trainer.",
	.evidence = "sd-scripts library/train_util.py:1946-1970 (lines[0].strip()); ai-toolkit toolkit/dataloader_mixins.py:333-459; Python's str.strip "
		    "decides what white space is.",
	.before = "(blank line)\na red apple",
	.after = "a red apple",
	.family = FAMILY_HYGIENE, .severity = SEV_INFO, .profiles = P_ANY, .points = 0.5f, .fix = FIX_SAFE,
	.file = true,
	.check = check,
};
