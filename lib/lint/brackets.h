/* brackets.h: what rules ask about brackets in a caption. */
#ifndef CAPTOOLS_LINT_BRACKETS_H
#define CAPTOOLS_LINT_BRACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Where the bracket that opens at byte i of s closes: not across a line, not behind 400 bytes; 0 if nowhere. */
uint32_t bracket_match(struct span s, uint32_t i, char open, char close);
/* The length of ":1.3" at the end of s, or 0. */
size_t bracket_weight(struct span s);

#endif
