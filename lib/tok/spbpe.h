/* spbpe.h: the parts of the engine for BPE over characters (gemma2, pile-t5) that its tests look at. */
#ifndef CAPTOOLS_TOK_SPBPE_H
#define CAPTOOLS_TOK_SPBPE_H

#include "tok/engine.h"
#include "tok/sptext.h"

/* Whether a word may be cut before every run of marks without changing any result: no merge makes a token with a mark behind
 * another character, and the mark itself is a token (so that unknowns never join over it). */
bool spbpe_cuts_runs(const struct spec *s);

#endif
