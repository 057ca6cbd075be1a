/* loose.h: terms about the picture that stand without grammar, for loose.c and idle.c. */
#ifndef CAPTOOLS_LINT_LOOSE_H
#define CAPTOOLS_LINT_LOOSE_H

#include "lint/rule.h"
#include "lint/units.h"

/* Slots that a loose term can claim, and what claims nothing. */
#define LOOSE_CLAIMS (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(SETTING) | LEX(MEDIUM) | LEX(COLOUR))
#define LOOSE_NOISE (LEX(QUALITY) | LEX(META) | LEX(FILLER) | LEX(VAGUE) | LEX(GENRE) | LEX(WEAK) | LEX(PHOTO) | LEX(CLASSFOCUS))
enum { LOOSE_OUT = UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME };

/* Whether grammar holds the term: something leads into it or goes on from it. */
bool loose_held(const struct check *c, const struct unit *u);
/* Whether u is one of the views that begin a segment: "low-angle telephoto photograph against ...". */
bool loose_titled(const struct check *c, const struct unit *u);
/* "This is a very nice picture.": a segment beside others about no thing at all (idle.c). */
bool empty_sentence(const struct check *c, const struct segment *g);
/* Whether the sentence that begins with segment i says nothing that could be seen (idle.c); *end is the segment behind it. */
bool sentence_idle(const struct check *c, uint32_t i, uint32_t *end);
/* "backlit", "sunlit": a participle may follow its thing. */
bool loose_participle(const struct check *c, const struct unit *u);

#endif
