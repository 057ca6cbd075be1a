/* ftfy_text.h: what the parts of ftfy.c share: text as code points that know which bytes they came from. */
#ifndef CAPTOOLS_FTFY_FTFY_TEXT_H
#define CAPTOOLS_FTFY_FTFY_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* A code point (or, while an encoding is tried, a byte) and the bytes [from,to) of the caption it came
 * from. */
struct fch {
	uint32_t c, from, to;
};

struct ftext {
	struct buf b; /* of struct fch; all-zero is an empty text */
};

/* A piece of a text, borrowed. */
struct fspan {
	const struct fch *v;
	size_t n;
};

static inline struct fspan ftext_span(const struct ftext *t)
{
	return (struct fspan){(const struct fch *)(const void *)t->b.p, t->b.n / sizeof(struct fch)};
}

static inline struct fspan fspan_cut(struct fspan s, size_t from, size_t to)
{
	return (struct fspan){s.v + from, to - from};
}

static inline void ftext_add(struct ftext *t, uint32_t c, uint32_t from, uint32_t to)
{
	struct fch f = {c, from, to};

	buf_add(&t->b, (const char *)&f, sizeof f);
}

static inline void ftext_adds(struct ftext *t, struct fspan s)
{
	buf_add(&t->b, (const char *)s.v, s.n * sizeof *s.v);
}

/* Whether the two say the same, wherever it came from. */
static inline bool fspan_same(struct fspan x, struct fspan y)
{
	if (x.n != y.n)
		return false;
	for (size_t i = 0; i < x.n; i++)
		if (x.v[i].c != y.v[i].c)
			return false;
	return true;
}

static inline void ftext_swap(struct ftext *x, struct ftext *y)
{
	struct ftext t = *x;

	*x = *y;
	*y = t;
}

/* UTF-8 into code points, at: where s begins in the caption. */
void ftfy_load(struct span s, uint32_t at, struct ftext *t);
/* Code points as UTF-8 behind out, their sources behind map (two uint32_t a byte) if it is not NULL. */
void ftfy_store(struct fspan s, struct buf *out, struct buf *map);
/* s as it is behind out; at as in ftfy_load. */
void ftfy_copy(struct span s, uint32_t at, struct buf *out, struct buf *map);

/* Classes of characters (ftfy_chars.inc, in the order of share/gen/ftfytables.py). */
enum {
	FC_COMMON = 1 << 0, FC_C1 = 1 << 1, FC_BAD = 1 << 2, FC_LAW = 1 << 3, FC_CURRENCY = 1 << 4,
	FC_START = 1 << 5, FC_END = 1 << 6, FC_NUMERIC = 1 << 7, FC_KAOMOJI = 1 << 8, FC_UPPER = 1 << 9,
	FC_LOWER = 1 << 10, FC_UPPER_COMMON = 1 << 11, FC_LOWER_COMMON = 1 << 12, FC_BOX = 1 << 13,
	FC_FIRST2 = 1 << 14, FC_FIRST3 = 1 << 15, FC_FIRST4 = 1 << 16, FC_CONT = 1 << 17, FC_STRICT = 1 << 18
};

enum { FTFY_ENCODINGS = 9 }; /* besides latin-1: 1252 1251 1250 1253 1254 1257 (sloppy), iso-8859-2, macroman, cp437 */
struct ftfy_char {
	uint16_t c, encodings;
	uint32_t classes;
	uint8_t byte[FTFY_ENCODINGS];
};
/* The row of c, or NULL: no class and in no encoding. */
const struct ftfy_char *ftfy_char_find(uint32_t c);
uint32_t ftfy_classes(uint32_t c);
/* What a byte of sloppy windows-1252 stands for. */
uint32_t ftfy_1252(unsigned byte);

/* Whether the text looks like mojibake (ftfy.badness.is_bad). */
bool ftfy_is_bad(struct fspan s);
/* Repairs mojibake until nothing changes (ftfy.fix_encoding); t is replaced by the result. */
void ftfy_encoding(struct ftext *t, int depth);
/* HTML entities with a semicolon, and their upper-case spellings (ftfy.fixes.unescape_html). Appends to
 * out. */
void ftfy_entities(struct fspan s, struct ftext *out);
/* The simple replacements behind the encoding step, appended to out: C1 controls, ligatures, width,
 * quotes. */
void ftfy_replace(struct fspan s, struct ftext *out);

#endif
