/* again.c: words that come again (declared in rule.h): three in a row said twice. Looks at keys only, and at nothing where few words come again. */
#include "lint/priv.h"

enum { TABLE = 512 };

static bool quoted(const struct check *c, size_t word)
{
	return c->t->n_quotes && in_quotes(c, c->t->seg.words[word].start);
}

static bool same(struct lex_word *const *k, size_t a, size_t b)
{
	return k[a]->lemma == k[b]->lemma && k[a + 1]->lemma == k[b + 1]->lemma && k[a + 2]->lemma == k[b + 2]->lemma;
}

/* Whether words i - 1 and i are of one unit. */
static bool one_unit(const struct analysis *t, uint32_t i)
{
	uint32_t lo = 0, hi = t->n_units; /* the last unit that begins at i or before */

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->units[mid].word <= i)
			lo = mid;
		else
			hi = mid;
	}
	return t->n_units && t->units[lo].word < i;
}

uint32_t said_again(struct check *c)
{
	const struct analysis *t = c->t;
	struct lex_word **k = t->known;
	uint32_t n = 0, all = (uint32_t)t->seg.n_words;
	uint16_t at[TABLE]; /* the word last met with this hash, + 1; beyond 65,535 words nobody counts */

	for (uint32_t i = 1; t->again && i < all; i++) { /* "on on": a word doubled, unless it is a name for one thing (pom pom) */
		const struct seg_word *w = &t->seg.words[i];
		n += k[i]->key == k[i - 1]->key && w->segment == w[-1].segment && !w->digits && !w->kaomoji && !quoted(c, i) && !one_unit(t, i);
	}
	if (all < 6 || t->again_content < 2)
		return n;
	memset(at, 0, sizeof at);
	for (uint32_t i = 0; i + 2 < all && i < UINT16_MAX; i++) {
		const struct seg_word *w = &t->seg.words[i];
		if (w[2].segment != w->segment || k[i]->glue + k[i + 1]->glue + k[i + 2]->glue > 1 || w->digits || w[1].digits || w[2].digits)
			continue;
		uint64_t h = lex_join(lex_join(k[i]->lemma, k[i + 1]->lemma), k[i + 2]->lemma);
		uint32_t s = (uint32_t)(h >> 32) % TABLE, probes = 0;
		while (at[s] && !same(k, at[s] - 1u, i) && ++probes < 8)
			s = (s + 1) % TABLE;
		if (at[s] && probes < 8 && at[s] + 2u <= i && !quoted(c, i)) {
			n++;
			i += 2; /* the words of one repetition count once */
		} else {
			at[s] = (uint16_t)(i + 1);
		}
	}
	return n;
}
