/* see.h: capsee: options to a filter over records and the images they name. */
#ifndef CAPTOOLS_REPORT_SEE_H
#define CAPTOOLS_REPORT_SEE_H

#include "base/opt.h"
#include "report/findings.h"
#include "run/run.h"

struct bucket_plan;
struct spec;

struct see_options {
	const char *settings;            /* --trainer-settings FILE */
	long batch;                      /* 0: the trainer's setting */
	struct findings_options out;
	bool pixels;
	const char *witness;             /* --witness FILE */
	struct opt_list rules;
};

/* Fills f for run_filter. With "-" among several operands (n of them), or where standard input begins as a record, the records come there
 * and the operands are where their images are: *n_inputs is then 0. Dies on what is wrong. */
void see_filter(struct filter *f, struct see_options *o, int n, char **paths, int *n_inputs);
/* more: options on top, of a subset in a file of datasets, or NULL. What --trainer (set) with its settings and --batch does with pictures, in the arena; NULL for the reference pipeline, which has no
 * buckets. Dies on what is wrong. */
struct bucket_plan *see_plan(const struct see_options *o, const struct spec *more, struct arena *a);
/* After run_filter. */
int see_end(struct filter *f, int status);

#endif
