/* split.h: how a caption is cut: the windows of each trainer and interface, and clauses, sentences, tags, lines.
 * Rules from WINDOWS.md; parts cover the caption, nothing lost or doubled. */
#ifndef CAPTOOLS_SPLIT_SPLIT_H
#define CAPTOOLS_SPLIT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "tok/tok.h"

struct split_part {
	size_t start, end;    /* bytes of the caption */
	size_t tokens;        /* content tokens in it (windows) */
	const uint32_t *ids;  /* windows: BOS, ids, EOS as placed, padding removed; NULL otherwise */
	size_t n_ids;
	bool cut;             /* the layout drops this part */
};

struct split {
	struct split_part *v;
	size_t n, cap;
};

/* A layout by name: kohya-75 kohya-150 kohya-225 (and -pad0), a1111, a1111-noemphasis, comfy, comfy-words, diffusion-pipe, diffusers. */
struct split_layout;
const struct split_layout *split_layout_find(struct span name);
const struct split_layout *const *split_layout_all(size_t *n);
const char *split_layout_name(const struct split_layout *l);
/* The windows of a CLIP layout over caption. */
void split_windows(const struct split_layout *l, struct tok_run *run, struct span caption, struct arena *a,
		   struct split *out);
/* T5 and LLM encoders: parts of at most limit content tokens, cut at clause edges where possible. */
void split_budget(struct tok_run *run, struct span caption, size_t limit, struct arena *a, struct split *out);

/* by: "clause" "sentence" "tag" "line". */
bool split_by(const char *by, struct span caption, struct arena *a, struct split *out);

#endif
