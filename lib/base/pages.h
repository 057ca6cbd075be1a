/* pages.h: large zeroed tables that cost nothing until they are touched. Out of memory ends the process (die). */
#ifndef CAPTOOLS_BASE_PAGES_H
#define CAPTOOLS_BASE_PAGES_H

#include <stddef.h>

/* n > 0 zero bytes, aligned to a page. Give them back with pages_put and the same n. */
void *pages_get(size_t n);
void pages_put(void *p, size_t n);

#endif
