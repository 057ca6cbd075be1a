/* lexcache.h: the words and phrases that a thread met lately, so that the same few thousand cost one look. Bounded; by hash, a new one takes
 * the place of an older one. What it answers is what the lexicon would: a key names a word wherever it is asked. */
#ifndef CAPTOOLS_LEXICON_LEXCACHE_H
#define CAPTOOLS_LEXICON_LEXCACHE_H

#include "lexicon/lexicon.h"

/* What lexicon and WordNet say of a phrase's key. */
struct lex_phrase {
	uint64_t key;
	const struct lex_term *term; /* with classes, or NULL */
	uint32_t noun;
	uint16_t wn;
	bool more;                   /* longer ones begin with it */
};

/* One thread's. Ends with its lexicon. */
struct lex_cache;
struct lex_cache *lex_cache_open(void);
void lex_cache_close(struct lex_cache *c);
/* Words got until now are done with: they may go. */
void lex_cache_begin(struct lex_cache *c);

/* The word w, whose lex_key is key. Stays as it is until lex_cache_begin, and as long as a, which has it where the cache has no room. */
struct lex_word *lex_cache_word(const struct lexicon *l, struct lex_cache *c, struct span w, uint64_t key, struct arena *a);
/* The phrase with this key. Valid until the next call. */
const struct lex_phrase *lex_cache_phrase(const struct lexicon *l, struct lex_cache *c, uint64_t key);

/* Have memory fetch what these two will look at. */
void lex_cache_expect(const struct lex_cache *c, uint64_t key);
void lex_cache_expect_phrase(const struct lexicon *l, const struct lex_cache *c, uint64_t key);

#endif
