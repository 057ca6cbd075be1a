/* rule_single_word_segments.c: CAP011. Counted over all segments, over those that are not idle (segment_idle), and with
 * each segment once; any makes it speak, so that neither a filler of two words nor a tag said twice silences it. */
#include "lint/rule.h"

struct tally {
	uint32_t all, single;
};

/* The trigger and count tags in front do not count as one-word segments. */
static bool excused(const struct check *c, const struct segment *g, bool *leading)
{
	const struct unit *u = segment_only(c->t, g);

	if (*leading && u && (u->flags & UNIT_TRIGGER || u->cls & LEX(COUNT)))
		return true;
	*leading = false;
	return false;
}

static bool too_many(struct tally t)
{
	return t.all == 2 ? t.single == 2 : t.all >= 3 && t.single * 100 >= t.all * 40;
}

/* Words that stand alone: one that describes, and two others. */
struct alone {
	const struct unit *how, *what, *other;
};

static void stands_alone(struct alone *w, const struct unit *u)
{
	if (!u)
		return;
	if (u->cls & (LEX(COLOUR) | LEX(MATERIAL)) || u->flags & UNIT_ADJ)
		w->how = w->how ? w->how : u;
	else if (!w->what && u->flags & UNIT_NOUN)
		w->what = u;
	else
		w->other = w->other ? w->other : u;
}

static struct span advice(struct check *c, const struct alone *w)
{
	const struct analysis *t = c->t;
	const struct unit *with = w->what ? w->what : w->other;

	if (w->how && w->what)
		return say(c, "if it is so: {} {}, not {}, {}", unit_text(t, w->how), unit_text(t, w->what), unit_text(t, w->what), unit_text(t, w->how));
	if (w->how)
		return say(c, "put {} in front of what it describes", unit_text(t, w->how));
	if (w->what && w->other)
		return say(c, "say in one phrase how {} and {} belong together", unit_text(t, w->what), unit_text(t, w->other));
	return with ? say(c, "join {} with what it belongs to", unit_text(t, with)) : SPAN("");
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	struct tally all = {0, 0}, solid = {0, 0}, once = {0, 0};
	bool leading = true;
	struct alone words = {NULL, NULL, NULL};

	if (t->n_segments < 2 || (t->n_segments > 2 && t->style == STYLE_PROSE && c->scene->n_words && c->scene->style[0] == STYLE_SENTENCE && profile_in(c, P_PROSE)))
		return; /* a sentence with notes: "a photo of ohwx woman, close-up, smiling" */
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words == 0)
			continue;
		bool one = g->n_whole == 1 && !excused(c, g, &leading), idle = segment_idle(c, g);
		if (g->n_whole != 1)
			leading = false;
		all.all++;
		all.single += one;
		solid.all += !idle;
		solid.single += one && !idle;
		once.all += !g->again;
		once.single += one && !g->again;
		if (one && !idle)
			stands_alone(&words, segment_only(t, g));
	}
	if (!too_many(all) && !too_many(solid) && !too_many(once))
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	if (too_many(all))
		f->message = say(c, "{d} of {d} tags are single words", (int)all.single, (int)all.all);
	else if (too_many(solid))
		f->message = say(c, "{d} of {d} tags that say something are single words", (int)solid.single, (int)solid.all);
	else
		f->message = say(c, "{d} of {d} different tags are single words", (int)once.single, (int)once.all);
	f->suggest = advice(c, &words);
}

const struct rule rule_single_word_segments = {
	.code = "CAP011",
	.name = "single-word-segments",
	.title = "many tags are single words",
	.why = "A single word between commas has no neighbour to bind to: \"apple, red\" need not be a red apple. Fires when "
	       "40% or more of at least three segments are one word, or both of two. The trigger word and count tags in front "
	       "are not counted. For models trained on tags it is only information.",
	.evidence = "Measured: apple tagger output 4 of 9, dog 5 of 10, \"dog, ball\" 2 of 2.",
	.before = "apple, red, table",
	.after = "a red apple on a table",
	.family = FAMILY_TOKENS, .severity = SEV_WARNING,
	.by_profile = {[PROFILE_PONY] = SEV_INFO, [PROFILE_ILLUSTRIOUS] = SEV_INFO},
	.profiles = P_ANY, .points = 4,
	.check = check,
};
