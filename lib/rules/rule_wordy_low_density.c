/* rule_wordy_low_density.c: CAP004. Measured with and without idle tags (segment_idle), so that appending some never
 * thickens a thin caption. */
#include <stdlib.h>

#include "lint/rule.h"

enum { LONG = 60, PERCENT = 42 };

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

/* Different content words, in all segments or outside idle ones; *tokens: the tokens there. */
static uint32_t different(struct check *c, bool all, uint64_t *v, size_t *tokens)
{
	const struct analysis *t = c->t;
	uint32_t n = 0, k = 0;

	*tokens = c->n_pieces;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (!all && segment_idle(c, g)) {
			size_t idle = tokens_between(c, g->start, g->end) + 1;
			*tokens -= idle < *tokens ? idle : *tokens;
			continue;
		}
		for (uint32_t u = g->unit; u < g->unit + g->n_units; u++)
			for (uint32_t w = 0; unit_tells(&t->units[u]) && w < t->units[u].n_words; w++)
				v[n++] = t->known[t->units[u].word + w]->lemma;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, by_value);
	for (uint32_t i = 0; i < n; i++)
		k += i == 0 || v[i] != v[i - 1];
	return k;
}

static void check(struct check *c, const struct rule *r)
{
	size_t tokens = c->n_pieces;

	if (tokens <= LONG)
		return;
	uint64_t *v = arena_alloc(c->a, c->t->seg.n_words * sizeof *v);
	uint32_t words = different(c, true, v, &tokens);
	if (words * 100 >= tokens * PERCENT) {
		words = different(c, false, v, &tokens);
		if (tokens <= LONG || words * 100 >= tokens * PERCENT)
			return;
	}
	struct finding *f = report(c, r, 0, (uint32_t)c->t->text.n);
	if (f)
		f->message = say(c, "{d} tokens for {d} different content words: many words say little", (int)tokens, (int)words);
}

const struct rule rule_wordy_low_density = {
	.code = "CAP004",
	.name = "wordy-low-density",
	.title = "many tokens, few different content words",
	.why = "Over 60 tokens with fewer than 42 different content words in a hundred tokens: the caption spends CLIP's short "
	       "window on function words, repetition and filler. A person or a re-captioner should tighten it; only "
	       "boilerplate and punctuation can be mended by rule. Not judged where a T5 or a language model reads the caption.",
	.evidence = "How to train your text-to-image model (arxiv.org/abs/2506.16679) on the price of dense captions. Measured: "
		    "JoyCaption's example 0.36, a 41-tag tagger output 0.35, good short captions 0.45-0.48.",
	.before = "The image shows what appears to be a dog. The dog is on the grass. The grass is green and the dog is ...",
	.family = FAMILY_BUDGET, .severity = SEV_WARNING, .profiles = P_CLIP, .points = 4,
	.check = check,
};
