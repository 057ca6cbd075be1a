/* fix_diff.h: capfix's form for people: what changed, line by line, with the rules that did it. */
#ifndef CAPTOOLS_REPORT_FIX_DIFF_H
#define CAPTOOLS_REPORT_FIX_DIFF_H

#include <stdbool.h>

#include "fix/fix.h"
#include "io/record.h"

/* Appends a unified diff of one caption to out; nothing when it is unchanged. */
void fix_diff(struct buf *out, const struct record *rec, const struct fix_result *r, bool colour);

#endif
