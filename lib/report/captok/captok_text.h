/* captok_text.h: captok's form for people: the strip of tokens with the edge of the window, one ruler an encoder. */
#ifndef CAPTOOLS_REPORT_CAPTOK_TEXT_H
#define CAPTOOLS_REPORT_CAPTOK_TEXT_H

#include "report/captok/captok.h"
#include "report/feeds.h"

/* Appends one caption's strips to out. t may be NULL. */
void captok_text(struct buf *out, const struct record *r, const struct feed_model *m, const struct trainer_spec *t,
		 const struct captok_options *o, struct arena *a);

#endif
