/* segpriv.h: the segmenter's inside, for seg.c and segpart.c. */
#ifndef CAPTOOLS_TEXT_SEGPRIV_H
#define CAPTOOLS_TEXT_SEGPRIV_H

#include "text/seg.h"

/* Kinds of bytes. The first three make words; C_HIGH may. */
enum {
	C_LOWER = 1, C_UPPER = 2, C_DIGIT = 4, C_WORD = 7, C_HIGH = 8, C_SPACE = 16, C_SEP = 32, C_DOT = 64, C_BREAK = 128
};

extern const unsigned char seg_kind[256];
/* The marks of bytes outside words. */
extern const uint32_t seg_mark[256];

static inline unsigned char kind_at(struct span s, size_t i)
{
	return i < s.n ? seg_kind[(unsigned char)s.p[i]] : 0;
}

static inline bool is_space(char c)
{
	return (seg_kind[(unsigned char)c] & (C_SPACE | C_BREAK)) != 0;
}

/* The normal form of a word with characters beyond ASCII. */
struct span seg_norm(struct span word, struct arena *a);
/* The end of the word that starts at start, where plain letters and digits end at i; *high: it has characters beyond
 * ASCII. Adds to *marks. */
size_t seg_word_end(struct span s, size_t start, size_t i, bool *high, unsigned *marks);
/* Behind the closing quotation marks and brackets at i. */
size_t seg_closers(struct span s, size_t i);
/* Where the sentence that the dot at i ends is over, its closing marks included; 0 if the dot ends none. */
size_t seg_sentence_end(struct span s, size_t i);

#endif
