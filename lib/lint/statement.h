/* statement.h: what may go as a whole: a sentence that tells no fact of its own, a phrase set off by commas, a place in the frame. What
 * stays is a sentence still. By the scene (parse/scene.h); for the rules that speak against words inside sentences, whose fix is never to cut
 * those words out. */
#ifndef CAPTOOLS_LINT_STATEMENT_H
#define CAPTOOLS_LINT_STATEMENT_H

#include "lint/rule.h"

/* Whether the sentence of byte at tells nothing that the others do not tell, and the next one does not speak of it ("It ..."). */
bool statement_idle(const struct check *c, uint32_t at);
/* Whether byte at lies in a phrase behind a comma that runs to the end of its sentence, begins with a participle or "which", and tells nothing:
 * ", adding a touch of nature to the scene". */
bool statement_trails(const struct check *c, uint32_t at);
/* Whether [start,end), "in the lower left corner of the frame", is an adjunct that its sentence can do without: in front of a comma and a
 * clause, or behind the noun of "there is a bird" or of a phrase without a verb. */
bool statement_places(const struct check *c, uint32_t start, uint32_t end);

#endif
