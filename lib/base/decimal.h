/* decimal.h: numbers in decimal, for the places where they are most of what is written. */
#ifndef CAPTOOLS_BASE_DECIMAL_H
#define CAPTOOLS_BASE_DECIMAL_H

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

enum {
	DECIMAL_ROOM = 18,       /* bytes that decimal_put may touch */
	DECIMAL_READY = 1 << 18  /* numbers whose texts are kept: nearly all token ids */
};

/* The texts, each made when it is first asked for: the digits from the lowest byte up, how many they are in the highest; 0: not made yet.
 * All threads share them: two that make the same text write the same. */
extern _Atomic uint64_t decimal_ready[DECIMAL_READY];

/* The same without them. */
char *decimal_make(char *o, uint32_t v);

/* v in decimal at o; returns the place behind it. */
static inline char *decimal_put(char *o, uint32_t v)
{
	uint64_t text = v < DECIMAL_READY ? atomic_load_explicit(&decimal_ready[v], memory_order_relaxed) : 0;

	if (!text)
		return decimal_make(o, v);
	memcpy(o, &text, sizeof text);
	return o + (text >> 56);
}

#endif
