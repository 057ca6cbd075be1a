/* where_pattern.h: tags and words as people write them (globs) to patterns of regex.h. */
#ifndef CAPTOOLS_REPORT_WHERE_PATTERN_H
#define CAPTOOLS_REPORT_WHERE_PATTERN_H

#include "base/buf.h"
#include "base/span.h"

/* A tag: blanks and underscores are the same, * is any run within the tag, ? one character, [a-z] one of them, \x the character x. What
 * stands in front of it is for where_tag to see. */
void where_tag_pattern(struct buf *b, struct span glob);
/* Whole words: the same, and blanks match hyphens, too. */
void where_word_pattern(struct buf *b, struct span glob);

#endif
