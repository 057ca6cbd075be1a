/* diag.c: filling error values. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The bytes of the UTF-8 character at s, which ends in a NUL, or 0 where there is none: names come as they are, and get cut. */
static size_t character(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
	    (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	return n;
}

__attribute__((format(printf, 3, 0)))
static void fill(struct diag *d, const char *code, const char *fmt, va_list ap)
{
	d->code = code;
	d->fatal = false;
	int n = vsnprintf(d->message, sizeof d->message, fmt, ap);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof d->message ? (size_t)n : sizeof d->message - 1;

	d->message[len] = 0;
	for (size_t i = 0, k; i < len; i += k ? k : 1) {
		k = character(d->message + i);
		if (k == 0 || (unsigned char)d->message[i] < 0x20 || d->message[i] == 0x7F)
			d->message[i] = '?';
	}
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
