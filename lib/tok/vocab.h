/* vocab.h: the compiled vocabulary: one blob of checked, position-independent tables that is mapped and used as it is.
 * Little-endian; header with magic, version, size, checksum; a corrupt or foreign file is refused. Owned by the tok-core engineer. */
#ifndef CAPTOOLS_TOK_VOCAB_H
#define CAPTOOLS_TOK_VOCAB_H

#include "base/buf.h"
#include "base/diag.h"
#include "tok/spec.h"

/* Appends the compiled form of s, named name, to out. 0 or -1 with d. */
int vocab_compile(const struct spec *s, const char *name, struct buf *out, struct diag *d);

#endif
