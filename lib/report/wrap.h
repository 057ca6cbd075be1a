/* wrap.h: text on a terminal: display columns, line breaks at words, nothing that would drive the terminal. */
#ifndef CAPTOOLS_REPORT_WRAP_H
#define CAPTOOLS_REPORT_WRAP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/* Columns that s takes as wrap_put writes it. Grapheme clusters count once. */
int wrap_columns(struct span s);
/* Appends s; what would drive a terminal becomes '?' (base/escape.h), a tab a space. */
void wrap_put(struct buf *b, struct span s);
/* The same of text that stays on one line: a line end, which CR LF is one of, becomes a return symbol. */
void wrap_put_line(struct buf *b, struct span s);
/* One line of s from byte `from` in at most width columns: ends behind a word where it can, at a line break always. Returns
 * where the next line begins (s.n at the end); *end: where this one ends. At least one cluster is taken. */
size_t wrap_line(struct span s, size_t from, int width, size_t *end);
/* Appends s wrapped to width columns; the first line stands at column `at` already, the others are indented to it. */
void wrap_text(struct buf *b, struct span s, int at, int width);

#endif
