/* doubled.h: a phrase joined with itself, a captioner's loop of two: "a sword and a sword", "a frame with a frame", "a buckle and a silver buckle";
 * no "a red ball and a blue ball", no "rows and rows of". */
#ifndef CAPTOOLS_LINT_DOUBLED_H
#define CAPTOOLS_LINT_DOUBLED_H

#include "parse/scene.h"

struct doubled { struct scene_range first, again; /* bytes */ };

/* Whether word i joins two phrases that say the same. */
bool is_doubled(const struct scene *s, uint32_t i, struct doubled *out);

#endif
