/* rule_unread_text.c: CAP007, a caption longer than what is analysed of one. */
#include "lint/rule.h"

static void check(struct check *c, const struct rule *r)
{
	if (c->whole.n == c->t->text.n)
		return;
	struct finding *f = report_only(c, r, 0, (uint32_t)c->t->text.n);

	if (f)
		f->message = say(c, "{d} bytes are more than a caption: the first {d} are judged, of the others only tokens are counted",
				 (int)c->whole.n, (int)c->t->text.n);
}

const struct rule rule_unread_text = {
	.code = "CAP007",
	.name = "unread-text",
	.title = "the caption is longer than what is judged of one",
	.why = "No model reads more than some thousand tokens, which is a few pages. Of a longer text the first 65536 bytes, to the last blank "
	       "in them, are judged, so that a book in a caption's place takes no more time and memory than a caption may. Tokens are counted in "
	       "all of it; capfix leaves a caption of more than 24576 bytes as it is.",
	.evidence = "The longest window of captok --list-models has 3000 tokens, some 13000 bytes of English.",
	.before = "(a caption of 100 pages)",
	.family = FAMILY_BUDGET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 0,
	.check = check,
};
