/* slots.h: the slots while they are gathered, for slots.c and links.c. */
#ifndef CAPTOOLS_LINT_SLOTS_H
#define CAPTOOLS_LINT_SLOTS_H

#include "lint/rule.h"

enum { MUTE = UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME };

/* The best evidence of each slot so far, in clauses and outside. */
struct slots {
	struct check *c;
	const struct unit *about; /* the place that the caption begins with and is about: it holds what it is said to have */
	struct { float points; uint32_t start, end; } best[SLOTS][2];
	unsigned present;
	bool coloured;
	bool tinted;               /* some clause says a colour, of whatever */
};

/* Something between from and to speaks for a slot, and is worth so much; what is flagged speaks for none. */
void slot_evidence(struct slots *s, enum slot slot, float points, const struct unit *from, const struct unit *to, bool clause);
/* Looks for links in all segments. Returns a bit set: 1 two concrete things are linked, 2 a thing is linked to anything. */
unsigned slot_links(struct slots *s);

#endif
