/* utf16.h: inside lib/view only: byte offsets as the script's strings count. */
#ifndef CAPTOOLS_VIEW_UTF16_H
#define CAPTOOLS_VIEW_UTF16_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

struct utf16 {
	size_t n;           /* bytes of the text */
	const uint32_t *at; /* NULL: ASCII, both are the same; else n + 1 offsets */
};

/* Bytes inside a character have its beginning's offset. */
struct utf16 utf16_map(struct arena *a, struct span text);

/* Any number is taken: behind the end is the end. */
static inline long long utf16_at(const struct utf16 *u, long long byte)
{
	size_t i = byte < 0 ? 0 : (unsigned long long)byte > u->n ? u->n : (size_t)byte;

	return u->at ? (long long)u->at[i] : (long long)i;
}

#endif
