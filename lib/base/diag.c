/* diag.c: filling error values. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/escape.h"

__attribute__((format(printf, 3, 0)))
static void fill(struct diag *d, const char *code, const char *fmt, va_list ap)
{
	d->code = code;
	d->fatal = false;
	int n = vsnprintf(d->message, sizeof d->message, fmt, ap);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof d->message ? (size_t)n : sizeof d->message - 1;

	if (len == sizeof d->message - 1)
		len = escape_cut(d->message, len);
	d->message[escape_terminal_in(d->message, len)] = 0;
}

int (diag_set)(struct diag *d, const char *code, const char *fmt, ...)
{
	if (d) {
		va_list ap;
		va_start(ap, fmt);
		fill(d, code, fmt, ap);
		va_end(ap);
		d->has_offset = false;
		d->offset = 0;
	}
	return -1;
}

int (diag_at)(struct diag *d, const char *code, size_t offset, const char *fmt, ...)
{
	if (d) {
		va_list ap;
		va_start(ap, fmt);
		fill(d, code, fmt, ap);
		va_end(ap);
		d->has_offset = true;
		d->offset = offset;
	}
	return -1;
}
