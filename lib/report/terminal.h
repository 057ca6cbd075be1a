/* terminal.h: what standard output can show. */
#ifndef CAPTOOLS_REPORT_TERMINAL_H
#define CAPTOOLS_REPORT_TERMINAL_H

#include <stdbool.h>

/* Whether to colour: --color says so; else standard output is a terminal, TERM is not dumb, NO_COLOR is unset or empty (no-color.org). */
bool terminal_colour(void);
/* Columns of the terminal, $COLUMNS, or 80. */
int terminal_width(void);

#endif
