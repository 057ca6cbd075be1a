/* kinds64.h: what each of the next 64 bytes of a text is, a bit a byte (the first is the lowest), by what the processor has: on x86-64
 * SSE2 is always there, AVX2 and AVX-512 are asked for at run time; on aarch64 NEON is always there. The plain way stands for all else,
 * and tests hold the others against it. Inline, so that what cuts words by them is compiled once a way (bpe_ascii.c). */
#ifndef CAPTOOLS_TOK_KINDS64_H
#define CAPTOOLS_TOK_KINDS64_H

#include <stdbool.h>
#include <stdint.h>

#if defined __x86_64__
#include <immintrin.h>
#elif defined __aarch64__ && !defined __AARCH64EB__
#include <arm_neon.h>
#endif

struct kinds64 {
	uint64_t letter, digit; /* ASCII's */
	uint64_t space;         /* ' ' */
	uint64_t blank;         /* \t \n \v \f \r */
	uint64_t mark;          /* ' and <, which some patterns ask about */
};

/* The ways that are compiled in, the fastest first, the plain one last; all give the same: kinds64_NAME reads 64 bytes at p, and takes
 * those from 0x80 on for no kind. WAY(NAME, what a function needs to be compiled for it, whether this
 * processor has it). */
#if defined __x86_64__
#define KINDS64_AVX512 __attribute__((target("avx512f,avx512bw,avx2,bmi,bmi2,popcnt")))
#define KINDS64_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define KINDS64_WAYS(WAY) WAY(avx512, KINDS64_AVX512, kinds64_has_avx512) WAY(avx2, KINDS64_AVX2, kinds64_has_avx2) \
	WAY(sse2, , kinds64_always) WAY(plain, , kinds64_always)
#elif defined __aarch64__ && !defined __AARCH64EB__
#define KINDS64_WAYS(WAY) WAY(neon, , kinds64_always) WAY(plain, , kinds64_always)
#else
#define KINDS64_WAYS(WAY) WAY(plain, , kinds64_always)
#endif

bool kinds64_has_avx512(void);
bool kinds64_has_avx2(void);
bool kinds64_always(void);

static inline void kinds64_plain(const char *p, struct kinds64 *k)
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
static inline void kinds64_sse2(const char *p, struct kinds64 *k)
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

KINDS64_AVX2 static inline void kinds64_avx2(const char *p, struct kinds64 *k)
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

KINDS64_AVX512 static inline void kinds64_avx512(const char *p, struct kinds64 *k)
{
	__m512i x = _mm512_loadu_si512(p);
	__m512i l = _mm512_sub_epi8(_mm512_or_si512(x, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));

	k->letter = _mm512_cmplt_epu8_mask(l, _mm512_set1_epi8(26));
	k->digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
	k->space = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(' '));
	k->blank = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8('\t')), _mm512_set1_epi8(5));
	k->mark = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\'')) | _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('<'));
}
#elif defined __aarch64__ && !defined __AARCH64EB__
/* A bit of each byte of four vectors whose bytes are all ones or zeros. */
static inline uint64_t kinds64_bits(const uint8x16_t v[4])
{
	const uint8x16_t one = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201u));
	uint8x16_t a = vpaddq_u8(vandq_u8(v[0], one), vandq_u8(v[1], one));
	uint8x16_t b = vpaddq_u8(vandq_u8(v[2], one), vandq_u8(v[3], one));

	a = vpaddq_u8(a, b);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(a, a)), 0);
}

static inline void kinds64_neon(const char *p, struct kinds64 *k)
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
	*k = (struct kinds64){kinds64_bits(l), kinds64_bits(d), kinds64_bits(s), kinds64_bits(b), kinds64_bits(m)};
}
#endif

#endif
