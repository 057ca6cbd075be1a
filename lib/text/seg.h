/* seg.h: a caption cut into segments (tags or clauses), sentences and words; all as byte ranges of the original.
 * RULES.md section 0: segments end at , ; ! ? line breaks, and at . before white space or the end; not inside numbers
 * (1.3), kaomoji (^_^, :d, >_<) or ||| and ;;; (kohya's separators). */
#ifndef CAPTOOLS_TEXT_SEG_H
#define CAPTOOLS_TEXT_SEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

struct seg_word {
	uint32_t start, end;  /* bytes of the caption */
	struct span norm;     /* NFC, lower case, in the arena (or the caption itself when nothing changed) */
	uint32_t segment;     /* index of its segment */
};

struct seg_segment {
	uint32_t start, end;      /* bytes, white space trimmed */
	uint32_t sep_start, sep_end; /* the separator behind it (",", ".", "\n"), empty at the end */
	uint32_t word, n_words;   /* its words */
	uint32_t sentence;        /* index of its sentence */
	char sep;                 /* ',' ';' '.' '!' '?' '\n' or 0 at the end */
};

struct seg {
	struct span text;
	struct seg_segment *segments; size_t n_segments, cap_segments;
	struct seg_word *words; size_t n_words, cap_words;
	size_t n_sentences;
};

/* Cuts valid UTF-8 text. Everything lives in the arena. Linear. */
void seg_cut(struct span text, struct arena *a, struct seg *out);
/* The length of a kaomoji or kohya separator that starts at byte at of text, or 0. */
size_t seg_kaomoji(struct span text, size_t at);

#endif
