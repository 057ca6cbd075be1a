/* fix_diff.h: capfix's form for people: what changed, line by line, with the rules that did it, file by file. */
#ifndef CAPTOOLS_REPORT_FIX_DIFF_H
#define CAPTOOLS_REPORT_FIX_DIFF_H

#include <stdbool.h>

#include "fix/fix.h"
#include "io/record.h"

/* Appends to side what fix_diff_write wants to know of one caption: the names of its file, and the hunk; nothing when it is unchanged. */
void fix_diff(struct buf *side, const struct record *rec, const struct fix_result *r, bool colour);
/* Writes what fix_diff left, in the order of the records: the names of a file once, in front of its first hunk. last holds them for the next. */
void fix_diff_write(struct span side, struct buf *last);

#endif
