/* scene.h: what a caption says, as a scene graph (SPICE, arxiv.org/abs/1607.08822; FACTUAL, arxiv.org/abs/2305.17497):
 * objects, their attributes, the relations between them, and what is said of the picture itself.
 *
 * Every span is a byte range of the caption; everything lives in the arena that scene_parse was given, strings too. Linear in
 * the caption's length. A caption of another language has foreign set and no scene.
 *
 * A fact is an object, an attribute, a relation or a picture term, each once: what says the same again is a fact whose
 * first points to the one that said it before. */
#ifndef CAPTOOLS_PARSE_SCENE_H
#define CAPTOOLS_PARSE_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "text/seg.h"

struct lexicon;
struct lex_term;
struct lex_word;
struct tagger;

enum { SCENE_NONE = UINT32_MAX }; /* no object, no word */

/* The tags of Universal Dependencies (universaldependencies.org/u/pos). */
enum scene_tag {
	TAG_ADJ, TAG_ADP, TAG_ADV, TAG_AUX, TAG_CCONJ, TAG_DET, TAG_INTJ, TAG_NOUN, TAG_NUM, TAG_PART, TAG_PRON, TAG_PROPN, TAG_PUNCT,
	TAG_SCONJ, TAG_SYM, TAG_VERB, TAG_X, SCENE_TAGS
};

/* VerbForm; VERB_NONE for all that is no verb. */
enum scene_verb { VERB_NONE, VERB_FIN, VERB_INF, VERB_ING /* present participle or gerund */, VERB_PART /* past participle */, SCENE_VERBS };

struct scene_word {
	uint32_t start, end;
	uint32_t segment, sentence; /* segment of the seg; sentence counts from 0, each tag of a list is one */
	struct span lemma;          /* lower case, singular, infinitive */
	uint64_t key;               /* lex_key of the lemma */
	const struct lex_term *term; /* the lexicon's of the lemma, or NULL */
	uint8_t tag, verb, role;    /* scene_tag, scene_verb, word_role of tagger.h */
	uint32_t object;            /* the object whose name or mention it is part of, or SCENE_NONE */
};

struct scene_object {
	uint32_t start, end;   /* its name where it is first said: "golden retriever", without determiner */
	struct span name;      /* lemmas of compound and head: "train track" */
	struct span head;      /* lemma of the head: "track" */
	uint32_t word;         /* the head's word */
	uint32_t count;        /* "two dogs": 2; 1 for a singular, 0 for a plural or mass that no number counts */
	bool definite;         /* first said with the, its, his ... */
	bool plural;
	bool implicit;         /* nobody names it: the one subject of a tag list ("long hair, smile"); start == end, no fact */
	uint32_t mentions;     /* how often it is named again: "the dog", "it" */
	uint32_t sentence;
};

enum scene_kind {
	ATTR_OTHER, ATTR_COLOUR, ATTR_MATERIAL, ATTR_SIZE, ATTR_SHAPE, ATTR_PATTERN, ATTR_STATE /* participles: parked, smiling */, ATTR_AGE, ATTR_COUNT,
	ATTR_TEXT /* visible text, without its quotes */, SCENE_ATTRS
};

struct scene_attribute {
	uint32_t start, end;
	uint32_t object;
	struct span name;      /* lemma: "red", "walk", "2" */
	enum scene_kind kind;
};

struct scene_relation {
	uint32_t start, end;        /* the predicate's own bytes */
	uint32_t subject, object;
	struct span predicate;      /* lemmas: "sit on", "in front of", "have" */
	bool possessive;            /* 's, of, with, have: object is the subject's part or possession */
};

enum scene_term {
	PICTURE_MEDIUM, PICTURE_STYLE, PICTURE_CAMERA, PICTURE_LIGHT, PICTURE_FOCUS, PICTURE_PALETTE, PICTURE_BACKGROUND, PICTURE_QUALITY /* no fact */, SCENE_TERMS
};

struct scene_picture {
	uint32_t start, end;
	struct span text;      /* lower case, of the canonical spelling */
	bool plain;            /* a background of one colour with nothing in it */
	bool shared;           /* its words are an object, too: "blue sky", "in the forest"; no fact of its own */
	enum scene_term kind;
};

enum scene_void { EMPTY_HEDGE, EMPTY_OPINION, EMPTY_VIEWER, EMPTY_FILLER, EMPTY_NEGATION /* "without a hat": no object */, SCENE_VOIDS };

/* A statement without a fact: bytes that tell nothing visible. */
struct scene_empty {
	uint32_t start, end;
	enum scene_void kind;
};

enum scene_fact_kind { FACT_OBJECT, FACT_ATTRIBUTE, FACT_RELATION, FACT_PICTURE, SCENE_FACTS };

struct scene_fact {
	enum scene_fact_kind kind;
	uint32_t index;        /* into objects, attributes, relations or picture */
	uint32_t start, end;   /* its own bytes */
	uint32_t from, to;     /* all that must be seen for it: its bytes and those of the objects that it is said of */
	uint64_t key;          /* of what it says, by lemmas; the same fact has the same key */
	uint32_t first;        /* the fact that said it first: its own index when it is new */
};

struct scene {
	struct span text;
	bool cut;              /* the text goes on behind what was read (SCENE_READ) */
	bool foreign;          /* no English: nothing below but words */
	bool tags;             /* every part is a tag or a note: no sentence */
	struct scene_word *words; uint32_t n_words;
	struct scene_object *objects; uint32_t n_objects, cap_objects;
	struct scene_attribute *attributes; uint32_t n_attributes, cap_attributes;
	struct scene_relation *relations; uint32_t n_relations, cap_relations;
	struct scene_picture *picture; uint32_t n_picture, cap_picture; /* by start */
	struct scene_empty *empty; uint32_t n_empty, cap_empty;
	struct scene_fact *facts; uint32_t n_facts; /* in the order of their bytes; repeats too */
	uint32_t n_said;       /* facts that are new: what "facts" counts */
	uint32_t *style;       /* a segment of the seg: enum scene_style */
};

enum scene_style { STYLE_TAG /* a bare phrase */, STYLE_SENTENCE /* part of a sentence with a verb */, STYLE_NOTE /* a phrase beside a sentence: "close-up" */ };

/* Parses valid UTF-8. seg is the same text cut by seg_cut. lexicon and tagger are read only and may be shared by threads. known: for each
 * word of the seg what the lexicon says of it, from a cache of the thread's own that has met no other tagger; NULL: it is looked up. */
void scene_parse(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct lex_word *const *known, struct arena *a,
		 struct scene *out);

/* Bytes [start,end) of the caption. */
struct scene_range {
	uint32_t start, end;
};

/* The phrases that say the facts which none of the windows (in order, not overlapping) holds whole, in order, at most so many; what
 * touches is one phrase. Returns how many. */
size_t scene_lost(const struct scene *s, const struct scene_range *windows, size_t n_windows, struct scene_range *out, size_t most);

/* The first word that ends behind byte, n_words if none does: the one that holds it, or the next. */
uint32_t scene_word_at(const struct scene *s, uint32_t byte);

/* Words of enums as the output has them: "NOUN", "colour", "medium", "hedge". */
const char *scene_tag_name(enum scene_tag t);
const char *scene_verb_name(enum scene_verb v);
const char *scene_kind_name(enum scene_kind k);
const char *scene_term_name(enum scene_term t);
const char *scene_void_name(enum scene_void v);

#endif
