/* row_findings.h: inside lib/view only: lists of findings as the page has them. */
#ifndef CAPTOOLS_VIEW_ROW_FINDINGS_H
#define CAPTOOLS_VIEW_ROW_FINDINGS_H

#include "json/jwrite.h"
#include "view/row.h"
#include "view/utf16.h"

/* The member "f": [rule, severity, start, end, message, because, fix, suggest, points] each; rules get their numbers and are noted in b. */
void row_findings(struct jwrite *w, struct span raw, const struct utf16 *u, struct rules *rules, struct arena *a, struct row_brief *b);

#endif
