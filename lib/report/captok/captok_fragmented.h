/* captok_fragmented.h: words that an encoder knows only in pieces. */
#ifndef CAPTOOLS_REPORT_CAPTOK_FRAGMENTED_H
#define CAPTOOLS_REPORT_CAPTOK_FRAGMENTED_H

#include "json/jwrite.h"
#include "report/feeds.h"

/* "fragmented":[…]: words (of scripts that write with letters and spaces) that became three tokens or more. */
void captok_fragmented(struct jwrite *w, const struct feed_encoder *e, struct span text, const struct feed *f);

#endif
