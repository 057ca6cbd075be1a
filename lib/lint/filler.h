/* filler.h: what captioning models add to a sentence when there is nothing more to tell: "adding a touch of rustic charm to the scene", "enhancing
 * the overall composition". Found by grammar, not by phrases:
 *
 *   filler   = adds word{0,4} added [of phrase] [to phrase]     adds: lend, bring, give ... (class adds); added: touch, pop, element, and any mood
 *            | enhances determiner phrase                        (class enhances)
 *   phrase   = words up to a comma, a verb, a preposition or the segment's end
 *
 * The nouns and verbs are data: share/lexicon/filler.tsv. Measured on 225 fillers of a captioning model: 4% found before, and see make check-truth. */
#ifndef CAPTOOLS_LINT_FILLER_H
#define CAPTOOLS_LINT_FILLER_H

#include "lint/analysis.h"

/* The filler that begins at unit u (its verb): *last is its last unit. False where there is none. */
bool filler_at(const struct analysis *t, const struct unit *u, const struct unit **last);

#endif
