/* image_pairing.c: captions that belong to their pictures, and captions that do not, over many sets made up here. */
#include "base/hash.h"
#include "image/pairing.h"
#include "unit/tap.h"

static struct arena arena;
static uint64_t state;

static unsigned random_below(unsigned n)
{
	return (unsigned)(hash_u64(++state) >> 33) % n;
}

/* n pictures whose colours are drawn; every third caption names the one that is strongest among two of its picture, or of the one `shift` on. */
static double score(unsigned n, unsigned shift, size_t *mentions)
{
	struct pairing p = {.v = NULL};
	uint8_t (*hue)[HUES] = arena_alloc(&arena, n * sizeof *hue);

	for (unsigned i = 0; i < n; i++)
		for (int h = 0; h < HUES; h++)
			hue[i][h] = (uint8_t)(random_below(3) ? random_below(20) : random_below(256));
	for (unsigned i = 0; i < n; i++) {
		const uint8_t *of = hue[(i + shift) % n];
		unsigned a = random_below(HUES), b = random_below(HUES), named = of[a] > of[b] ? a : b;
		pairing_add(&p, hue[i], random_below(3) == 0 && of[named] > 40 ? 1u << named : 0, &arena);
	}
	return pairing_score(&p, mentions);
}

int main(void)
{
	enum { SETS = 500 };
	size_t mentions, wrong = 0, told = 0, few = 0;

	for (unsigned i = 0; i < SETS; i++) {
		wrong += score(300, 0, &mentions) < 1;
		few += mentions < PAIRING_LEAST;
		told += score(300, 1, &mentions) < 1;
		arena_reset(&arena);
	}
	OK(wrong == 0, "captions of their own pictures are never told from them (%zu of %d)", wrong, SETS);
	OK(told > SETS * 75 / 100 && told < SETS * 92 / 100, "captions of the next picture are told in about 84 of 100 sets (%zu of %d)", told, SETS);
	OK(few < SETS / 10, "the sets have mentions enough");
	struct pairing none = {.v = NULL};
	OK(pairing_score(&none, &mentions) >= 0 && mentions == 0, "no picture, no mention");
	uint8_t same[HUES] = {7, 7, 7, 7, 7, 7, 7, 7};
	for (int i = 0; i < 30; i++)
		pairing_add(&none, same, 1, &arena);
	double even = pairing_score(&none, &mentions);
	OK(even >= 0 && even <= 0 && mentions == 30, "pictures that are all the same tell nothing");
	arena_fini(&arena);
	return tap_end();
}
