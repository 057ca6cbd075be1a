/* sort.c: radix sort by bytes, lowest first; bytes that are the same everywhere cost nothing. Few numbers: insertion. */
#include "base/sort.h"

enum { FEW = 64 };

static void insert(uint64_t *v, size_t n, int low)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t x = v[i];
		size_t k = i;

		if (low == 0)
			for (; k > 0 && v[k - 1] > x; k--)
				v[k] = v[k - 1];
		else
			for (; k > 0 && v[k - 1] >> (8 * low) > x >> (8 * low); k--)
				v[k] = v[k - 1];
		v[k] = x;
	}
}

/* noinline: its 16 KiB of counters must not be in the frame of short sorts. */
__attribute__((noinline)) static void radix(uint64_t *v, size_t n, int low, struct buf *tmp)
{
	size_t count[8][256] = {{0}};
	uint64_t *from = v, *to;

	buf_reset(tmp);
	to = (uint64_t *)(void *)buf_room(tmp, n * sizeof *v);
	for (size_t i = 0; i < n; i++)
		for (int b = low; b < 8; b++)
			count[b][v[i] >> (8 * b) & 255]++;
	for (int b = low; b < 8; b++) {
		size_t at = 0;

		if (count[b][v[0] >> (8 * b) & 255] == n)
			continue;
		for (int i = 0; i < 256; i++) {
			size_t c = count[b][i];
			count[b][i] = at;
			at += c;
		}
		for (size_t i = 0; i < n; i++)
			to[count[b][from[i] >> (8 * b) & 255]++] = from[i];
		uint64_t *swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}

void sort_u64(uint64_t *v, size_t n, int low, struct buf *tmp)
{
	if (n <= FEW)
		insert(v, n, low);
	else
		radix(v, n, low, tmp);
}
