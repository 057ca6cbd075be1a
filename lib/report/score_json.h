/* score_json.h: what capscore says, as JSON: the capscore key of a record, the dataset record at the end. */
#ifndef CAPTOOLS_REPORT_SCORE_JSON_H
#define CAPTOOLS_REPORT_SCORE_JSON_H

#include <stdbool.h>

#include "base/buf.h"
#include "dataset/set.h"
#include "lint/lint.h"
#include "report/score_texts.h"

/* Appends the value of "capscore". trainer may be NULL; known[i]: finding i is in the baseline, may be NULL. texts:
 * what the caption was read as. */
void score_put(struct buf *out, const struct lint_result *r, const char *trainer, const bool *known, const struct score_texts *texts);
/* Appends `{"dataset":{...}}` and a newline, for a finished set. */
void score_put_set(struct buf *out, const struct lint_set *s);

#endif
