/* pages.c: zeroed memory straight from the system. */
#include "base/pages.h"

#include "base/die.h"
#include "base/sys.h"

void *pages_get(size_t n)
{
	void *p = sys_pages(n);

	if (!p)
		die_nomem();
	return p;
}

void pages_put(void *p, size_t n)
{
	if (p)
		sys_pages_free(p, n);
}
