/* regex.h: patterns that people write (PCRE2 with its just-in-time compiler), tried on captions of strangers: a pattern that would take
 * more than linear time on one of them is stopped and says so. The only pair of files that sees pcre2.h. */
#ifndef CAPTOOLS_TEXT_REGEX_H
#define CAPTOOLS_TEXT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

/* A compiled pattern: only read, by any number of threads. */
struct regex;
/* What one thread needs to try it; groups of the last match are kept in it. */
struct regex_try;

/* Compiles pattern (valid UTF-8; \w, \d and case are Unicode's). NULL, and d ("bad-regex") with the byte of the fault. */
struct regex *regex_open(struct span pattern, bool ignore_case, struct diag *d);
void regex_close(struct regex *re); /* NULL is taken */

struct regex_try *regex_try_open(const struct regex *re);
void regex_try_close(struct regex_try *t); /* NULL is taken */

/* The first match in text (valid UTF-8) that begins at byte from or behind it: 1 with *m, 0 for none, -1 with d ("regex-limit") where the
 * pattern would try more, or the text is longer, than the limits of regex.c allow. An empty match is one, too: who looks for the next begins behind it. */
struct regex_match {
	size_t start, end;
};
int regex_find(struct regex_try *t, struct span text, size_t from, struct regex_match *m, struct diag *d);

/* A substitute for matches: \0 or $0 the match, \1..\9 or $1..$99 or ${12} a group, ${name} a named one, \n a line break, \t a tab; \\ and
 * $$ are one character; any other backslash or $ is an error, as is a group that re has not. A group that took no part is empty. */
int regex_check_subst(const struct regex *re, struct span subst, struct diag *d);
/* Appends subst (checked) for the match that regex_find found last in text. */
void regex_expand(const struct regex_try *t, struct span text, struct span subst, struct buf *out);

#endif
