/* tagger_blob.h: what share/gen/taggerc compiles and the tagger maps: WordNet's words in all their forms, the words of closed
 * classes, endings of unknown words, each with its tags and how likely a tag brings that word; how likely tags follow each
 * other. Little-endian, position-independent. Words are not stored, only 50 bits of their hash. */
#ifndef CAPTOOLS_PARSE_TAGGER_BLOB_H
#define CAPTOOLS_PARSE_TAGGER_BLOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { TAGGER_VERSION = 1, TAGGER_ROLE = 5, TAGGER_SLOTS = 1 << 19, TAGGER_MOST = 8 /* tags of a word */, TAGGER_ENDING = 4 /* bytes of the longest */,
       TAGGER_NAT = 256 /* steps of a transition's cost in a nat */, TAGGER_STEP = 16 /* of those in one step of a word's cost */ };

enum tagger_state {
#define STATE(NAME, tag, verb) ST_##NAME,
#define CARRIED(NAME, tag, verb) ST_##NAME##1,
#include "parse/tags.def"
#undef STATE
#undef CARRIED
	TAGGER_STATES
};

/* The shapes of words that WordNet does not know. */
enum tagger_shape { SHAPE_LOWER, SHAPE_FIRST /* capital at the beginning of a sentence */, SHAPE_CAPITAL, SHAPE_DIGIT, TAGGER_SHAPES };

struct tagger_head {
	char magic[8];       /* "captags" and NUL */
	uint32_t version;
	uint32_t candidates;
	uint32_t lemmas;
	uint32_t letters;    /* bytes of the lemmas' endings */
	uint32_t notice;     /* bytes of the notices of the sources, at the end */
	uint32_t probes;     /* the longest way to a slot */
};

struct tagger_slot {
	uint32_t mark;       /* the high half of the key */
	uint32_t first;      /* candidate; n in the low 4 bits: 0 = empty */
};

struct tagger_candidate {
	uint8_t state;       /* and the word's role, << TAGGER_ROLE */
	uint8_t cost;        /* -log P(word | tag), TAGGER_STEP / TAGGER_NAT of a nat each */
	uint16_t lemma;
};

/* A lemma: the word without its last cut bytes, and n bytes of letters from at. */
struct tagger_lemma {
	uint8_t cut, n;
	uint16_t unused;
	uint32_t at;
};

struct tagger {
	struct span map;
	const struct tagger_head *head;
	const int16_t *cost;    /* [two before][one before][this] */
	const struct tagger_slot *slot;
	const struct tagger_candidate *candidate;
	const struct tagger_lemma *lemma;
	const char *letters;
};

/* The cost of state c behind a and b is cost[a * S * S + b * S + c]. */
enum { TAGGER_COSTS = TAGGER_STATES * TAGGER_STATES * TAGGER_STATES + (TAGGER_STATES & 1) };

/* Whether what follows the state carries on its number: "a" and what stands behind it. */
static inline bool tagger_carries(unsigned before)
{
	return before == ST_DETS || before >= ST_ADJ1;
}

/* The state of a tag behind another state: the number of "a" is carried on. */
static inline unsigned tagger_carry(unsigned before, unsigned state)
{
	if (!tagger_carries(before))
		return state;
	switch (state) {
	case ST_ADJ: return ST_ADJ1;
	case ST_NOUN: return ST_NOUN1;
	case ST_NOUNS: return ST_NOUNS1;
	case ST_PROPN: return ST_PROPN1;
	case ST_VBG: return ST_VBG1;
	case ST_VBN: return ST_VBN1;
	default: return state;
	}
}

/* The key of an ending in the table of words. */
uint64_t tagger_ending_key(enum tagger_shape s, struct span ending);

#endif
