/* row_tokens.h: inside lib/view only: the captok key as the page draws it. */
#ifndef CAPTOOLS_VIEW_ROW_TOKENS_H
#define CAPTOOLS_VIEW_ROW_TOKENS_H

#include "json/jwrite.h"
#include "view/row.h"
#include "view/utf16.h"

/* The member "tok": {trainer, texts, differs, error, enc: [{n, v, r, t, l, u, x, cut: [start, end, tokens], tpl: [before, after, lost],
 * p: [id, start, end, …]}]}. An encoder that sees just what the one before it sees only has its name and "same". */
void row_tokens(struct jwrite *w, const struct view_record *r, const struct utf16 *u, struct rules *rules, struct arena *a,
		struct row_brief *b);

#endif
