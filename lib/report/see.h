/* see.h: capsee: options to a filter over records and the images they name. */
#ifndef CAPTOOLS_REPORT_SEE_H
#define CAPTOOLS_REPORT_SEE_H

#include "base/opt.h"
#include "run/run.h"

struct see_options {
	const char *settings;            /* --trainer-settings FILE */
	long batch;                      /* 0: the trainer's setting */
	const char *format, *fail_on, *baseline;
	bool write_baseline, pixels;
	struct opt_list rules;
	bool terminal, colour;
	int width;
};

/* Fills f for run_filter. With records on standard input the datasets named (n of them) are where their images are: *n_inputs is then
 * 0. Dies on what is wrong. */
void see_filter(struct filter *f, struct see_options *o, int n, char **paths, int *n_inputs);
/* After run_filter. */
int see_end(int status);

#endif
