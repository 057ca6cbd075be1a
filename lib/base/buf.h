/* buf.h: a growable byte buffer, owned by whoever declared it; all-zero is an empty one.
 * Out of memory ends the process (die). */
#ifndef CAPTOOLS_BASE_BUF_H
#define CAPTOOLS_BASE_BUF_H

#include <stddef.h>
#include <string.h>

#include "base/span.h"

struct buf {
	char *p;
	size_t n, cap;
};

#define BUF_INIT {NULL, 0, 0}

/* Moves it to where there is room for at least more bytes behind n. */
void buf_grow(struct buf *b, size_t more);

/* Room for at least more bytes behind n, without counting them. Returns the place to write. */
static inline char *buf_room(struct buf *b, size_t more)
{
	if (b->cap - b->n < more)
		buf_grow(b, more);
#ifdef __clang_analyzer__ /* room is at a place, which it cannot know */
	if (!b->p)
		__builtin_unreachable();
#endif
	return b->p + b->n;
}

void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A decimal number, faster than buf_printf. */
void buf_addu(struct buf *b, unsigned long long v);
/* "1 bucket", "2 buckets". */
void buf_count(struct buf *b, unsigned long long n, const char *one, const char *many);
/* Empties it and keeps its memory. */
void buf_reset(struct buf *b);
/* Gives the memory back; the buffer may be used again. */
void buf_fini(struct buf *b);

static inline void buf_add(struct buf *b, const char *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(b, n), p, n);
	b->n += n;
}

static inline void buf_addc(struct buf *b, char c)
{
	if (b->n == b->cap)
		buf_grow(b, 1);
	b->p[b->n++] = c;
}

static inline void buf_adds(struct buf *b, struct span s)
{
	buf_add(b, s.p, s.n);
}

/* A string literal. */
#define BUF_LIT(b, lit) buf_add((b), (lit), sizeof(lit) - 1)

static inline struct span buf_span(const struct buf *b)
{
	return (struct span){b->p, b->n};
}

#endif
