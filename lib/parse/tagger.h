/* tagger.h: part-of-speech tags and lemmas by a trigram hidden Markov model (Brants, TnT, arxiv.org/abs/cs/0003055).
 * The blob is compiled by share/gen/taggerc. Read only; may be shared by threads. */
#ifndef CAPTOOLS_PARSE_TAGGER_H
#define CAPTOOLS_PARSE_TAGGER_H

#include "base/diag.h"

struct tagger;

/* Opens the blob of the installed data folder; NULL with d. Closed by tagger_close, which takes NULL. */
struct tagger *tagger_open(struct diag *d);
void tagger_close(struct tagger *t);

#endif
