/* grep.h: capgrep: conditions to a filter that lets the matching records through. */
#ifndef CAPTOOLS_REPORT_GREP_H
#define CAPTOOLS_REPORT_GREP_H

#include "base/opt.h"
#include "report/score.h"
#include "run/run.h"

struct grep_options {
	struct opt_list terms;  /* in the order they were given, by their options' names */
	bool invert, count, ids, text;
	long worst;             /* of what matches only so many, the worst first; 0: all */
	struct score_options score; /* how captions are judged that come without a score */
};

/* Fills f for run_filter. Dies on what is wrong. o must outlive the run. */
void grep_filter(struct filter *f, struct grep_options *o);
/* After run_filter: as grep, 0 where something was selected, 1 where nothing was, 2 where there was trouble. */
int grep_end(struct filter *f, int status);

#endif
