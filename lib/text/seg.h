/* seg.h: a caption cut into segments (tags or clauses), sentences and words; all as byte ranges of the original.
 * segments, as caprules(7) speaks of them, end at , ; ! ? line breaks, and at . before white space or the end; not inside numbers
 * (1.3 or 1,000) or kaomoji (^_^, :d, >_<). kohya's ||| and ;;; are one separator each.
 * Words are atoms: letters, digits and marks of any script with inner apostrophes; a hyphen ends one and joins the
 * next to it; _ is a space except in score_9, source_anime, rating_safe. */
#ifndef CAPTOOLS_TEXT_SEG_H
#define CAPTOOLS_TEXT_SEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum { SEG_PAD = 16 };

struct seg_word {
	uint32_t start, end;  /* bytes of the caption */
	struct span norm;     /* NFC, lower case, curly apostrophes straight; in the arena, SEG_PAD bytes readable behind */
	uint32_t segment;     /* index of its segment */
	bool joined;          /* a hyphen joins it to the word before */
	bool kaomoji;
	bool capital;         /* its first letter is upper case */
	bool digits;          /* begins with a digit */
};

struct seg_segment {
	uint32_t start, end;      /* bytes, white space trimmed; never empty */
	uint32_t sep_start, sep_end; /* the separators behind it ("," or ", ,"), without white space around; empty at the end */
	uint32_t word, n_words;   /* its words; n_words may be 0 ("***") */
	uint32_t sentence;        /* index of its sentence */
	char sep;                 /* the first separator: ',' ';' '.' '!' '?' '|' '\n', or 0 at the end */
};

/* Bytes and places that few captions have: who looks for them asks seg.marks first. */
enum {
	MARK_PAREN = 1 << 0,     /* ( or ) */
	MARK_SQUARE = 1 << 1,    /* [ */
	MARK_BRACE = 1 << 2,     /* { or } */
	MARK_ANGLE = 1 << 3,     /* < */
	MARK_BAR = 1 << 4,       /* | */
	MARK_UNDERSCORE = 1 << 5, /* outside score_9 and its like */
	MARK_BACKSLASH = 1 << 6,
	MARK_QUOTE = 1 << 7,     /* " or ' */
	MARK_AMP = 1 << 8,
	MARK_STAR = 1 << 9,
	MARK_HASH = 1 << 10,
	MARK_COLON = 1 << 11,
	MARK_SEMI = 1 << 12,
	MARK_DASH = 1 << 13,     /* - */
	MARK_UPPER = 1 << 14,    /* A..Z */
	MARK_CONTROL = 1 << 15,  /* below space, but no tab or line feed; DEL */
	MARK_NEWLINE = 1 << 16,
	MARK_HIGH = 1 << 17,     /* beyond ASCII */
	MARK_DOT = 1 << 18,      /* a dot that ends no sentence */
	MARK_SLASH = 1 << 19,
	MARK_TILDE = 1 << 20,    /* ~ ^ ` */
	MARK_SPACING = 1 << 21,  /* blanks or commas that do not stand as in "a, b c" */
	MARK_CAPS = 1 << 22      /* a word that begins with two capitals */
};

struct seg {
	struct span text;
	unsigned marks;
	struct seg_segment *segments; size_t n_segments, cap_segments;
	struct seg_word *words; size_t n_words, cap_words;
	size_t n_sentences;
	uint32_t commas;      /* all in the text */
	uint32_t mark_runs;   /* runs of ASCII marks outside words and faces that begin with no apostrophe: these at least */
	uint32_t mark_bytes;  /* bytes of all runs and faces; as many as runs: each is one mark by itself */
};

/* Cuts valid UTF-8 text. Everything lives in the arena. Linear. Empty parts between separators make no segment. */
void seg_cut(struct span text, struct arena *a, struct seg *out);
/* The length of a kaomoji or kohya separator that starts at byte at of text, or 0. A kaomoji stands alone: only
 * white space, a comma or the text's edge may touch it. */
size_t seg_kaomoji(struct span text, size_t at);

#endif
