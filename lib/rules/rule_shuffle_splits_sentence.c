/* rule_shuffle_splits_sentence.c: CAP123. Shuffling is on by --shuffle or by the trainer's own option. */
#include "lint/rule.h"

static bool shuffles(const struct check *c)
{
	return c->o->shuffle || trainer_shuffles(c->trainer);
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct segment *first = NULL;

	if (t->style == STYLE_TAGS || t->clauses == 0 || !shuffles(c))
		return;
	for (uint32_t i = 0; i + 1 < t->n_segments && !first; i++)
		if (t->seg.segments[i].sep == ',' && (t->segments[i].clause || t->segments[i + 1].clause))
			first = &t->segments[i];
	if (!first)
		return;
	struct finding *f = report(c, r, first->start, t->segments[first - t->segments + 1].end);
	if (f)
		f->message = say(c, "shuffled at commas this may train as \"{}, {}\"",
				 segment_text(t, first + 1), segment_text(t, first));
}

const struct rule rule_shuffle_splits_sentence = {
	.code = "CAP123",
	.name = "shuffle-splits-sentence",
	.title = "a sentence with commas, and the trainer shuffles at commas",
	.why = "shuffle_caption and its kin cut at every comma and mix the parts: \"a dog, with a ball\" trains as \"with a ball, a dog\". Keep "
	       "the sentence in front with keep_tokens, fence it with keep_tokens_separator (|||), write it without commas, or do not "
	       "shuffle. Speaks with --shuffle, or when --trainer's options say so.",
	.evidence = "sd-scripts process_caption (library/train_util.py:821-932) splits on \",\" and shuffles; ai-toolkit likewise.",
	.before = "a dog, with a ball in its mouth",
	.after = "a dog with a ball in its mouth",
	.family = FAMILY_SIDECAR, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4,
	.check = check,
};
