/* pages.c: zeroed memory straight from the kernel. */
#include "base/pages.h"

#include <sys/mman.h>

#include "base/die.h"

void *pages_get(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die_nomem();
	return p;
}

void pages_put(void *p, size_t n)
{
	if (p)
		munmap(p, n);
}
