/* sort.h: many whole numbers sorted, several times faster than qsort. */
#ifndef CAPTOOLS_BASE_SORT_H
#define CAPTOOLS_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Ascending by the bytes from `low` up (0: all eight), otherwise in the order they have; linear in n. tmp gives the room for n
 * more of them; it may be used again. */
void sort_u64(uint64_t *v, size_t n, int low, struct buf *tmp);

#endif
