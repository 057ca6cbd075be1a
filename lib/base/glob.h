/* glob.h: file-name patterns: * any run of bytes (also none, also '/'), ? one character, [abc] [a-z] [!x], \x the byte x. */
#ifndef CAPTOOLS_BASE_GLOB_H
#define CAPTOOLS_BASE_GLOB_H

#include <stdbool.h>

#include "base/span.h"

/* Whether all of s matches pattern. Time is at most pattern.n * s.n: no pattern is exponential. */
bool glob_match(struct span pattern, struct span s);
/* Whether a sample's id matches: the whole id, or, for a pattern without '/', its part behind the last '/'. */
bool glob_match_id(struct span pattern, struct span id);
/* Whether the pattern is plain text, without * ? [ or \. */
bool glob_literal(struct span pattern);

#endif
