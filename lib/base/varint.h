/* varint.h: whole numbers in bytes of seven bits, the lowest first (LEB128). */
#ifndef CAPTOOLS_BASE_VARINT_H
#define CAPTOOLS_BASE_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

static inline void varint_put(struct buf *b, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		buf_addc(b, (char)(unsigned char)(v | 128));
	buf_addc(b, (char)(unsigned char)v);
}

/* Takes one off the front of s. False where there is none, or it is more than most. */
static inline bool varint_take(struct span *s, uint64_t most, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; s->n && shift < 64; shift += 7) {
		unsigned char c = (unsigned char)*s->p++;
		s->n--;
		if (shift == 63 && c > 1)
			return false;
		*v |= (uint64_t)(c & 127) << shift;
		if (c < 128)
			return *v <= most;
	}
	return false;
}

#endif
