/* layout.h: inside lib/split only: what a layout is, and the rows of tokens that it makes. A new layout is a
 * const struct in a file layout_ROW.c and a row in layouts.def. */
#ifndef CAPTOOLS_SPLIT_LAYOUT_H
#define CAPTOOLS_SPLIT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "split/split.h"

/* CLIP's own numbers; the row is 77 with BOS and EOS. */
enum { CLIP_BOS = 49406, CLIP_EOS = 49407, CLIP_COMMA = 267, CLIP_ROW = 75 };

struct rows;

struct split_layout {
	const char *name;
	const char *alias;         /* another name, or NULL */
	const char *title;         /* for --list-layouts */
	const char *source;        /* where the rule was read */
	enum tok_variant variant;
	unsigned rows;             /* how many there are; 0: as many as the caption needs */
	bool pad0;                 /* the pad id is 0, a real token: two quirks (rows.c) */
	bool emphasis;             /* ( ) [ ] are syntax */
	bool words;                /* groups are words, not weighted segments */
	/* Puts the tokens of the caption into rows (row_token, row_end). */
	void (*cut)(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r);
};

/* The cutters that there are (cut_*.c). */
void cut_slices(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r);
void cut_a1111(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r);
void cut_comfy(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r);

#define LAYOUT(name) extern const struct split_layout split_layout_##name;
#include "split/layouts.def"
#undef LAYOUT

/* The caption with some bytes taken out; at: for each byte of text the bytes [at[2i], at[2i+1]) of the caption it came from,
 * NULL when nothing was taken out. */
struct mapped {
	struct span text;
	const uint32_t *at;
};

struct row {
	size_t to;    /* index behind its last token; it begins where the row before ends */
	size_t edge;  /* where in the caption it ends, or ROW_BY_TOKEN */
};
#define ROW_BY_TOKEN SIZE_MAX

struct rows {
	struct arena *a;
	struct span caption;
	struct { struct tok_piece *v; size_t n, cap; } tokens;
	struct { struct row *v; size_t n, cap; } list;
	bool openers;  /* an opening bracket goes with the text behind it */
};

/* Where the row in the making begins. */
static inline size_t row_from(const struct rows *r)
{
	return r->list.n ? r->list.v[r->list.n - 1].to : 0;
}
/* How many tokens it holds. */
static inline size_t row_held(const struct rows *r)
{
	return r->tokens.n - row_from(r);
}
/* Ends the row behind token to (an index): tokens behind it are in the next one. */
void row_end(struct rows *r, size_t to, size_t edge);
void row_token(struct rows *r, struct tok_piece p);
/* Tokens of m.text[from,to), spans in the caption; valid until the run's next call. */
struct tok_out row_encode(struct tok_run *run, const struct mapped *m, size_t from, size_t to);
/* A span of m.text[from..] as a span of the caption. */
struct tok_piece row_mapped(const struct mapped *m, size_t from, struct tok_piece p);
/* A buffer for n bytes of text and its map. */
struct mapped_writer {
	char *p;
	uint32_t *at;
	size_t n;
};
struct mapped_writer mapped_open(struct arena *a, size_t n);
/* One byte of the caption: p[0] from bytes [start,end). */
void mapped_put(struct mapped_writer *w, char c, size_t start, size_t end);
struct mapped mapped_done(const struct mapped_writer *w);

#endif
