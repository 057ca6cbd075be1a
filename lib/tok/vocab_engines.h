/* vocab_engines.h: what writing and loading a compiled vocabulary share: magic, version, the table of engines. */
#ifndef CAPTOOLS_TOK_VOCAB_ENGINES_H
#define CAPTOOLS_TOK_VOCAB_ENGINES_H

#include "tok/engine.h"

/* Raise the version with any change of a section's layout, or of hash_bytes. */
#define VOCAB_MAGIC "captokv"
enum { VOCAB_VERSION = 1, VOCAB_ENGINES = 3 };

/* vocab_meta.engine counts in this order. */
extern const struct engine *const vocab_engines[VOCAB_ENGINES];

#endif
