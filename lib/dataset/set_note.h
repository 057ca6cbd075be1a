/* set_note.h: one caption's share of a set, as set_note writes and set_add reads it: a head, then the encoders,
 * findings, items, spellings, needs_human, the word set. Both sides are this process, so it is plain memory without padding. */
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
	NOTE_VERIFIED = 1 << 6
};

struct note_head {
	uint64_t hash;
	uint32_t tokens;
	uint16_t score;     /* tenths */
	uint16_t flags;     /* NOTE_ */
	uint16_t slots;
	uint8_t style, n_encoders;
	uint16_t n_findings, n_items, n_spellings;
	uint16_t n_human;   /* each: one length byte, the name */
	uint32_t packed;    /* bytes of the word set */
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
	ITEM_TERM = 1 << 1, /* may bind to the trigger (CAP083) */
	ITEM_NOUN = 1 << 2, /* a thing that can be paired (CAP084) */
	ITEM_BASE = 1 << 3  /* written as its key says: singular, the lexicon's own spelling */
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

#endif
