/* keyset.h: a growing set of byte strings, kept as 64-bit hashes: 8 to 16 bytes a member. */
#ifndef CAPTOOLS_PACK_KEYSET_H
#define CAPTOOLS_PACK_KEYSET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

struct keyset { /* all-zero is an empty one */
	struct buf slots; /* uint64_t, 0 = empty */
	size_t n, cap;
};

/* The empty string is never a member. */
void keyset_add(struct keyset *s, struct span key);
bool keyset_has(const struct keyset *s, struct span key);
void keyset_fini(struct keyset *s);

#endif
