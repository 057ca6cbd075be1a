/* read.h: what a caption is: the texts that its trainer reads in it, each as bytes of the caption. A sidecar is a document: onetrainer makes
 * a caption of every line, kohya reads the first, musubi reads all as one; the caption may be JSON. captok tokenises the texts (fed), capscore
 * judges each (text), capfix edits inside one and asks read_edit where that is in the caption, capsplit cuts each.
 *
 *   struct reading r;
 *   read_caption(trainer, caption, line_end, arena, &r);       again after every edit
 *   for (size_t i = 0; i < r.n; i++)                           r.n is 1 or more
 *           judge(r.v[i].text), r.v[i].json ? ... : ...
 *   if (r.whole) the one text is the caption itself, byte for byte: spans need no mapping, records stay as they always were
 *
 * Two forms of each text:
 *   fed   is what reaches the tokenizer, in the order as written (nothing shuffled, no tag dropped): budgets and promises count it.
 *   text  is what is judged and edited: the caption's own bytes, with its own blanks and commas where the trainer only writes those anew
 *         ("a,b" where "a, b" is fed), with a comma for a separator of the trainer, one choice for a wildcard, the trainer's prefix,
 *         suffix and trigger where they stand. Of JSON it is the string values, a line each, escapes decoded.
 * A JSON caption keeps fed as the trainer reads it, structure and all. */
#ifndef CAPTOOLS_READ_READ_H
#define CAPTOOLS_READ_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "trainer/trainer.h"

/* Bytes [at, at + n) of a text come from [start, end) of the caption. start == end: not from the caption, but put in there by the trainer
 * (or the line break between two values of JSON). Where n == end - start they are the same byte for byte (lower-cased where the trainer does that);
 * else (an escape of JSON, another encoding) they are known as a whole only and never edited. The same as fed_piece. */
struct read_text {
	struct span text;
	const struct fed_piece *v; size_t n;           /* of text, without gaps; n is 0 where text is empty */
	struct span fed;
	const struct fed_piece *fed_v; size_t fed_n;   /* of fed */
	uint32_t start, end;                           /* the part of the caption that the text comes from; equal: none */
	bool json;                                     /* text holds the string values of JSON */
};

struct reading {
	struct read_text *v; size_t n; /* at least one */
	bool whole;        /* one text, the caption itself */
	bool cut;          /* there are more texts than are given (1024, or 16 times the caption's bytes): what is not here is not judged or edited */
	const char *error; /* what the trainer does instead of training: "stops", "skips-image"; then the caption is read as it is. Else NULL */
};

/* t: NULL reads as diffusers, the caption as it is. line_end: the bytes of the file's last line break, which is no part of the caption
 * (record.h: 0, 1, 2). caption is UTF-8; all lives in the arena, and texts may point into caption. Time and memory are
 * linear in the caption (16 times at most). */
void read_caption(const struct trainer_spec *t, struct span caption, int line_end, struct arena *a, struct reading *out);

/* The same of a caption that came as a list (record.h): each of its n texts, spans of caption, is read by itself. */
void read_list(const struct trainer_spec *t, struct span caption, const struct span *v, size_t n, struct arena *a, struct reading *out);

/* Whether text is an object or array of JSON and holds a string that is no key: "[1, 2]" and "[]" are words to a trainer. */
bool json_is_caption(struct span text);

/* Where [start, end) of the text stands in the caption, for showing: what the trainer put in at its ends is left out. False (and an empty range
 * where it would be) if nothing of it is the caption's. */
bool read_place(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to);
/* The same of fed. */
bool read_fed_place(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to);
/* Where bytes [start, end) of fed are in text: what is cut off, as the words that are judged. Where nothing of it is the caption's, an empty
 * range at the end of text. */
void read_fed_text(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to);
/* Where an edit of [start, end) of the text (start == end: something put in) is made in the caption. False if it may not be: it touches what the
 * trainer puts in or what is only known as a whole, or its bytes are not side by side in the caption (another choice of a wildcard,
 * another value of JSON). Of JSON the caller writes what it puts in with escapes (json_quote without the quotes). */
bool read_edit(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to);

#endif
