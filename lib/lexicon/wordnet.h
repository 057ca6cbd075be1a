/* wordnet.h: the blob that wordnetc makes from Debian's wordnet-base: WordNet 3.0's words by hash, and the
 * hypernyms of its nouns. Mapped and used as it is; little-endian, position-independent. Words are not stored: a key is
 * 64 bits of hash (lex_key, lex_join), and no message names a word that is not in the caption. */
#ifndef CAPTOOLS_LEXICON_WORDNET_H
#define CAPTOOLS_LEXICON_WORDNET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"

enum { WORDNET_VERSION = 6, WORDNET_WORDS = 3 /* words of the longest phrase kept */, WORDNET_FILTER = 1 << 14 };

struct wordnet_head {
	char magic[8];       /* "capwnet" and NUL */
	uint32_t version;
	uint32_t slots;      /* of the hash table, a power of two */
	uint32_t nouns;
	uint32_t synsets;
	uint32_t parents;
	uint32_t plurals;
	uint32_t notice;     /* bytes of WordNet's licence, at the end */
	uint32_t probes;     /* the longest way to an entry: look-ups need not go farther */
};

struct wordnet_slot {
	uint64_t key;        /* 0 = empty */
	uint32_t flags;      /* WN_ bits of lexicon.h */
	uint32_t noun;       /* index of the noun + 1, 0 = none */
};

struct wordnet_noun {
	uint32_t sense[2];   /* synset of senses 1 and 2, + 1; 0 = none */
	uint64_t above;      /* synset_bit of all ancestors of sense 1: most nouns are told apart without a climb */
};

struct wordnet_plural {
	uint64_t form, base; /* keys; sorted by form */
};

struct wordnet {
	struct span map;
	const struct wordnet_head *head;
	const struct wordnet_slot *slot;
	const struct wordnet_noun *noun;
	const uint32_t *first;  /* synsets + 1: where a synset's parents begin */
	const uint32_t *parent;
	const struct wordnet_plural *plural;
	const uint64_t *filter; /* WORDNET_FILTER words: a bit for each phrase and beginning of one */
	struct span notice;
};

/* The bit of a phrase's key in a filter of n words (a power of two). */
static inline uint64_t phrase_bit(uint64_t key)
{
	return (uint64_t)1 << (key >> 58);
}

static inline uint32_t phrase_word(uint64_t key, uint32_t n)
{
	return (uint32_t)(key >> 32) & (n - 1);
}

/* The bit of a synset in a set of them. */
static inline uint64_t synset_bit(uint32_t synset)
{
	return (uint64_t)1 << (synset * 0x9e3779b1u >> 26);
}

/* The bytes of a blob as tables; map stays the caller's. -1 with d ("bad-wordnet") when it is not one of ours. */
int wordnet_use(struct wordnet *w, struct span map, struct diag *d);
/* Has memory fetch what wordnet_find will look at. */
void wordnet_expect(const struct wordnet *w, uint64_t key);
/* WN_ bits of a key, 0 if unknown; *noun (may be NULL) the noun + 1. */
unsigned wordnet_find(const struct wordnet *w, uint64_t key, uint32_t *noun);
/* The singular of an irregular plural, or 0. */
uint64_t wordnet_singular(const struct wordnet *w, uint64_t form);
/* Whether noun a (+ 1), in sense 1 or 2, is an ancestor of noun b's (+ 1) first sense. */
bool wordnet_ancestor(const struct wordnet *w, uint32_t a, uint32_t b);

#endif
