/* page.h: inside lib/view only: the page's frame, put together from share/view. */
#ifndef CAPTOOLS_VIEW_PAGE_H
#define CAPTOOLS_VIEW_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

struct page {
	struct span head, tail; /* before and behind the data */
};

/* Everything lives in the arena. 0, or -1 with d ("no-template"). */
int page_load(struct page *p, struct arena *a, struct span title, struct diag *d);

#endif
