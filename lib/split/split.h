/* split.h: how a caption is cut: the windows of each trainer and interface, and clauses, sentences, tags, lines.
 * Each layout was measured by running its code; parts cover the caption, nothing lost or doubled. */
#ifndef CAPTOOLS_SPLIT_SPLIT_H
#define CAPTOOLS_SPLIT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "tok/tok.h"

/* Parts follow each other without a gap. White space, syntax that vanishes (BREAK, weights) and separators belong to the
 * part before; an opening bracket to the part after; a character whose tokens fall into two windows to the first. */
struct split_part {
	size_t start, end;    /* bytes of the caption; equal: a row of padding, or nothing to say */
	size_t tokens;        /* content tokens in it (windows, budget) */
	const uint32_t *ids;  /* windows: BOS, ids, EOS as placed, padding removed; NULL otherwise */
	size_t n_ids;
	bool cut;             /* the layout drops this part; always the last one */
};

struct split {
	struct split_part *v; /* at least one */
	size_t n, cap;
};

/* A layout by name: kohya-75 kohya-150 kohya-225 (and -pad0), a1111, a1111-noemphasis, comfy, comfy-words, diffusion-pipe, diffusers
 * (diffusion-pipe-sdxl and diffusers-77 are the same). NULL if unknown. */
struct split_layout;
const struct split_layout *split_layout_find(struct span name);
/* All, in the order of layouts.def. */
const struct split_layout *const *split_layout_all(size_t *n);
const char *split_layout_name(const struct split_layout *l);
/* One line for a person. */
const char *split_layout_title(const struct split_layout *l);
/* The tokenisation of the tool that cuts so: the variant to open the run with. */
enum tok_variant split_layout_variant(const struct split_layout *l);
/* The windows of a CLIP layout over caption. */
void split_windows(const struct split_layout *l, struct tok_run *run, struct span caption, struct arena *a,
		   struct split *out);
/* How an encoder counts: the tokens of a text by itself (lower-cased, joined to a template, or as it is), and in *room how many of
 * such a text it reads: 1 or more, SIZE_MAX without limit. */
struct split_meter {
	size_t (*count)(void *ctx, struct span text, size_t *room);
	void *ctx;
};
/* Parts within the meter's room, as few as their order allows, cut at clause edges where possible, else between words, else inside
 * one. Each part counted alone keeps the room, unless it is a single character. */
void split_budget(const struct split_meter *m, struct span caption, struct arena *a, struct split *out);

/* by: "clause" (ends at , ; . ! ? and line breaks) "sentence" "tag" (commas and line breaks) "line". False if it is none of them. */
bool split_by(const char *by, struct span caption, struct arena *a, struct split *out);

#endif
