/* hash.h: one fast 64-bit hash for tables and checksums (not for secrets; callers that fear flooding pass a
 * random seed from hash_seed). The function is fixed: compiled files carry its values. */
#ifndef CAPTOOLS_BASE_HASH_H
#define CAPTOOLS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);
/* A seed drawn once per process from the kernel. */
uint64_t hash_seed(void);

/* Mixes a 64-bit key (splitmix64's finalizer). */
static inline uint64_t hash_u64(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

#endif
