/* rule_comma_token_waste.c: CAP010. The share is taken with and without idle tags (segment_idle), without tags said again, and of a list without
 * words said again: neither a long filler nor a repeat must dilute the commas below the mark. */
#include "lint/rule.h"

enum { FEW = 5, PERCENT = 25 };

struct share {
	size_t commas, tokens;
};

static bool wasteful(struct share s)
{
	return s.commas >= FEW && s.commas * 100 >= s.tokens * PERCENT;
}

/* The same without the segments that say nothing, or without those that were there before. */
static struct share without(struct check *c, bool idle)
{
	struct share s = {c->comma_pieces, c->n_pieces};

	for (uint32_t i = 0; i < c->t->n_segments && s.commas && s.tokens; i++) {
		const struct segment *g = &c->t->segments[i];
		if (idle ? !segment_idle(c, g) : !g->again)
			continue;
		size_t n = tokens_between(c, g->start, g->end) + 1;
		s.tokens -= n < s.tokens ? n : s.tokens;
		s.commas--;
	}
	return s;
}

/* A word said again in a list, at least one token. */
static struct share once(const struct check *c)
{
	size_t again = c->t->style == STYLE_TAGS ? c->t->again_content : 0;

	return (struct share){again < c->n_pieces ? c->comma_pieces : 0, c->n_pieces - (again < c->n_pieces ? again : 0)};
}

static void check(struct check *c, const struct rule *r)
{
	static const char *const of[] = {"", ", what says nothing left out", ", tags said again left out", ", words said again left out"};
	struct share s = {c->comma_pieces, c->n_pieces};
	int which = 0;

	if (s.commas < FEW)
		return;
	while (!wasteful(s)) { /* the first of the four that is */
		if (++which == sizeof of / sizeof *of)
			return;
		s = which == 3 ? once(c) : without(c, which == 1);
	}
	struct finding *f = report(c, r, 0, (uint32_t)c->t->text.n);
	if (f)
		f->message = say(c, "{d} of {d} tokens are commas{z}", (int)s.commas, (int)s.tokens, of[which]);
}

const struct rule rule_comma_token_waste = {
	.code = "CAP010",
	.name = "comma-token-waste",
	.title = "a quarter of the tokens or more are commas",
	.why = "Every comma is a token of its own. A list of one-word tags spends a third of the window on them, and they carry no "
	       "relation between the words. Five commas or more, and a quarter of all tokens or more. For models trained on "
	       "comma lists it is only information.",
	.evidence = "Measured: two tagger outputs for single objects 8 of 22 and 9 of 25 tokens (36%), longer ones 31-35%; the same "
		    "pictures in a sentence 1 of 21 and 1 of 22.",
	.before = "food, apple, no humans, fruit, white background, simple background, food focus, still life, realistic",
	.after = "apple, white background, still life, realistic",
	.family = FAMILY_TOKENS, .severity = SEV_WARNING,
	.by_profile = {[PROFILE_PONY] = SEV_INFO, [PROFILE_ILLUSTRIOUS] = SEV_INFO},
	.profiles = P_ANY, .points = 6,
	.check = check,
};
