/* escape.h: text from the input on its way to a terminal, a log or a runner that reads logs. The one place that knows what those obey:
 *
 * - controls (C0, DEL, C1), and marks that turn the direction of writing about (UAX #9) or begin a line (U+2028, U+2029);
 * - bytes that are no UTF-8;
 * - "::", with which GitHub's runner begins a command, behind blanks, too (actions/runner ActionCommand.cs, TryParseV2), and "##word[" and
 *   "##[", which it and Azure's agent take for one anywhere in a line.
 *
 * Each becomes one '?': nothing grows, and columns can be counted. */
#ifndef CAPTOOLS_BASE_ESCAPE_H
#define CAPTOOLS_BASE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/* How many bytes at the head of s (not empty) must not go out as they are and become one '?'; 0: its first character is harmless. */
size_t escape_head(struct span s);
/* Appends the character at the head of s (not empty), or '?'; returns how many bytes of s that were. */
size_t escape_one(struct buf *b, struct span s);
/* Appends s, on one line. */
void escape_terminal(struct buf *b, struct span s);
/* The same in place; returns the new length, which is not greater. */
size_t escape_terminal_in(char *p, size_t n);
/* Whether s is UTF-8. */
bool escape_utf8(struct span s);
/* The most of the first n bytes of p that does not end inside a character. */
size_t escape_cut(const char *p, size_t n);

/* s, cut so where it is longer than most bytes. */
static inline struct span escape_short(struct span s, size_t most)
{
	return s.n > most ? (struct span){s.p, escape_cut(s.p, most)} : s;
}

#endif
