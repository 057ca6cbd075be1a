/* pretok.h: the hand-written scanners that stand for the reference's regular expressions. Text is valid UTF-8. */
#ifndef CAPTOOLS_TOK_PRETOK_H
#define CAPTOOLS_TOK_PRETOK_H

#include "base/span.h"
#include "tok/spec.h"

/* What a character is, as far as any of the patterns asks. */
enum {
	CK_L = 1, CK_N = 2, CK_WS = 4, CK_NL = 8, /* letter, number, white space, \r or \n */
	CK_UPPER = 16,                            /* [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}] */
	CK_LOWER = 32                             /* [\p{Ll}\p{Lm}\p{Lo}\p{M}] */
};
extern const unsigned char pretok_ascii[128];
/* The kind of the character at p < end and its length. */
unsigned pretok_kind(const char *p, const char *end, size_t *len);

/* The end of the word that begins at p < end; always behind p. */
typedef const char *pretok_scan(const char *p, const char *end);
/* The scanner of a byte-level pattern; NULL for the others (PRE_CLIP has its own below, Metaspace is no pattern). */
pretok_scan *pretok_for(enum spec_pretok k);

/* CLIP. Words are \p{L}+, one \p{N}, [^\s\p{L}\p{N}]+ and the contractions, in lower-cased text; white space is dropped.
 * python: the pattern is matched without case by Python's regex module, where ſ is an s too. */
const char *pretok_clip_skip(const char *p, const char *end, bool python); /* over white space */
const char *pretok_clip(const char *p, const char *end, bool python);

/* DeepSeek V3's three Splits in one (pretok_deepseek.c). */
const char *pretok_deepseek(const char *p, const char *end);

/* The length of 's 't 're 've 'm 'll 'd at p, or 0; fold: in any case, and ſ for s. */
size_t pretok_contraction(const char *p, const char *end, bool fold);
/* The end of the run of letters at p. */
const char *pretok_letters(const char *p, const char *end);

/* A bit in the top of each byte of w (8 bytes OR'ed with 0x20) that is no ASCII letter a-z. */
static inline uint64_t pretok_not_letter(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, top = 0x80 * ones;
	uint64_t low = w & ~top;

	return (~(low + (0x80 - 'a') * ones) | (low + (0x80 - 'z' - 1) * ones) | w) & top;
}

#endif
