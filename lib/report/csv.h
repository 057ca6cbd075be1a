/* csv.h: cells of tables for spreadsheets (RFC 4180). */
#ifndef CAPTOOLS_REPORT_CSV_H
#define CAPTOOLS_REPORT_CSV_H

#include "base/buf.h"

/* A cell, in quotes where it must be. A spreadsheet would take what begins with = + - @ for a formula, so a name that does gets an
 * apostrophe, which it shows as text. */
void csv_cell(struct buf *out, struct span s);

#endif
