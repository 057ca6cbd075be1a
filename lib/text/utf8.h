/* utf8.h: UTF-8 decoding, validation, and Unicode as the references see it (NFC, case, categories, white space).
 * The only folder that sees utf8proc; its Unicode 15.0 is brought up to the references' by uni_delta.inc. */
#ifndef CAPTOOLS_TEXT_UTF8_H
#define CAPTOOLS_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* Whether s is UTF-8 as RFC 3629 has it (no surrogates, no overlong forms, at most U+10FFFF).
 * If not, *bad (may be NULL) is the byte offset of the first wrong sequence. */
bool utf8_valid(struct span s, size_t *bad);
/* Whether all bytes are below 0x80. Word at a time. */
bool utf8_ascii(struct span s);
/* How many bytes stand in front of the first from 0x80 on. */
size_t utf8_ascii_run(struct span s);

/* Decodes one character of valid UTF-8 at p, where p < end. Returns its length 1..4 and sets *c.
 * On invalid input: length 1, *c = 0xFFFD; never reads at or behind end. */
size_t utf8_decode(const char *p, const char *end, uint32_t *c);
/* Writes c (a scalar value) to out, 1..4 bytes; returns how many. */
size_t utf8_encode(uint32_t c, char out[4]);
/* Where the character before p begins, not before begin. */
const char *utf8_prev(const char *begin, const char *p);

/* General categories, as bits for masks. */
enum {
	UC_L = 1 << 0,   /* any letter: Lu Ll Lt Lm Lo */
	UC_N = 1 << 1,   /* any number: Nd Nl No */
	UC_M = 1 << 2,   /* any mark */
	UC_P = 1 << 3,   /* any punctuation */
	UC_S = 1 << 4,   /* any symbol */
	UC_Z = 1 << 5,   /* any separator */
	UC_C = 1 << 6,   /* Cc Cf Cs Co Cn */
	UC_WS = 1 << 7,  /* the property White_Space (what \s means in the reference regexes) */
	UC_LU = 1 << 8, UC_LL = 1 << 9, UC_LT = 1 << 10, UC_LM = 1 << 11, UC_LO = 1 << 12,
	UC_CC = 1 << 13, UC_CF = 1 << 14, UC_CN = 1 << 15,
	UC_ND = 1 << 16  /* decimal digits: what \d means */
};
/* The bits of c; a table look-up. */
unsigned uni_class(uint32_t c);
/* Whether Python's str.strip() and str.isspace() take c for white space (adds U+001C..1F to White_Space). */
bool uni_py_space(uint32_t c);
/* s less Python white space at both ends (strip), or the right end (rstrip). */
struct span uni_strip(struct span s);
struct span uni_rstrip(struct span s);

/* How one character's lower case is written: 1..3 code points into out; İ gives i + U+0307. No context (no final Σ). */
int uni_lower(uint32_t c, uint32_t out[3]);
/* One character's upper case where that is one character, else c itself. */
uint32_t uni_upper(uint32_t c);
/* Full lower case of valid UTF-8 appended to b; final_sigma: as Python's str.lower() (Σ at a word's end gives ς). */
void uni_lower_span(struct buf *b, struct span s, bool final_sigma);

/* Whether s is certainly in NFC already (a quick check that may say false for text that is). */
bool uni_is_nfc_quick(struct span s);
/* NFC of valid UTF-8 s appended to b. If map is not NULL, one uint32_t for each output byte is stored behind it:
 * map->p as uint32_t[2 * n]: [start,end) of the bytes of s that the output byte came from. */
void uni_nfc(struct buf *b, struct span s, struct buf *map);
/* NFKC, likewise. */
void uni_nfkc(struct buf *b, struct span s, struct buf *map);

/* Columns c takes on a terminal: 0, 1 or 2. */
int uni_width(uint32_t c);

/* The end of the extended grapheme cluster that starts at byte at of valid UTF-8 s. */
size_t uni_grapheme_end(struct span s, size_t at);

#endif
