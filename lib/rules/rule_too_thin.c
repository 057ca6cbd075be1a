/* rule_too_thin.c: CAP046. A coverage note: the slots say the rest. */
#include "lint/rule.h"

enum { WORDS = 4, TOKENS = 6 };

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	bool few = t->content_words < WORDS && !t->foreign;

	if (!few && c->n_pieces >= TOKENS)
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	if (c->o->purpose == PURPOSE_STYLE || (c->o->trigger_only && t->trigger >= 0))
		set_severity(c, f, SEV_INFO);
	f->message = say(c, "{d} content {z} in {d} {z}", (int)t->content_words, t->content_words == 1 ? "word" : "words",
			 (int)c->n_pieces, c->n_pieces == 1 ? "token" : "tokens");
}

const struct rule rule_too_thin = {
	.code = "CAP046",
	.name = "too-thin",
	.title = "hardly anything is said",
	.why = "Fewer than four content words, or fewer than six tokens: everything else in the picture is trained into these few "
	       "words. An info for --purpose style, whose captions are thin on purpose, and for captions of the trigger alone with "
	       "--trigger-only.",
	.evidence = "DALL-E 3: descriptive captions beat short alt text; PixArt-alpha (arxiv.org/abs/2310.00426): dense captions.",
	.before = "dog",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ANY,
	.json = true,
	.check = check,
};
