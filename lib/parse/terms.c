/* terms.c: what the lexicon says of a caption's words, one by one and several together. */
#include "parse/build.h"

#include "lexicon/lexicon.h"

uint64_t class_at(const struct builder *b, uint32_t i)
{
	const struct lex_term *t = word(b, i)->term;

	return t ? t->cls : 0;
}

const struct lex_term *longest_term(const struct builder *b, uint32_t i, uint32_t to, uint32_t *end)
{
	const struct lex_term *best = NULL, *t;
	uint64_t key = 0;

	for (uint32_t k = i, n = 0; k < to && n < LEX_WORDS && !b->tokens[k].mark; k++, n++) {
		key = n ? lex_join(key, b->tokens[k].key) : b->tokens[k].key;
		t = n == 0 ? b->tokens[k].term : lex_may_be_phrase(b->l, key) ? lex_find(b->l, key) : NULL;
		if (t && t->n_words && t->cls) {
			best = t;
			*end = k + 1;
		}
		if (!t || !t->prefix)
			break;
	}
	return best;
}
