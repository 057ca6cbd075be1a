/* hash.c: a 64-bit multiply-fold hash of our own (the wyhash family's idea: two 64-bit lanes through a
 * 128-bit product). Values are stored in compiled files: never change it without raising their version. */
#include "base/hash.h"

#include <string.h>
#include <time.h>

#include "base/sys.h"

static uint64_t fold(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide m = (wide)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t load64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

/* Up to 8 bytes, each length distinct because the length enters at the end. */
static uint64_t load_tail(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

	memcpy(&v, p, n);
	return v;
}

uint64_t hash_bytes(const void *data, size_t n, uint64_t seed)
{
	static const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xd6e8feb86659fd93u, k2 = 0xa0761d6478bd642fu;
	const unsigned char *p = data;
	size_t left = n;
	uint64_t h = seed ^ k0;

	while (left > 16) {
		h = fold(load64(p) ^ k1, load64(p + 8) ^ h);
		p += 16;
		left -= 16;
	}
	uint64_t a = 0, b = 0;
	if (left > 8) {
		a = load64(p);
		b = load_tail(p + 8, left - 8);
	} else if (left > 0) {
		a = load_tail(p, left);
	}
	return fold(fold(a ^ k1, b ^ h), (uint64_t)n ^ k2);
}

uint64_t hash_seed(void)
{
	static uint64_t seed;

	if (seed == 0 && (!sys_random(&seed) || seed == 0))
		seed = hash_u64((uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seed) | 1;
	return seed;
}
