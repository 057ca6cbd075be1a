/* sptext.h: text as the SentencePiece-like engines (unigram, spbpe) see it. Inside, the mark U+2581 is the byte ' ': after the
 * normalisers no space is left, so nothing is confused, and a word of ASCII text needs no copy. */
#ifndef CAPTOOLS_TOK_SPTEXT_H
#define CAPTOOLS_TOK_SPTEXT_H

#include "base/buf.h"
#include "tok/charsmap.h"
#include "tok/engine.h"
#include "tok/spec.h"

/* The section SPCF of both engines. */
struct sp_config {
	uint32_t flags, prepend;   /* enum sp_flag; enum spec_prepend */
	uint32_t max_piece;        /* unigram: bytes of the longest piece */
	uint32_t cut_runs;         /* spbpe: no merge reaches over the begin of a run of marks: each begins a word */
	double unk_score;          /* unigram: the lowest score less 10 */
};
enum sp_flag {
	SP_STRIP_LEFT = 1, SP_STRIP_RIGHT = 2, SP_FOLD = 4, SP_PREPEND_NORM = 8, SP_MARK_NORM = 16, SP_SPLIT_SPACE = 32,
	SP_SPLIT = 64
};

struct sptext {
	const struct sp_config *config;
	struct charsmap map;
	unsigned char ascii[128];  /* enum charsmap_ascii; with SP_STRIP_RIGHT the other white space is CHARSMAP_OTHER */
	bool plain;                /* ASCII text of known kinds is words between spaces, each with its mark */
};

/* The sections of the text rules; 0, or -1 with d. config is completed by the caller. */
int sptext_compile(const struct spec *s, struct sp_config *config, struct blob_writer *w, struct diag *d);
void sptext_put_config(const struct sp_config *config, struct blob_writer *w);
int sptext_load(struct tok *t, struct sptext *x, struct diag *d);

/* The ids of the pieces <0x00> to <0xFF>, UINT32_MAX where there is none; *v NULL when there is no byte fallback. */
void sptext_put_bytes(const struct spec *s, struct blob_writer *w);
int sptext_load_bytes(const struct tok *t, const uint32_t **v, struct diag *d);

/* A run's buffers; all-zero to begin with. */
struct sp_work {
	struct buf text[3], at[3];
};
void sp_work_fini(struct sp_work *w);

/* Gives the engine the internal text of one stretch: one piece, or several where added tokens are found in the normalised
 * text (which go into the sink at their place). */
typedef void sp_piece(struct tok_run *r, const struct stretch *s, const struct normed *text);
void sptext_run(const struct sptext *x, struct sp_work *w, struct tok_run *r, const struct stretch *s, sp_piece *piece);

/* Appends text as the normalizer leaves it, marks as U+2581: for the contents of added tokens. */
void sptext_normalised(const struct sptext *x, struct sp_work *w, struct span text, struct buf *out);
/* The same before anything is compiled. */
void sptext_spec(const struct spec *s, struct span text, struct buf *out);
/* A vocabulary piece in internal form, into b. False if no text can ever hold it (a space in it). */
bool sptext_piece(struct span piece, struct buf *b);

#endif
