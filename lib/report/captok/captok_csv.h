/* captok_csv.h: captok --format csv: counts for a spreadsheet (RFC 4180), a row an encoder and text. */
#ifndef CAPTOOLS_REPORT_CAPTOK_CSV_H
#define CAPTOOLS_REPORT_CAPTOK_CSV_H

#include "io/record.h"
#include "report/feeds.h"

void captok_csv_head(void); /* to standard output */
/* Rows, one an encoder of m. */
void captok_csv(struct buf *out, const struct record *r, const struct feed_model *m, struct span text, struct arena *a);

#endif
