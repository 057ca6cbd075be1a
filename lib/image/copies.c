/* copies.c: two hashes that differ in at most six bits agree in one of seven pieces at least: only those that share a piece are
 * compared, so time grows with the pictures and not with their square as long as they differ. */
#include "image/copies.h"

#include <stdlib.h>

#include "image/pixels.h"

enum { PIECES = DISTANCE_MAX + 1, RUN_MAX = 2000 };

void copies_add(struct copies *c, uint32_t number, uint64_t hash, uint64_t mirrored, struct arena *a)
{
	*ARENA_PUSH(a, &c->list) = (struct copy){hash, mirrored, number};
}

struct keyed {
	uint64_t hash;
	uint32_t piece, number;
	int mirrored;
};

static int by_piece(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->piece != y->piece)
		return x->piece < y->piece ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->mirrored - y->mirrored;
}

static uint32_t piece(uint64_t h, int i)
{
	int from = i * 64 / PIECES, to = (i + 1) * 64 / PIECES;

	return (uint32_t)(h >> from & ((1ull << (to - from)) - 1));
}

/* The earliest that each is like, over those that share a piece. Runs longer than RUN_MAX are of pictures too common to tell apart. */
static void compare(const struct keyed *v, size_t n, struct copy_pair *best)
{
	for (size_t i = 1; i < n; i++) {
		if (v[i].mirrored)
			continue;
		for (size_t k = i > RUN_MAX ? i - RUN_MAX : 0; k < i; k++) {
			struct copy_pair *p = &best[v[i].number];
			if (v[k].number == v[i].number || __builtin_popcountll(v[i].hash ^ v[k].hash) > DISTANCE_MAX)
				continue;
			if (p->of > v[k].number || (p->of == v[k].number && p->mirrored && !v[k].mirrored))
				*p = (struct copy_pair){v[i].number, v[k].number, v[k].mirrored};
		}
	}
}

size_t copies_find(struct copies *c, struct arena *a, struct copy_pair **out)
{
	size_t n = c->list.n, found = 0;
	struct keyed *v = arena_alloc(a, (2 * n + 1) * sizeof *v);
	struct copy_pair *best = arena_alloc(a, (n + 1) * sizeof *best);

	for (size_t i = 0; i < n; i++)
		best[i].of = UINT32_MAX;
	for (int k = 0; k < PIECES; k++) {
		for (size_t i = 0; i < n; i++) {
			const struct copy *x = &c->list.v[i];
			v[2 * i] = (struct keyed){x->hash, piece(x->hash, k), (uint32_t)i, 0};
			v[2 * i + 1] = (struct keyed){x->mirrored, piece(x->mirrored, k), (uint32_t)i, 1};
		}
		qsort(v, 2 * n, sizeof *v, by_piece);
		for (size_t i = 0, end; i < 2 * n; i = end) {
			for (end = i; end < 2 * n && v[end].piece == v[i].piece; end++)
				;
			compare(v + i, end - i, best);
		}
	}
	for (size_t i = 0; i < n; i++)
		if (best[i].of != UINT32_MAX)
			best[found++] = (struct copy_pair){c->list.v[i].number, c->list.v[best[i].of].number, best[i].mirrored};
	*out = best;
	return found;
}
