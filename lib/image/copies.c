/* copies.c: two hashes that differ in at most six bits have a quarter in which at most one does. For each quarter the pictures are sorted by
 * its 16 bits, and those of one value compared with those of the same and of the 16 values one bit away: of a million pictures a few
 * hundred each, so time grows with the pictures as long as they differ. */
#include "image/copies.h"

#include "image/pixels.h"

enum { QUARTERS = 4, BITS = 16, VALUES = 1 << BITS,        COMPARED_MAX = 2000, /* with one picture, of one quarter, and FEW of each value more: those that came last before it */
       FEW = 64 };
_Static_assert(DISTANCE_MAX / QUARTERS == 1, "one bit in the nearest quarter");

/* Pictures by one quarter of their hashes: those of value v are [from[v], from[v + 1]), by number. */
struct sorted {
	uint32_t *from, *number;
	uint64_t *hash;
};

struct best {
	uint32_t of;
	bool mirrored;
};

void copies_add(struct copies *c, uint64_t hash, uint64_t mirrored, uint64_t waves, struct arena *a)
{
	if (c->n % COPIES_BLOCK == 0)
		*ARENA_PUSH(a, &c->blocks) = arena_alloc(a, COPIES_BLOCK * sizeof(struct copy));
	c->blocks.v[c->n / COPIES_BLOCK][c->n % COPIES_BLOCK] = (struct copy){hash, mirrored, waves};
	c->n++;
}

static const struct copy *copy_at(const struct copies *c, size_t i)
{
	return &c->blocks.v[i / COPIES_BLOCK][i % COPIES_BLOCK];
}

static unsigned quarter(uint64_t hash, int q)
{
	return (unsigned)(hash >> (q * BITS)) & (VALUES - 1);
}

static struct sorted room(size_t n, struct arena *a)
{
	return (struct sorted){arena_alloc(a, (VALUES + 2) * sizeof(uint32_t)), arena_alloc(a, (n + 1) * sizeof(uint32_t)), arena_alloc(a, (n + 1) * sizeof(uint64_t))};
}

static void sort(struct sorted *s, const struct copies *c, int q, bool mirrored)
{
	uint32_t *next = s->from + 1; /* while they are put in place: where the next of a value goes */

	memset(s->from, 0, (VALUES + 2) * sizeof *s->from);
	for (size_t i = 0; i < c->n; i++)
		next[1 + quarter(mirrored ? copy_at(c, i)->mirrored : copy_at(c, i)->hash, q)]++;
	for (size_t v = 1; v <= VALUES; v++)
		next[v] += next[v - 1];
	for (size_t i = 0; i < c->n; i++) {
		uint64_t hash = mirrored ? copy_at(c, i)->mirrored : copy_at(c, i)->hash;
		uint32_t at = next[quarter(hash, q)]++;
		s->number[at] = (uint32_t)i;
		s->hash[at] = hash;
	}
}

/* At most DISTANCE_MAX bits are set. Nearly always more are, and not every processor counts bits. */
static inline bool few_bits(uint64_t x)
{
	for (int i = 0; i < DISTANCE_MAX; i++)
		x &= x - 1;
	return x == 0;
}

/* Where the first that did not come before picture i stands in [low, high). */
static uint32_t before(const struct sorted *s, uint32_t low, uint32_t high, uint32_t i)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (s->number[middle] < i)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Those of one value that came before picture i; at most *left, which goes down. */
static void compare(const struct copies *c, const struct sorted *s, unsigned value, bool mirrored, uint32_t i, uint32_t *left, struct best *best)
{
	uint32_t from = s->from[value], to = s->from[value + 1];
	const struct copy *x = copy_at(c, i);

	if (to - from > FEW) {
		to = before(s, from, to, i);
		if (to - from > *left)
			from = to - *left;
		*left -= to - from;
	}
	for (uint32_t k = from; k < to; k++) {
		if (!few_bits(s->hash[k] ^ x->hash))
			continue;
		uint32_t other = s->number[k];
		if (other >= i || other > best->of || (other == best->of && mirrored))
			continue;
		uint64_t waves = copy_at(c, other)->waves ^ x->waves ^ (mirrored ? WAVES_ODD : 0);
		if (__builtin_popcountll(waves) <= WAVES_MAX)
			*best = (struct best){other, mirrored};
	}
}

static void search(const struct copies *c, const struct sorted *plain, const struct sorted *turned, struct best *best)
{
	for (unsigned value = 0; value < VALUES; value++)
		for (uint32_t at = plain->from[value]; at < plain->from[value + 1]; at++) {
			uint32_t i = plain->number[at], left = COMPARED_MAX;
			for (int bit = -1; bit < BITS && left; bit++) {
				unsigned near = bit < 0 ? value : value ^ 1u << bit;
				compare(c, plain, near, false, i, &left, &best[i]);
				compare(c, turned, near, true, i, &left, &best[i]);
			}
		}
}

size_t copies_find(struct copies *c, struct arena *a, struct copy_pair **out)
{
	size_t n = c->n, found = 0, k = 0;
	struct arena work = ARENA_INIT;
	struct best *best = arena_alloc(&work, (n + 1) * sizeof *best);
	struct sorted plain = room(n, &work), turned = room(n, &work);

	for (size_t i = 0; i < n; i++)
		best[i] = (struct best){UINT32_MAX, true};
	for (int q = 0; q < QUARTERS && n > 1; q++) {
		sort(&plain, c, q, false);
		sort(&turned, c, q, true);
		search(c, &plain, &turned, best);
	}
	for (size_t i = 0; i < n; i++)
		found += best[i].of != UINT32_MAX;
	*out = arena_alloc(a, (found + 1) * sizeof **out);
	for (size_t i = 0; i < n; i++)
		if (best[i].of != UINT32_MAX)
			(*out)[k++] = (struct copy_pair){(uint32_t)i, best[i].of, best[i].mirrored};
	arena_fini(&work);
	return found;
}
