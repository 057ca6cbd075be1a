/* near.h: "did you mean": edit distance between short names. */
#ifndef CAPTOOLS_BASE_NEAR_H
#define CAPTOOLS_BASE_NEAR_H

#include <stddef.h>

#include "base/span.h"

/* How many letters must be changed, added, dropped or swapped with their neighbour to make b of a. ASCII case does
 * not count, '-' and '_' are the same. Names longer than 63 bytes are never near (returns a large number). */
unsigned near_distance(struct span a, struct span b);
/* The nearest of n names if it is near enough to be meant (at most a third of the word wrong, or one is the other's
 * beginning), or NULL. */
const char *near_name(struct span word, const char *const *names, size_t n);

#endif
