/* image_copies.c: copies among many pictures, by hashes made up here. */
#include "base/hash.h"
#include "image/copies.h"
#include "image/pixels.h"
#include "unit/tap.h"

int main(void)
{
	struct arena a = ARENA_INIT;
	struct copies c = {0};
	struct copy_pair *p;
	enum { N = 20000 };

	tap_may_hang();
	for (uint32_t i = 0; i < N; i++)
		copies_add(&c, hash_u64(i + 1), hash_u64(i + 1000001), hash_u64(i + 2000001), &a);
	copies_add(&c, hash_u64(8) ^ 0x8040201008040000u, 1, hash_u64(2000008), &a);                 /* six bits off the eighth */
	copies_add(&c, hash_u64(9) ^ 0x80402010080403ffu, 2, hash_u64(2000009), &a);                 /* too many */
	copies_add(&c, hash_u64(1000001 + 77), 3, hash_u64(2000078) ^ WAVES_ODD ^ 0xfff, &a);        /* the mirror image of number 77 */
	copies_add(&c, hash_u64(10), 4, hash_u64(2000010) ^ 0x1fff, &a);                             /* the hash of the tenth, other waves */
	size_t n = copies_find(&c, &a, &p);
	OK(n == 2, "two of twenty thousand are like another, one whose waves are others is not (%zu)", n);
	OK(n == 2 && p[0].number == N && p[0].of == 7 && !p[0].mirrored, "six bits off is a copy");
	OK(n == 2 && p[1].number == N + 2 && p[1].of == 77 && p[1].mirrored, "a mirror image is found by the other hash");
	/* Every way in which six bits can fall on the quarters, against a plain comparison of all with all. */
	struct copies all = {0};
	struct copy_pair *q;
	size_t want = 0, wrong = 0;
	static uint64_t v[1500];
	for (uint32_t i = 0; i < 1500; i++) {
		v[i] = i % 3 ? v[i - 1 - hash_u64(i) % i] : hash_u64(i);
		for (uint64_t k = 0; i % 3 && k < hash_u64(i) % 9; k++)
			v[i] ^= 1ull << hash_u64(i * 16 + k) % 64;
		copies_add(&all, v[i], ~v[i], 0, &a);
	}
	size_t found = copies_find(&all, &a, &q);
	for (uint32_t i = 0; i < 1500; i++) {
		uint32_t of = 0;
		while (of < i && __builtin_popcountll(v[i] ^ v[of]) > DISTANCE_MAX)
			of++;
		if (of == i)
			continue;
		wrong += want >= found || q[want].number != i || q[want].of != of || q[want].mirrored;
		want++;
	}
	OK(want == found && !wrong && want > 300, "what comparing all with all finds is found: %zu of %zu", found, want);
	arena_fini(&a);
	return tap_end();
}
