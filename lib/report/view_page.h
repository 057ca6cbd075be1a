/* view_page.h: capview: records from standard input and pictures from the datasets, to a page. */
#ifndef CAPTOOLS_REPORT_VIEW_PAGE_H
#define CAPTOOLS_REPORT_VIEW_PAGE_H

#include "run/run.h"

struct capview_options {
	const char *out;    /* NULL or "-": standard output */
	const char *title;  /* NULL: the datasets' names */
	long thumb;         /* longest side of a thumbnail, 0: by their number */
};

/* Reads everything, writes the page. Dies on trouble; a page in a file is there whole or not at all. Returns the exit status. */
int capview_run(const struct capview_options *o, int n, char **datasets);

#endif
