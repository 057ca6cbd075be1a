/* jwrite.h: writing JSON into a buffer, one line a record. Commas are put by the writer: each value call
 * adds one where it is due. Spans must be valid UTF-8. */
#ifndef CAPTOOLS_JSON_JWRITE_H
#define CAPTOOLS_JSON_JWRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

struct jwrite {
	struct buf *b;
	bool comma; /* a value stands before the place of writing */
};

static inline struct jwrite jw(struct buf *b)
{
	return (struct jwrite){b, false};
}

static inline void jw_obj(struct jwrite *w);     /* { */
static inline void jw_obj_end(struct jwrite *w); /* } */
static inline void jw_arr(struct jwrite *w);     /* [ */
static inline void jw_arr_end(struct jwrite *w); /* ] */
static inline void jw_key(struct jwrite *w, const char *key); /* plain ASCII that needs no escape */
void jw_key_span(struct jwrite *w, struct span key);
void jw_str(struct jwrite *w, struct span s);
void jw_strz(struct jwrite *w, const char *z); /* NULL writes null */
void jw_num(struct jwrite *w, long long v);
void jw_real(struct jwrite *w, double v, int decimals); /* trailing zeros dropped: 9, 9.5 */
void jw_bool(struct jwrite *w, bool v);
void jw_null(struct jwrite *w);
void jw_raw(struct jwrite *w, struct span s); /* a value that is JSON already */

/* Shorthands for members. */
#define JW_STR(w, k, s) (jw_key((w), (k)), jw_str((w), (s)))
#define JW_STRZ(w, k, z) (jw_key((w), (k)), jw_strz((w), (z)))
#define JW_NUM(w, k, v) (jw_key((w), (k)), jw_num((w), (long long)(v)))
#define JW_BOOL(w, k, v) (jw_key((w), (k)), jw_bool((w), (v)))
/* n numbers as an array, or as more elements of the one that is open; each stands stride bytes behind the one before. */
void jw_ids(struct jwrite *w, const uint32_t *v, size_t stride, size_t n);
void jw_ids_more(struct jwrite *w, const uint32_t *v, size_t stride, size_t n);
/* A span as [start,end]. */
void jw_range(struct jwrite *w, const char *key, size_t start, size_t end);

/* Inline, so that a key known to the compiler costs a few stores. */
static inline void jw_key(struct jwrite *w, const char *key)
{
	size_t n = strlen(key);
	struct buf *b = w->b;

	if (b->cap - b->n < n + 4)
		buf_room(b, n + 4);
	char *o = b->p + b->n;
	if (w->comma)
		*o++ = ',';
	*o++ = '"';
	memcpy(o, key, n);
	o[n] = '"';
	o[n + 1] = ':';
	b->n = (size_t)(o + n + 2 - b->p);
	w->comma = false;
}

static inline void jw_open(struct jwrite *w, char c)
{
	struct buf *b = w->b;

	if (b->cap - b->n < 2)
		buf_room(b, 2);
	char *o = b->p + b->n;
	if (w->comma)
		*o++ = ',';
	*o++ = c;
	b->n = (size_t)(o - b->p);
	w->comma = false;
}

static inline void jw_close(struct jwrite *w, char c)
{
	buf_addc(w->b, c);
	w->comma = true;
}

static inline void jw_obj(struct jwrite *w)
{
	jw_open(w, '{');
}

static inline void jw_obj_end(struct jwrite *w)
{
	jw_close(w, '}');
}

static inline void jw_arr(struct jwrite *w)
{
	jw_open(w, '[');
}

static inline void jw_arr_end(struct jwrite *w)
{
	jw_close(w, ']');
}

/* s as a JSON string with its quotes, without a writer. Escapes " \ and controls; all else as it is. */
void json_quote(struct buf *b, struct span s);
/* The same at o, where JSON_ESCAPE_MAX * s.n + 2 bytes have room; returns the place behind it. */
enum { JSON_ESCAPE_MAX = 6 };
char *json_quote_at(char *o, struct span s);

#endif
