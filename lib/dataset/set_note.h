/* set_note.h: one caption's share of a set, as set_note writes and set_add reads it: a head, then the encoders,
 * findings, items, spellings, fused terms, balance, needs_human, the word set. Both sides are this process, so it is plain memory without padding. */
#ifndef CAPTOOLS_DATASET_SET_NOTE_H
#define CAPTOOLS_DATASET_SET_NOTE_H

#include <stdint.h>

enum {
	NOTE_LINKED = 1 << 0,
	NOTE_TRIGGER = 1 << 1,
	NOTE_TRIGGER_FIRST = 1 << 2,
	NOTE_TRIGGER_ONLY = 1 << 3,  /* nothing but the trigger */
	NOTE_TRIGGER_CLASS = 1 << 4, /* a noun stands behind it */
	NOTE_EMPTY = 1 << 5,
	NOTE_VERIFIED = 1 << 6,
	NOTE_FOR_TAGS = 1 << 7,      /* the model was trained on tags */
	NOTE_FOR_PROSE = 1 << 8      /* ... on sentences */
};

struct note_head {
	uint64_t hash;
	uint32_t tokens;
	uint16_t score;     /* tenths */
	uint16_t flags;     /* NOTE_ */
	uint16_t slots;
	uint8_t style, n_encoders;
	uint16_t n_findings, n_items, n_spellings, n_fused;
	uint16_t n_human;   /* each: one length byte, the name */
	uint16_t n_balance;
	uint32_t packed;    /* bytes of the word set */
	uint32_t looks;     /* LOOK_ bits of set_balance.h */
};

struct note_encoder {
	const char *name;   /* lives as long as the process */
	uint32_t tokens, limit;
};

struct note_finding {
	uint8_t rule, severity, fix, known, first; /* first: of its rule in this caption */
};

enum {
	ITEM_TAG = 1 << 0,  /* a whole bare tag, as written */
	ITEM_NOUN = 1 << 1, /* a thing that can be paired (CAP084) */
	ITEM_BASE = 1 << 2  /* written as its key says: singular, the lexicon's own spelling */
};

/* A term: its name is caption[start, start + len), which set_add looks at only when the key is new. A key may come
 * several times. */
struct note_item {
	uint64_t key;
	uint32_t start;
	uint8_t len, flags;
	uint16_t spare;
};

/* A term that is not written as the lexicon has it. */
struct note_spelling {
	uint64_t key;       /* of the words as written */
	uint64_t canon;     /* the item's key */
	uint32_t start;
	uint32_t len;
};

enum {
	FUSED_CLASS = 1 << 0,   /* no term: the noun behind the trigger */
	FUSED_STYLE = 1 << 1,   /* of style or palette: what a style is meant to be */
	FUSED_UNKNOWN = 1 << 2  /* one word, in no dictionary */
};

/* What the caption says on one axis of the set's balance: "distance", "close-up". axis lives as long as the lexicon does, value too. */
struct note_balance {
	const char *axis, *value;
	uint32_t value_n, spare;
};

/* A term that may fuse (set_fused.h), each key once: its name is caption[start, start + len), then caption[more, more + more_len). */
struct note_fused {
	uint64_t key;
	uint32_t start, more;
	uint8_t len, more_len, words, flags;
	uint32_t spare;
};

#endif
