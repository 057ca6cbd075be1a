/* build.h: from phrases to the scene; the parts that scene_parse puts together. */
#ifndef CAPTOOLS_PARSE_BUILD_H
#define CAPTOOLS_PARSE_BUILD_H

#include "base/map.h"
#include "parse/chunk.h"
#include "parse/scene.h"
#include "parse/tagger.h"

struct builder {
	const struct lexicon *l;
	const struct seg *seg;
	struct arena *a;
	struct scene *s;
	const uint8_t *states;
	const struct tagger_token *tokens;
	uint8_t *taken;           /* an enum chunk_taken a word */
	struct map named;         /* the last object of each head, by the key of its lemma */
	bool tags;                /* a tag or note is read: the same thing named again is the same */
	uint32_t subject;         /* the one subject of a tag list, or SCENE_NONE */
	uint32_t last_thing, last_person, last_plural; /* for it, he and they */
};

static inline const struct scene_word *word(const struct builder *b, uint32_t i)
{
	return &b->s->words[i];
}

/* The object that a noun phrase names; SCENE_NONE when it names none ("a lot", "the left"). Its modifiers become attributes. */
uint32_t object_of(struct builder *b, const struct chunk *c);
/* The object of a pronoun, or SCENE_NONE. */
uint32_t object_meant(struct builder *b, const struct chunk *c);
bool object_is_living(const struct builder *b, uint32_t object);
uint64_t class_at(const struct builder *b, uint32_t word); /* of its lemma, by the lexicon */
bool is_colour(const struct builder *b, uint32_t word);
/* hue, tone, palette: what a colour is said with. */
bool is_hue(const struct builder *b, uint32_t word);
/* light, sunshine, shadow: light itself and no lamp. */
bool is_light(const struct builder *b, uint32_t object);
/* A colour that is a thing, too: orange, rose, olive. */
bool is_fruit(const struct builder *b, uint32_t word);
bool object_is_worn(const struct builder *b, uint32_t object);

/* A new object named by word i. */
uint32_t add_object(struct builder *b, uint32_t i, struct span name, struct span head, uint32_t count);
void add_attribute(struct builder *b, uint32_t object, uint32_t start, uint32_t end, struct span name, enum scene_kind kind);
/* The words from..end that modify an object: each adjective an attribute, "light blue" one. */
void add_modifiers(struct builder *b, uint32_t object, uint32_t from, uint32_t end);
void add_relation(struct builder *b, uint32_t subject, struct span predicate, uint32_t object, uint32_t start, uint32_t end);

void add_picture(struct builder *b, enum scene_term kind, struct span text, uint32_t start, uint32_t end);
void add_empty(struct builder *b, enum scene_void kind, uint32_t start, uint32_t end);

/* The relations of one sentence's phrases. subject is whom a phrase without one speaks of, or SCENE_NONE. */
void build_clauses(struct builder *b, const struct chunk *c, uint32_t n, uint32_t subject);

/* The longest term of the lexicon that begins at word i and ends before to; *end is the word behind it. NULL without one. */
const struct lex_term *longest_term(const struct builder *b, uint32_t i, uint32_t to, uint32_t *end);
/* Picture terms, statements without a fact, quotations and count tags (1girl): marks the words that they take. */
void find_terms(struct builder *b);
/* "a long outdoor shot", "warm evening light": a noun phrase that speaks of the picture; takes it and returns true. */
bool picture_phrase(struct builder *b, const struct chunk *c, bool leads, const struct chunk *behind);
/* What each segment is: scene.style. */
void find_style(struct builder *b);

/* Numbers the facts. */
void gather_facts(struct builder *b);

#endif
