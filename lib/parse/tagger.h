/* tagger.h: part-of-speech tags and lemmas by a trigram hidden Markov model (Brants, TnT, arxiv.org/abs/cs/0003055), whose words
 * are WordNet's. The blob is compiled by share/gen/taggerc. Read only; may be shared by threads. */
#ifndef CAPTOOLS_PARSE_TAGGER_H
#define CAPTOOLS_PARSE_TAGGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

struct lex_term;
struct tagger;

/* What a word does in a phrase, beyond its part of speech: share/parse/roles.tsv. */
enum word_role { ROLE_NONE, ROLE_SIDE /* top, left: "on top of" */, ROLE_QUANTITY /* group, piece */, ROLE_SIZE, ROLE_SHAPE, ROLE_PATTERN, ROLE_AGE, ROLE_CAMERA /* shot, view */ };

/* Opens the blob among the tools' data; NULL with d ("no-tagger", "bad-tagger"). tagger_close takes NULL. */
struct tagger *tagger_open(struct diag *d);
void tagger_close(struct tagger *t);

/* A word or a mark of one sentence. */
struct tagger_token {
	struct span norm;    /* lower case, SEG_PAD bytes readable behind */
	uint64_t key;        /* lex_key of norm */
	const struct lex_term *term; /* the lexicon's of the word as it is written, or NULL; for those behind the tagger */
	bool capital, digits, looked_up; /* looked_up: term is known */
	uint8_t state;       /* out: an enum tagger_state; given for marks (mark set) */
	uint8_t role;        /* out: an enum word_role */
	uint32_t *memo;      /* where the tagger may note where its table has the word, 0 at first; or NULL */
	bool mark, known;    /* known, out: WordNet or a closed class has the word */
	uint16_t lemma;      /* out: for tagger_lemma_of */
};

enum { TAGGER_SENTENCE = 512 }; /* words; longer ones are cut, so that the search's memory has a limit */

/* What the search needs, for the longest sentence so far: all-zero at first, in the arena. */
struct tagger_scratch { struct column *column; int64_t **way; int64_t *path; uint32_t n; size_t paths; };

/* Has memory fetch what tagger_tag will look up for a word with this key. */
void tagger_expect(const struct tagger *t, uint64_t key);
/* The likeliest states of n tokens, Viterbi's way. Linear: no word has more than TAGGER_MOST tags. */
void tagger_tag(const struct tagger *t, struct tagger_token *token, uint32_t n, struct tagger_scratch *s, struct arena *a);
/* The lemma of a word that was tagged; the word itself where nothing is to be cut. */
struct span tagger_lemma_of(const struct tagger *t, const struct tagger_token *token, struct arena *a);

#endif
