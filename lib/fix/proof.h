/* proof.h: whether edits lose something that the caption says. The one place that decides it, whatever the rule.
 *
 * An edit is safe when for every line (each may be a caption of its own)
 *   - every fact of the scene before is in the scene after, each once is enough. What cannot be lost: facts of segments or sentences that no
 *     change touches, what a rule only spells otherwise, words about uploads and quality, and in a tag list a term that another tag says, which
 *     the finding names and which stays;
 *   - every sentence that stays keeps its subject and verb, and its adjectives their noun;
 *   - no mark or blank is left over at an edge or where a change was made.
 * An unsafe edit may lose facts; it is then told which (proof_loses). */
#ifndef CAPTOOLS_FIX_PROOF_H
#define CAPTOOLS_FIX_PROOF_H

#include "fix/step.h"

/* What plans that turn the draft into after would break, in words ("it would lose \"cast shadow\""); empty: nothing. In the arena a. */
struct span prove(const struct work *w, const struct plan *p, size_t n, struct span after, struct arena *a);

/* Fills in loses of the unsafe edits of out, which turn before into out->caption. */
void proof_loses(struct work *w, struct span before, struct fix_result *out);

#endif
