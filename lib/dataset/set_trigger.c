/* set_trigger.c: what a trigger word is by itself: how many tokens, whether it means something already. */
#include "base/ascii.h"
#include "dataset/set.h"
#include "lint/analysis.h"
#include "lint/priv.h"

const struct lexicon *set_lexicon(const struct lint *l)
{
	return l->lex;
}

int set_trigger_look(struct set_trigger *t, const struct lint *l, struct span word, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct lint_run *run = lint_run_open(l);
	struct lint_result r;
	char *lower = arena_alloc(&a, word.n);
	struct span canonical;
	int rc = lint_caption(run, word, NULL, &a, &r, d);

	*t = (struct set_trigger){.text = word};
	if (rc == 0) {
		const struct analysis *x = r.analysis;
		t->tokens = r.brief.tokens;
		t->noun = x->seg.n_words == 1 && ((x->known[0]->wn & (WN_NOUN | WN_CONCRETE)) || x->known[0]->term);
		for (size_t i = 0; i < word.n; i++) /* tags are ASCII, _ stands for a space in their tables */
			lower[i] = word.p[i] == '_' ? ' ' : ascii_to_lower(word.p[i]);
		t->tag = lex_has_vocab(l->lex) && lex_vocab(l->lex, (struct span){lower, word.n}, &canonical) != 0;
	}
	lint_run_close(run);
	arena_fini(&a);
	return rc;
}
