/* captok_table.h: captok --table: several models and encoders side by side. */
#ifndef CAPTOOLS_REPORT_CAPTOK_TABLE_H
#define CAPTOOLS_REPORT_CAPTOK_TABLE_H

#include "report/feeds.h"
#include "run/run.h"

struct captok_table;
/* Columns for the models of --model (else $CAPTOOLS_MODEL, sdxl), whatever model a record names. Dies on an unknown one. */
struct captok_table *captok_table_open(struct feeds *f);
void captok_table_close(struct captok_table *t); /* NULL is taken */

void captok_table_head(const struct captok_table *t, struct buf *out);
/* A row, on any thread: of n texts the longest counts. To side what captok_table_count wants: captok_cell, one a column. */
struct captok_cell {
	uint32_t tokens, lost;
};
void captok_table_row(const struct captok_table *t, struct feeds *f, struct span id, const struct span *texts, size_t n, struct buf *out,
		      struct buf *side, struct arena *a);
/* In order. */
void captok_table_count(struct captok_table *t, struct span side);
void captok_table_end(const struct captok_table *t, struct buf *out);

#endif
