/* buf.c: a growable byte buffer. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/die.h"

void buf_grow(struct buf *b, size_t more)
{
	if (more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4)
		die_nomem();
	size_t cap = b->cap + b->cap / 2;
	if (cap < b->n + more)
		cap = b->n + more;
	if (cap < 256)
		cap = 256;
	char *p = realloc(b->p, cap);
	if (!p)
		die_nomem();
	b->p = p;
	b->cap = cap;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	size_t room = b->cap - b->n;
	int n = vsnprintf(room ? b->p + b->n : NULL, room, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n >= room) {
		buf_room(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	if (n > 0)
		b->n += (size_t)n;
}

static void add_large(struct buf *b, unsigned long long v)
{
	char t[20];
	size_t at = sizeof t;

	do
		t[--at] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, t + at, sizeof t - at);
}

void buf_addu(struct buf *b, unsigned long long v)
{
	if (v > UINT32_MAX) {
		add_large(b, v);
		return;
	}
	char *o = buf_room(b, DECIMAL_ROOM);
	b->n = (size_t)(decimal_put(o, (uint32_t)v) - b->p);
}

void buf_reset(struct buf *b)
{
	b->n = 0;
}

void buf_fini(struct buf *b)
{
	free(b->p);
	*b = (struct buf)BUF_INIT;
}

void buf_count(struct buf *b, unsigned long long n, const char *one, const char *many)
{
	buf_addu(b, n);
	buf_addc(b, ' ');
	buf_adds(b, span_of(n == 1 ? one : many));
}
