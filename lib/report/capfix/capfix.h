/* capfix.h: capfix's own key, its diff, and the template of what only a person can supply. */
#ifndef CAPTOOLS_REPORT_CAPFIX_H
#define CAPTOOLS_REPORT_CAPFIX_H

#include <stdbool.h>

#include "base/opt.h"
#include "run/run.h"

struct fix_result;

struct capfix_options {
	bool unsafe, compose, fit, ask, edits_only;
	const char *order;        /* "tags" or NULL */
	long max_tokens;
	const char *direction;
	const char *apply;        /* make the edits of this file (capfix_apply.h), nothing else */
	struct opt_list triggers;
	struct opt_list rules;    /* --rule and --no-rule in order */
	struct opt_list prune;
	struct opt_list edits;    /* of the whole set (edit/edits.def), in order */
	const char *at;           /* where --add adds */
	bool fix;                 /* rules, too, beside edits of the set */
	int n_inputs; char **inputs;
	bool diff, colour;
};

/* Fills f for run_filter; loads lexicons and the direction file. Dies on what is wrong. The options must outlive the run. */
void capfix_filter(struct filter *f, struct capfix_options *o);
/* Says on standard error how often each edit of the set matched. */
/* Appends the record with the caption of r and the key capfix. */
void capfix_record(struct buf *out, const struct record *rec, const struct fix_result *r);
void capfix_close(struct filter *f);

#endif
