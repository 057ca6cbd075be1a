/* clause.h: a clause while it is read, for clause.c and colour.c. */
#ifndef CAPTOOLS_PARSE_CLAUSE_H
#define CAPTOOLS_PARSE_CLAUSE_H

#include "parse/build.h"

enum { GROUP = 8, /* nouns that one list joins; more stand alone */ AHEAD = 12, /* phrases between a noun and its verb */ PREDICATE = 64 /* bytes: verb and prepositions */ };

struct group { uint32_t object[GROUP]; uint32_t n; };

struct clause {
	struct builder *b;
	const struct chunk *c;
	uint32_t n, at;
	struct group subject;     /* of the clause */
	struct group last;        /* the nouns named last */
	struct group anchor;      /* whom the open predicate is said of */
	struct span pred;         /* the open predicate, empty when none is open */
	uint32_t start, end;      /* its bytes */
	bool open, verb, passive; /* a predicate is open; it has a verb; which is a past participle */
	bool link;                /* a form of be stands open */
	bool object;              /* last is a verb's object */
	const struct chunk *verb_chunk;
	bool negated;
};

/* "group", "piece": counts or portions what follows. */
static inline bool quantity(const struct clause *k, const struct chunk *c)
{
	return c->kind == CHUNK_NOUN && k->b->s->words[c->head].role == ROLE_QUANTITY;
}

static inline bool is_of(const struct chunk *c)
{
	return c->kind == CHUNK_PREP && span_is(c->text, "of");
}

/* What a noun phrase that names nothing but a colour says of whom: takes the phrase; colour.c has the grammar. */
bool colour_phrase(struct clause *k);
/* "a vintage (photo of)", "a computer generated (image of)", "(in) the shape of a snowflake": take the phrase likewise; nameless.c. */
bool of_medium(struct clause *k);
bool shape_of(struct clause *k);

#endif
