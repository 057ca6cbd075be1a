/* decimal.h: numbers in decimal, for the places where they are most of what is written. */
#ifndef CAPTOOLS_BASE_DECIMAL_H
#define CAPTOOLS_BASE_DECIMAL_H

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

enum {
	DECIMAL_ROOM = 18,       /* bytes that decimal_put may touch */
	DECIMAL_READY = 1 << 18, /* numbers whose texts are kept: nearly all token ids */
	DECIMAL_SMALL = 1 << 10
};

/* The texts, each made when it is first asked for: the digits from the lowest byte up, how many they are in the highest; 0: not made yet.
 * All threads share them: two that make the same text write the same. */
extern _Atomic uint64_t decimal_ready[DECIMAL_READY];

/* v in decimal at o, as all of these; they return the place behind it. */
char *decimal_make(char *o, uint32_t v);
/* The same, and keeps the text; v below DECIMAL_READY. */
char *decimal_keep(char *o, uint32_t v);

static inline char *decimal_below(char *o, uint32_t v, uint32_t most)
{
	if (v >= most)
		return decimal_make(o, v);
	uint64_t text = atomic_load_explicit(&decimal_ready[v], memory_order_relaxed);
	if (!text)
		return decimal_keep(o, v);
	memcpy(o, &text, sizeof text);
	return o + (text >> 56);
}

/* For numbers that come again and again; */
static inline char *decimal_put_id(char *o, uint32_t id)
{
	return decimal_below(o, id, DECIMAL_READY);
}

/* for others: large ones come once each (lines), and keeping them would only fill the processor's cache. */
static inline char *decimal_put(char *o, uint32_t v)
{
	return decimal_below(o, v, DECIMAL_SMALL);
}

#endif
