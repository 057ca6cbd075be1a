/* mood.h: phrases about nothing that one could see. What a word tells of is WordNet's (share/gen/moods.h), what stands where is grammar:
 *
 *   idea   = determiner* (ADV* ADJ ((and | ,) ADV* ADJ)*)? NOUN+    where the last noun is never seen (happiness), or is made so by moods ("a tender
 *            moment", "an elegant appearance"); no colour, material, size, shape, no thing
 *   moods  = ADV* ADJ ((and | ,) ADV* ADJ)*                        one at least a mood, none a look: "tender and slightly teasing"
 *   guess  = (appear | seem) moods                                  "she appears calm"
 *   opinion = (feel | subject be) moods                             "the scene feels tender", "the overall design is simple"
 *   subject = the picture, an atmosphere, or what is "overall" */
#ifndef CAPTOOLS_PARSE_MOOD_H
#define CAPTOOLS_PARSE_MOOD_H

#include "parse/build.h"

/* Where the idea that begins at word i ends; i where none does. */
uint32_t idea_end(const struct builder *b, uint32_t i);
/* The same for whom something is given: "her", "the room". */
uint32_t whom_end(const struct builder *b, uint32_t i);
/* Whether word i joins what stands before it to what follows: and, or, a comma. */
bool joins(const struct builder *b, uint32_t i);
struct opinion { enum scene_void kind; uint32_t from, end; /* words */ };

/* Whether word i is the verb of a guess or an opinion. */
bool is_opinion(const struct builder *b, uint32_t i, struct opinion *o);

#endif
