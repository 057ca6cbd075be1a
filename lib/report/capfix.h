/* capfix.h: capfix's own key, its diff, and the template of what only a person can supply. */
#ifndef CAPTOOLS_REPORT_CAPFIX_H
#define CAPTOOLS_REPORT_CAPFIX_H

#include <stdbool.h>

#include "base/opt.h"
#include "run/run.h"

struct capfix_options {
	bool unsafe, compose, fit, ask, edits_only;
	const char *order;        /* "tags" or NULL */
	long max_tokens;
	const char *trigger, *direction;
	struct opt_list rules;    /* --rule and --no-rule in order */
	struct opt_list prune;
	bool diff, colour;
};

/* Fills f for run_filter; loads lexicons and the direction file. Dies on what is wrong. The options must outlive the run. */
void capfix_filter(struct filter *f, struct capfix_options *o);
void capfix_close(struct filter *f);

#endif
