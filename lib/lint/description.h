/* description.h: what the encoder sees of a caption's scene graph: its facts, how many words carry one, what the window cuts off.
 *
 * A fact (scene.h) counts once, where it is said first, and only as far as all its bytes lie within what an encoder of role "text" sees under the
 * trainer's settings. A fact that a finding speaks against (UNIT_FLAGGED) is none. */
#ifndef CAPTOOLS_LINT_DESCRIPTION_H
#define CAPTOOLS_LINT_DESCRIPTION_H

#include "lint/lint.h"
#include "parse/scene.h"

struct check;

/* Bytes [0,end) that some encoder of role "text" sees; the caption's length where nothing is cut. */
uint32_t description_seen(struct check *c);

/* Counts the facts of c->scene into c->out->facts; c->counts and c->carries are then set. */
void description_count(struct check *c);

/* What bytes behind seen say, for a message: "the red ball, lit from the left"; empty where no fact is lost. */
struct span description_lost_text(struct check *c, uint32_t seen);

/* The share, 0..1, of the words and commas seen that carry nothing: content words that are part of no new fact, all words of a statement without a
 * fact, commas of a list. */
float description_waste(struct check *c);

#endif
