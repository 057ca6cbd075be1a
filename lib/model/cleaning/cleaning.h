/* cleaning.h: what a pipeline does to a caption before its tokenizer sees it, always with a way back to the caption's bytes.
 * A row of a model names one `struct cleaning`. */
#ifndef CAPTOOLS_MODEL_CLEANING_CLEANING_H
#define CAPTOOLS_MODEL_CLEANING_CLEANING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* A text that grows out of a caption step by step. A step appends to next and step, then calls rewriting_step. */
struct rewriting {
	struct buf text, map;  /* the text now; for each byte two uint32_t, the bytes [start,end) of the caption it came from */
	struct buf next, step; /* the text after the step; for each byte where it stands in the text now */
	struct buf pieces;     /* of uint32_t: where each piece that is tokenised apart ends; empty = one piece */
};

struct cleaning {
	bool (*plain)(struct span caption); /* whether it is certainly left as it is; NULL = look at every caption */
	void (*run)(struct rewriting *w);
	bool apart; /* the caption is tokenised apart from the template, and in the pieces that run sets */
};

extern const struct cleaning cleaning_strip;            /* ltx2 */
extern const struct cleaning cleaning_lower_strip;      /* sana, pixart: Python's str.lower(), strip */
extern const struct cleaning cleaning_caption;          /* the same rows with clean_caption: web debris taken out */
extern const struct cleaning cleaning_basic;            /* prx: ftfy, html.unescape twice, strip */
extern const struct cleaning cleaning_wan;              /* the same, then white space folded */
extern const struct cleaning cleaning_image_token;      /* flux2-dev: [IMG] is taken out */
extern const struct cleaning cleaning_space_for_empty;  /* an empty caption becomes one space */
extern const struct cleaning cleaning_quoted_single;    /* hunyuanimage in diffusers: the text in '' "" ‘’ “” */
extern const struct cleaning cleaning_quoted;           /* in kohya, diffusion-pipe: in "" ‘’ “” */
extern const struct cleaning cleaning_quoted_double;    /* hunyuanvideo-1.5 in musubi: in "" “” */
extern const struct cleaning cleaning_quoted_double_once; /* in diffusers: each text once */
extern const struct cleaning cleaning_quoted_apart;       /* longcat-image: quoted text one character at a time */
extern const struct cleaning cleaning_quoted_apart_mixed; /* in SimpleTuner */
extern const struct cleaning cleaning_ideogram_json;      /* ideogram4 in SimpleTuner: plain text written into a JSON caption */
extern const struct cleaning cleaning_ideogram_digest;    /* in AI Toolkit: a JSON caption brought into order */

struct cleaned {
	struct span text;
	const uint32_t *map;    /* as in struct rewriting; NULL: the caption itself */
	const uint32_t *pieces; /* where each piece ends, the last at text.n; NULL = one piece */
	size_t n_pieces;
};

/* The caption as c has it (c may be NULL). The result lives in the arena, or is the caption itself. */
void cleaned_make(const struct cleaning *c, struct span caption, struct arena *a, struct cleaned *out);

/* ---- for cleanings ---- */

/* Appends n bytes that came from the bytes [from,to) of the text now. */
void rewriting_put(struct rewriting *w, const char *p, size_t n, size_t from, size_t to);
/* Appends the bytes [from,to) of the text now as they are. */
void rewriting_copy(struct rewriting *w, size_t from, size_t to);
/* What was put becomes the text. */
void rewriting_step(struct rewriting *w);
/* Keeps the bytes [from,to) only. */
void rewriting_keep(struct rewriting *w, size_t from, size_t to);
/* Python's str.strip(). */
void rewriting_strip(struct rewriting *w);
/* Python's str.lower(). */
void rewriting_lower(struct rewriting *w);
/* Every run of Python's white space becomes one blank. */
void rewriting_fold_space(struct rewriting *w);
/* A piece ends behind what has been put so far. */
void rewriting_piece_end(struct rewriting *w);

#endif
