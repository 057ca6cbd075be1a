/* captok_text.h: captok's form for people: the strip of tokens with the edge of the window, one ruler an encoder. */
#ifndef CAPTOOLS_REPORT_CAPTOK_TEXT_H
#define CAPTOOLS_REPORT_CAPTOK_TEXT_H

#include "report/captok.h"
#include "report/feeds.h"

/* Appends one caption's strips to out. t may be NULL. */
void captok_text(struct buf *out, const struct record *r, const struct feed_model *m, const struct trainer_spec *t,
		 const struct captok_options *o, struct arena *a);

/* The caption's id as the table's heading, and a line for each encoder of one model. */
void captok_table_id(struct buf *out, const struct record *r);
void captok_table(struct buf *out, const struct feed_model *m, struct span text, struct arena *a);

#endif
