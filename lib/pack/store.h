/* store.h: bytes put aside, found again by the place where they stand: in memory while they are few, then in an unlinked file
 * under $TMPDIR. */
#ifndef CAPTOOLS_PACK_STORE_H
#define CAPTOOLS_PACK_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

struct store;

struct store *store_open(void);
void store_close(struct store *s);
/* Appends; *at is the place for store_get. 0, or -1 with d (no room, no folder). */
int store_put(struct store *s, struct span data, uint64_t *at, struct diag *d);
/* n bytes from at on, copied into a. */
int store_get(struct store *s, uint64_t at, size_t n, struct arena *a, struct span *out, struct diag *d);
/* Bytes put so far. */
uint64_t store_size(const struct store *s);

#endif
