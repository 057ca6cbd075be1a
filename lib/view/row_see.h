/* row_see.h: inside lib/view only: the capsee key as the page draws it. */
#ifndef CAPTOOLS_VIEW_ROW_SEE_H
#define CAPTOOLS_VIEW_ROW_SEE_H

#include "json/jwrite.h"
#include "view/row.h"

/* The member "see": {im: [format, bits, mode, alpha, icc, frames, quality, bytes, fault, orientation], t: trainer, rd: [width, height] as it reads
 * the picture, how: "any" or "all" of several places, pl: [[bucket width, height, resized width, height, crop or null, "source" or "",
 * room or null, resolution, dropped] ...], lost, scale, df: [differs], err, f: findings}. raw is the value of capsee, empty: nothing
 * is written. Buckets get their numbers and are noted in b. */
void row_see(struct jwrite *w, struct span raw, struct rules *rules, struct arena *a, struct row_brief *b);

#endif
