/* kinds64.h: what each of the next 64 bytes of a text is, a bit a byte (the first is the lowest). */
#ifndef CAPTOOLS_TOK_KINDS64_H
#define CAPTOOLS_TOK_KINDS64_H

#include <stdbool.h>
#include <stdint.h>

struct kinds64 {
	uint64_t letter, digit; /* ASCII's */
	uint64_t space;         /* ' ' */
	uint64_t blank;         /* \t \n \v \f \r */
	uint64_t mark;          /* ' and <, which some patterns ask about */
};

/* Reads 64 bytes at p. Bytes from 0x80 on are of no kind. */
typedef void kinds64_of(const char *p, struct kinds64 *k);

/* The ways that were compiled in, the fastest first, the plain one last; all give the same. f NULL ends the list. */
struct kinds64_way {
	const char *name;
	kinds64_of *f;
	bool (*here)(void); /* whether this processor has it */
};
extern const struct kinds64_way kinds64_ways[];
/* The first of them that this processor has. */
kinds64_of *kinds64_best(void);

#endif
