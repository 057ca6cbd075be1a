/* decimal.c: a number's digits, and the texts that are kept. */
#include "base/decimal.h"

_Atomic uint64_t decimal_ready[DECIMAL_READY];

/* Up to eight digits at once, each in a byte of its own: halves, quarters, digits are split off by multiplying with a reciprocal, which is
 * exact for numbers this small (10486 / 2^20 below 43,698, 103 / 2^10 below 179). */
char *decimal_make(char *o, uint32_t v)
{
	if (v >= 100000000) {
		o = decimal_make(o, v / 100000000);
		v %= 100000000;
		for (uint32_t x = 10000000; x > 1 && v < x; x /= 10)
			*o++ = '0';
	}
	uint64_t halves = v / 10000 | (uint64_t)(v % 10000) << 32;
	uint64_t high = (halves * 10486 >> 20) & 0x0000007F0000007Fu; /* / 100 */
	uint64_t quarters = high | (halves - 100 * high) << 16;
	uint64_t tens = (quarters * 103 >> 10) & 0x000F000F000F000Fu; /* / 10 */
	uint64_t digits = tens | (quarters - 10 * tens) << 8;
	unsigned zeros = (unsigned)__builtin_ctzll(digits | (uint64_t)1 << 56) / 8; /* in front; a lone 0 stays */

	digits = (digits | 0x3030303030303030u) >> 8 * zeros;
	memcpy(o, &digits, 8);
	return o + 8 - zeros;
}

char *decimal_keep(char *o, uint32_t v)
{
	char digits[DECIMAL_ROOM] = {0};
	size_t n = (size_t)(decimal_make(digits, v) - digits);
	uint64_t text;

	memcpy(&text, digits, sizeof text);
	atomic_store_explicit(&decimal_ready[v], text | (uint64_t)n << 56, memory_order_relaxed);
	memcpy(o, digits, sizeof text);
	return o + n;
}
