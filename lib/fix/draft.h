/* draft.h: a caption being edited. Every byte remembers the original byte it is, so that any number of rounds ends in one list
 * of edits on the original. */
#ifndef CAPTOOLS_FIX_DRAFT_H
#define CAPTOOLS_FIX_DRAFT_H

#include "fix/fix.h"

/* Why something changed. */
struct draft_why {
	const char *rule;
	enum fix_class safety;
	bool idle;         /* what it takes says nothing: markup, weights, filler */
};

struct draft {
	struct arena *a;
	struct span original;
	char *text;        /* the text as it stands */
	uint32_t *origin;  /* per byte of text: the original byte, or UINT32_MAX where it was put in */
	uint16_t *why;     /* per byte of text that was put in: index into whys + 1 */
	size_t n;
	unsigned version;  /* another one for each text, from 1 */
	size_t changes;    /* applied so far */
	uint16_t *removed; /* per original byte: index into whys + 1 of who took it, 0 = stands */
	struct { struct draft_why *v; size_t n, cap; } whys;
};

/* A change to the text as it stands: bytes [start,end) become text. */
struct change {
	uint32_t start, end;
	struct span text;
	struct draft_why why;
};

void draft_init(struct draft *d, struct span original, struct arena *a);
static inline struct span draft_text(const struct draft *d)
{
	return (struct span){d->text, d->n};
}
/* Applies changes, sorted by start and not overlapping. The text lives in a from now on, its old one no longer matters. */
void draft_apply(struct draft *d, const struct change *v, size_t n, struct arena *a);
/* The text that draft_apply would leave, without changing the draft. */
struct span draft_preview(const struct draft *d, const struct change *v, size_t n, struct arena *a);
/* All edits from original to the text as it stands. */
void draft_edits(const struct draft *d, struct fix_list *out);

#endif
