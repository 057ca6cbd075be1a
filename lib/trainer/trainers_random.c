/* trainers_random.c: the two things SimpleTuner's seeded shuffle is made of: MD5 (RFC 1321), for the seed,
 * and Python's random.Random (MT19937 seeded by init_by_array; shuffle draws by getrandbits until below
 * the bound). */
#include "trainer/trainers.h"

enum { MT_N = 624, MT_M = 397 };
struct mt {
	uint32_t v[MT_N];
	int at;
};

static void mt_seed(struct mt *m, uint32_t key)
{
	uint32_t *v = m->v;
	int i, k;

	v[0] = 19650218u;
	for (i = 1; i < MT_N; i++)
		v[i] = 1812433253u * (v[i - 1] ^ v[i - 1] >> 30) + (uint32_t)i;
	/* init_by_array with one word. */
	for (i = 1, k = MT_N; k; k--) {
		v[i] = (v[i] ^ (v[i - 1] ^ v[i - 1] >> 30) * 1664525u) + key;
		if (++i >= MT_N)
			v[0] = v[MT_N - 1], i = 1;
	}
	for (k = MT_N - 1; k; k--) {
		v[i] = (v[i] ^ (v[i - 1] ^ v[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
		if (++i >= MT_N)
			v[0] = v[MT_N - 1], i = 1;
	}
	v[0] = 0x80000000u;
	m->at = MT_N;
}

static uint32_t mt_next(struct mt *m)
{
	uint32_t y;

	if (m->at == MT_N) {
		for (int i = 0; i < MT_N; i++) {
			y = (m->v[i] & 0x80000000u) | (m->v[(i + 1) % MT_N] & 0x7fffffffu);
			m->v[i] = m->v[(i + MT_M) % MT_N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
		}
		m->at = 0;
	}
	y = m->v[m->at++];
	y ^= y >> 11;
	y ^= y << 7 & 0x9d2c5680u;
	y ^= y << 15 & 0xefc60000u;
	return y ^ y >> 18;
}

/* random._randbelow: as many high bits as the bound has, drawn again until below it. */
static uint32_t below(struct mt *m, uint32_t bound)
{
	int bits = 0;
	uint32_t r;

	while (bound >> bits)
		bits++;
	do
		r = mt_next(m) >> (32 - bits);
	while (r >= bound);
	return r;
}

void python_shuffle(uint32_t seed, struct span *v, size_t n)
{
	struct mt m;

	mt_seed(&m, seed);
	for (size_t i = n; i-- > 1;) {
		size_t j = below(&m, (uint32_t)i + 1);
		struct span t = v[i];

		v[i] = v[j];
		v[j] = t;
	}
}

static uint32_t rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

/* floor(2^32 * |sin(i + 1)|), RFC 1321 section 3.4. */
static const uint32_t sines[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static void md5_block(uint32_t h[4], const unsigned char *p)
{
	static const int turns[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3];

	for (int i = 0; i < 64; i++) {
		uint32_t f, t, w;
		int g;

		if (i < 16)
			f = (b & c) | (~b & d), g = i;
		else if (i < 32)
			f = (d & b) | (~d & c), g = (5 * i + 1) % 16;
		else if (i < 48)
			f = b ^ c ^ d, g = (3 * i + 5) % 16;
		else
			f = c ^ (b | ~d), g = 7 * i % 16;
		w = (uint32_t)p[4 * g] | (uint32_t)p[4 * g + 1] << 8 | (uint32_t)p[4 * g + 2] << 16 |
		    (uint32_t)p[4 * g + 3] << 24;
		t = d, d = c, c = b;
		b += rotate(a + f + sines[i] + w, turns[i / 16 * 4 + i % 4]);
		a = t;
	}
	h[0] += a, h[1] += b, h[2] += c, h[3] += d;
}

uint32_t md5_low(struct span text)
{
	uint32_t h[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
	unsigned char last[128] = {0};
	size_t whole = text.n / 64 * 64, rest = text.n - whole, n = rest < 56 ? 64 : 128;
	uint64_t bits = (uint64_t)text.n * 8;

	for (size_t i = 0; i < whole; i += 64)
		md5_block(h, (const unsigned char *)text.p + i);
	if (rest)
		memcpy(last, text.p + whole, rest);
	last[rest] = 0x80;
	for (int i = 0; i < 8; i++)
		last[n - 8 + (size_t)i] = (unsigned char)(bits >> 8 * i);
	for (size_t i = 0; i < n; i += 64)
		md5_block(h, last + i);
	/* The digest is written little-endian; its last four bytes, read big-endian, are the last word
	 * turned round. */
	return h[3] << 24 | (h[3] & 0xff00) << 8 | (h[3] >> 8 & 0xff00) | h[3] >> 24;
}
