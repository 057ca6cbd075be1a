/* capfix_apply.h: capfix --apply FILE: the edits that --edits-only printed, less the lines that somebody took out, made in the captions that
 * they were printed for. Nothing is judged again: who took lines out has decided. An edit is made where the caption's bytes are what it
 * says they were, or not at all. */
#ifndef CAPTOOLS_REPORT_CAPFIX_APPLY_H
#define CAPTOOLS_REPORT_CAPFIX_APPLY_H

#include "report/capfix/capfix.h"

/* Fills f for run_filter; reads o->apply. Dies on what is wrong, with its line. */
void capfix_apply_filter(struct filter *f, struct capfix_options *o);
/* Names the lines that no caption had the bytes for. Returns status, or 1 if there are any. */
int capfix_apply_close(struct filter *f, int status);

#endif
