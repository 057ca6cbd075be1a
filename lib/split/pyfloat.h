/* pyfloat.h: inside lib/split only: numbers as Python's float() and \d read them, since both interfaces are Python. */
#ifndef CAPTOOLS_SPLIT_PYFLOAT_H
#define CAPTOOLS_SPLIT_PYFLOAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/* The decimal digit of any script at byte at (< s.n): 0..9 and its length in *n, or -1. */
int py_digit(struct span s, size_t at, size_t *n);
/* Whether float() takes s, and its value. */
bool py_float(struct arena *a, struct span s, double *v);

#endif
