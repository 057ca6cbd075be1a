/* row.h: inside lib/view only: one record as the page's script reads it. */
#ifndef CAPTOOLS_VIEW_ROW_H
#define CAPTOOLS_VIEW_ROW_H

#include "base/arena.h"
#include "base/buf.h"
#include "view/rules.h"
#include "view/terms.h"
#include "view/view.h"

/* What the list needs of a row without reading it. */
struct row_brief {
	bool scored;
	double score;
	bool counted;       /* captok has run: tokens and lost are known, of the first encoder that reads the text */
	long long tokens, lost;
	struct { int encoder; long long tokens; } counts[8]; /* encoders by their number in struct rules */
	size_t n_counts;
	struct span style;  /* "tags" …, in the arena */
	int severity;       /* the worst: 0 none, 1 info, 2 warning, 3 error */
	unsigned slots;     /* bit i: slot i of row_slots has evidence */
	bool changed;       /* capfix */
	struct span before; /* capfix.before, in the arena; p NULL: capfix has not run */
	bool picture_found; /* capsee found something about its picture */
	int buckets[4];     /* by their number in struct rules; more than one where the trainer draws or trains several sizes */
	size_t n_buckets;
	uint32_t *rules;    /* numbers in struct rules, each once */
	size_t n_rules, cap_rules;
};

/* The slots of capjson(5), in the order of their bits. */
extern const char *const row_slots[8];

/* Appends the details as JSON (not yet escaped for HTML). Offsets count UTF-16 units, as the script's strings do. */
void row_details(struct buf *out, const struct view_record *r, struct rules *rules, struct arena *a, struct row_brief *brief);

/* `[id, caption, score, tokens, lost, style, severity, [rules], slots, [terms], flags, [encoder, tokens, …], [buckets]]`. */
void row_index(struct buf *out, const struct view_record *r, const struct row_brief *b, const struct term_ids *terms);

#endif
