/* rule_comma_token_waste.c: CAP010. The share is taken with and without idle tags (segment_idle), without tags said again, and of a list without
 * words said again: neither a long filler nor a repeat must dilute the commas below the mark. */
#include "lint/rule.h"

enum { FEW = 5, PERCENT = 25 };

static bool wasteful(size_t commas, size_t tokens)
{
	return commas >= FEW && commas * 100 >= tokens * PERCENT;
}

/* The same without the segments that say nothing, or without those that were there before. */
static bool wasteful_without(struct check *c, bool idle)
{
	size_t commas = c->comma_pieces, tokens = c->n_pieces;

	for (uint32_t i = 0; i < c->t->n_segments && commas && tokens; i++) {
		const struct segment *g = &c->t->segments[i];
		if (idle ? !segment_idle(c, g) : !g->again)
			continue;
		size_t n = tokens_between(c, g->start, g->end) + 1;
		tokens -= n < tokens ? n : tokens;
		commas--;
	}
	return wasteful(commas, tokens);
}

/* A word said again in a list, at least one token. */
static bool wasteful_once(const struct check *c)
{
	size_t again = c->t->style == STYLE_TAGS ? c->t->again_content : 0;

	return again < c->n_pieces && wasteful(c->comma_pieces, c->n_pieces - again);
}

static void check(struct check *c, const struct rule *r)
{
	size_t commas = c->comma_pieces, tokens = c->n_pieces;

	if (commas < FEW || !(wasteful(commas, tokens) || wasteful_without(c, true) || wasteful_without(c, false) || wasteful_once(c)))
		return;
	struct finding *f = report(c, r, 0, (uint32_t)c->t->text.n);
	if (f)
		f->message = say(c, "{d} of {d} tokens are commas", (int)c->comma_pieces, (int)c->n_pieces);
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
