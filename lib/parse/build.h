/* build.h: from phrases to the scene; the parts that scene_parse puts together. */
#ifndef CAPTOOLS_PARSE_BUILD_H
#define CAPTOOLS_PARSE_BUILD_H

#include "parse/chunk.h"
#include "parse/scene.h"

struct builder {
	const struct lexicon *l;
	const struct seg *seg;
	struct arena *a;
	struct scene *s;
	const uint8_t *states;
	uint32_t *named;          /* a table of n_named (a power of two): the last object of each head, + 1 */
	uint32_t n_named;
	uint32_t subject;         /* the one subject of a tag list, or SCENE_NONE */
	uint32_t last_thing, last_person, last_plural; /* for it, he and they */
};

/* The object that a noun phrase names; SCENE_NONE when it names none ("a lot", "the left"). Its modifiers become attributes. */
uint32_t object_of(struct builder *b, const struct chunk *c);
/* The object of a pronoun, or SCENE_NONE. */
uint32_t object_meant(struct builder *b, const struct chunk *c);
bool object_is_living(const struct builder *b, uint32_t object);
bool object_is_worn(const struct builder *b, uint32_t object);

void add_attribute(struct builder *b, uint32_t object, uint32_t start, uint32_t end, struct span name, enum scene_kind kind);
/* The words from..end that modify an object: each adjective an attribute, "light blue" one. */
void add_modifiers(struct builder *b, uint32_t object, uint32_t from, uint32_t end);
void add_relation(struct builder *b, uint32_t subject, struct span predicate, uint32_t object, uint32_t start, uint32_t end);

/* The relations of one sentence's phrases. */
void build_clauses(struct builder *b, const struct chunk *c, uint32_t n);

/* Picture terms and statements without a fact: marks the words that they take (taken, one a word). */
void find_picture(struct builder *b, bool *taken);
void find_empty(struct builder *b, bool *taken);

/* Numbers the facts. */
void gather_facts(struct builder *b);

#endif
