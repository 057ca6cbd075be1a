/* image_copies.c: copies among many pictures, by hashes made up here. */
#include "base/hash.h"
#include "image/copies.h"
#include "unit/tap.h"

int main(void)
{
	struct arena a = ARENA_INIT;
	struct copies c = {{0, 0, NULL}};
	struct copy_pair *p;
	enum { N = 20000 };

	tap_may_hang();
	for (uint32_t i = 0; i < N; i++)
		copies_add(&c, i, hash_u64(i + 1), hash_u64(i + 1000001), &a);
	copies_add(&c, N, hash_u64(8) ^ 0x8040201008040000u, 1, &a);              /* six bits off the eighth */
	copies_add(&c, N + 1, hash_u64(9) ^ 0x80402010080403ffu, 2, &a);          /* too many */
	copies_add(&c, N + 2, hash_u64(1000001 + 77), 3, &a);                     /* the mirror image of number 77 */
	size_t n = copies_find(&c, &a, &p);
	OK(n == 2, "two of twenty thousand are like another (%zu)", n);
	OK(n == 2 && p[0].number == N && p[0].of == 7 && !p[0].mirrored, "six bits off is a copy");
	OK(n == 2 && p[1].number == N + 2 && p[1].of == 77 && p[1].mirrored, "a mirror image is found by the other hash");
	arena_fini(&a);
	return tap_end();
}
