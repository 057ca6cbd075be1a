/* chunk.h: tagged words gathered to phrases. The grammar, over the tags of tags.def; ? once or not, * any number, | or:
 *
 *   noun phrase  = determiner* (number | modifier ((and | ,)? modifier)*)? name | pronoun | determiner | number
 *   determiner   = DET | DETS | PRPS
 *   modifier     = ADV? ADJ | VBN | VBG | NUM | noun             before a name only; "black and white", "large, red", "emerald and amber"
 *   name         = (NOUN | NOUNS | PROPN)+                        its last word is the head
 *   preposition  = ADP+ | ADP determiner? ADJ? side "of" | side "of" | (ADJ | ADV) ("to" | "of" | "from")
 *                  side: a word of the role "side": front, top, left
 *   verb group   = (AUX | BE | NOT | ADV)* verb (ADJ? "to" VB)*   the last verb counts: "about to cross"
 *   link         = (AUX | BE | NOT | ADV)+ without a verb         "is", "are not"
 *   predicative  = ADV? (ADJ | ADV) ((and | ,) ADJ)*              not before a name
 *   and the words that hold phrases together: and, comma, stop, who, while, there, 's. */
#ifndef CAPTOOLS_PARSE_CHUNK_H
#define CAPTOOLS_PARSE_CHUNK_H

#include "parse/scene.h"

enum chunk_kind {
	CHUNK_NOUN, CHUNK_PREP, CHUNK_VERB, CHUNK_BE, CHUNK_ADJ, CHUNK_AND, CHUNK_COMMA, CHUNK_STOP, CHUNK_WHO /* that, which: a relative clause */,
	CHUNK_WHILE /* a new clause */, CHUNK_THERE, CHUNK_OWNS /* 's */, CHUNK_QUOTE /* visible text */,
	CHUNK_OTHER /* nothing for the scene: picture terms, statements without a fact */
};

struct chunk {
	uint8_t kind;
	uint8_t verb;        /* enum scene_verb of a verb group */
	bool be;             /* a verb group with a form of be: "is parked" */
	bool negated;        /* not, no, without */
	bool definite, pronoun;
	uint32_t first, end; /* words */
	uint32_t head;       /* the word that counts: of a name the last, of a verb group the last verb */
	uint32_t name;       /* first word of the name */
	struct span text;    /* preposition, verb: lemmas */
};

struct chunks { struct chunk *v; uint32_t n, cap; };

/* What already speaks for a word, so that no phrase takes it. */
enum chunk_taken { TAKEN_NOT, TAKEN_TERM, TAKEN_QUOTE };

/* Of the words [from, to) of one sentence; appends. states are those of parse_words, taken an enum chunk_taken a word. */
void chunk_words(const struct scene *s, const uint8_t *states, const uint8_t *taken, uint32_t from, uint32_t to, struct arena *a,
		 struct chunks *out);

#endif
