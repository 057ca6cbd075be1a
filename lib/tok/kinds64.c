/* kinds64.c: which ways of kinds64.h this processor has. */
#include "tok/kinds64.h"

#if defined __x86_64__
#include <cpuid.h>

enum { WITH_AVX2 = bit_AVX2 | bit_BMI | bit_BMI2 }; /* as every processor with AVX2 has */

/* The bits of XCR0: which registers the system keeps for a process. */
static unsigned kept_state(void)
{
	unsigned a, d;

	__asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

/* Whether leaf 7 of cpuid has these bits of EBX, and the system keeps that state. */
static bool has(unsigned bits, unsigned state)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_POPCNT) || (kept_state() & state) != state)
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bits) == bits;
}

bool kinds64_has_avx2(void)
{
	return has(WITH_AVX2, 0x06); /* SSE, AVX */
}

bool kinds64_has_avx512(void)
{
	return has(WITH_AVX2 | bit_AVX512F | bit_AVX512BW, 0xE6); /* and the masks, the upper halves, the upper registers */
}
#endif

bool kinds64_always(void)
{
	return true;
}
