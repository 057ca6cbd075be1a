/* range.h: sorted tables whose rows begin with the first and the last number they are for. */
#ifndef CAPTOOLS_BASE_RANGE_H
#define CAPTOOLS_BASE_RANGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The row that c is in, of n rows of so many bytes (two uint32_t, and what the table likes), or NULL. */
static inline const void *range_find(const void *table, size_t n, size_t row, uint32_t c)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const char *at = (const char *)table + mid * row;
		uint32_t range[2];
		memcpy(range, at, sizeof range);
		if (c > range[1])
			lo = mid + 1;
		else if (c < range[0])
			hi = mid;
		else
			return at;
	}
	return NULL;
}

#define RANGE_FIND(table, c) range_find((table), sizeof(table) / sizeof *(table), sizeof *(table), (c))

#endif
