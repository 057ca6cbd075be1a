/* registry.h: each vocabulary is loaded once a process, whoever asks first, from any thread. */
#ifndef CAPTOOLS_MODEL_REGISTRY_H
#define CAPTOOLS_MODEL_REGISTRY_H

#include "base/diag.h"
#include "tok/tok.h"

/* The compiled vocabulary name ("clip"), or the user's file for it if registry_user named one. Shared, never closed
 * by the caller. NULL with d set. */
const struct tok *registry_get(const char *vocab, struct diag *d);
/* From now on vocab is what path holds (tokenizer.json, spiece.model, vocab.json). Call before any thread starts. 0, or -1
 * with d set. */
int registry_user(const char *vocab, const char *path, struct diag *d);
/* Closes them all, at the end of main (leak checkers). */
void registry_close(void);

#endif
