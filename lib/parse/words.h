/* words.h: a caption's words and marks with their tags and lemmas. */
#ifndef CAPTOOLS_PARSE_WORDS_H
#define CAPTOOLS_PARSE_WORDS_H

#include "parse/scene.h"
#include "parse/tagger.h"

/* Fills out->words from the seg's words and the marks between them; 's and n't are words of their own, as in treebanks.
 * states, per word, is an enum tagger_state each; *tokens what the tagger had. known: as scene_parse has it. */
uint8_t *parse_words(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct lex_word *const *known, struct arena *a,
		     struct scene *out, struct tagger_token **tokens);

#endif
