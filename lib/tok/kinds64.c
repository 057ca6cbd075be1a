/* kinds64.c: 64 bytes at once by what the processor has. On x86-64 SSE2 is always there, AVX2 and AVX-512 are asked for at run time; on
 * aarch64 NEON is always there. The plain way stands for all else, and tests hold the others against it. */
#include "tok/kinds64.h"

#include <stddef.h>

#if defined __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#elif defined __aarch64__ && !defined __AARCH64EB__
#include <arm_neon.h>
#endif

static bool always(void)
{
	return true;
}

static void plain(const char *p, struct kinds64 *k)
{
	*k = (struct kinds64){0};
	for (int i = 0; i < 64; i++) {
		unsigned char c = (unsigned char)p[i];
		k->letter |= (uint64_t)((unsigned)(c | 0x20) - 'a' < 26) << i;
		k->digit |= (uint64_t)((unsigned)c - '0' < 10) << i;
		k->space |= (uint64_t)(c == ' ') << i;
		k->blank |= (uint64_t)((unsigned)c - '\t' < 5) << i;
		k->mark |= (uint64_t)(c == '\'' || c == '<') << i;
	}
}

#if defined __x86_64__
/* x - low < n without sign: the lesser of it and n - 1 is itself. */
static void sse2(const char *p, struct kinds64 *k)
{
	*k = (struct kinds64){0};
	for (int i = 0; i < 64; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i l = _mm_sub_epi8(_mm_or_si128(x, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
		__m128i d = _mm_sub_epi8(x, _mm_set1_epi8('0')), b = _mm_sub_epi8(x, _mm_set1_epi8('\t'));
		__m128i m = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\'')), _mm_cmpeq_epi8(x, _mm_set1_epi8('<')));
		l = _mm_cmpeq_epi8(_mm_min_epu8(l, _mm_set1_epi8(25)), l);
		d = _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(9)), d);
		b = _mm_cmpeq_epi8(_mm_min_epu8(b, _mm_set1_epi8(4)), b);
		k->letter |= (uint64_t)(uint32_t)_mm_movemask_epi8(l) << i;
		k->digit |= (uint64_t)(uint32_t)_mm_movemask_epi8(d) << i;
		k->space |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8(' '))) << i;
		k->blank |= (uint64_t)(uint32_t)_mm_movemask_epi8(b) << i;
		k->mark |= (uint64_t)(uint32_t)_mm_movemask_epi8(m) << i;
	}
}

__attribute__((target("avx2"))) static void avx2(const char *p, struct kinds64 *k)
{
	*k = (struct kinds64){0};
	for (int i = 0; i < 64; i += 32) {
		__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
		__m256i l = _mm256_sub_epi8(_mm256_or_si256(x, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
		__m256i d = _mm256_sub_epi8(x, _mm256_set1_epi8('0')), b = _mm256_sub_epi8(x, _mm256_set1_epi8('\t'));
		__m256i m = _mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8('\'')), _mm256_cmpeq_epi8(x, _mm256_set1_epi8('<')));
		l = _mm256_cmpeq_epi8(_mm256_min_epu8(l, _mm256_set1_epi8(25)), l);
		d = _mm256_cmpeq_epi8(_mm256_min_epu8(d, _mm256_set1_epi8(9)), d);
		b = _mm256_cmpeq_epi8(_mm256_min_epu8(b, _mm256_set1_epi8(4)), b);
		k->letter |= (uint64_t)(uint32_t)_mm256_movemask_epi8(l) << i;
		k->digit |= (uint64_t)(uint32_t)_mm256_movemask_epi8(d) << i;
		k->space |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(' '))) << i;
		k->blank |= (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << i;
		k->mark |= (uint64_t)(uint32_t)_mm256_movemask_epi8(m) << i;
	}
}

__attribute__((target("avx512f,avx512bw"))) static void avx512(const char *p, struct kinds64 *k)
{
	__m512i x = _mm512_loadu_si512(p);
	__m512i l = _mm512_sub_epi8(_mm512_or_si512(x, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));

	k->letter = _mm512_cmplt_epu8_mask(l, _mm512_set1_epi8(26));
	k->digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
	k->space = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(' '));
	k->blank = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8('\t')), _mm512_set1_epi8(5));
	k->mark = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\'')) | _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('<'));
}

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

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || (kept_state() & state) != state)
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bits) == bits;
}

static bool has_avx2(void)
{
	return has(bit_AVX2, 0x06); /* SSE, AVX */
}

static bool has_avx512(void)
{
	return has(bit_AVX512F | bit_AVX512BW, 0xE6); /* and the masks, the upper halves, the upper registers */
}
#elif defined __aarch64__ && !defined __AARCH64EB__
/* A bit of each byte of four vectors whose bytes are all ones or zeros. */
static inline uint64_t bits_of(const uint8x16_t v[4])
{
	const uint8x16_t one = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201u));
	uint8x16_t a = vpaddq_u8(vandq_u8(v[0], one), vandq_u8(v[1], one));
	uint8x16_t b = vpaddq_u8(vandq_u8(v[2], one), vandq_u8(v[3], one));

	a = vpaddq_u8(a, b);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(a, a)), 0);
}

static void neon(const char *p, struct kinds64 *k)
{
	uint8x16_t l[4], d[4], s[4], b[4], m[4];

	for (int i = 0; i < 4; i++) {
		uint8x16_t x = vld1q_u8((const uint8_t *)p + 16 * i);
		l[i] = vcltq_u8(vsubq_u8(vorrq_u8(x, vdupq_n_u8(0x20)), vdupq_n_u8('a')), vdupq_n_u8(26));
		d[i] = vcltq_u8(vsubq_u8(x, vdupq_n_u8('0')), vdupq_n_u8(10));
		s[i] = vceqq_u8(x, vdupq_n_u8(' '));
		b[i] = vcltq_u8(vsubq_u8(x, vdupq_n_u8('\t')), vdupq_n_u8(5));
		m[i] = vorrq_u8(vceqq_u8(x, vdupq_n_u8('\'')), vceqq_u8(x, vdupq_n_u8('<')));
	}
	*k = (struct kinds64){bits_of(l), bits_of(d), bits_of(s), bits_of(b), bits_of(m)};
}
#endif

const struct kinds64_way kinds64_ways[] = {
#if defined __x86_64__
	{"avx512", avx512, has_avx512},
	{"avx2", avx2, has_avx2},
	{"sse2", sse2, always},
#elif defined __aarch64__ && !defined __AARCH64EB__
	{"neon", neon, always},
#endif
	{"plain", plain, always},
	{NULL, NULL, NULL},
};

kinds64_of *kinds64_best(void)
{
	const struct kinds64_way *w = kinds64_ways;

	while (!w->here())
		w++;
	return w->f;
}
