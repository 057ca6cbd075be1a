/* cut_a1111.c: windows as AUTOMATIC1111's web UI fills them (modules/sd_hijack_clip.py:83-176 at 00e09382; measured,
 * measured by running it): the text between brackets and BREAKs is tokenised piece by piece into rows of 75; a row that is full goes back to its
 * last comma if that is at most 20 tokens away. */
#include "split/emphasis.h"
#include "split/layout.h"

enum { BACKTRACK = 20 }; /* opts.comma_padding_backtrack */

static void put_token(struct rows *r, struct tok_piece p, size_t *comma)
{
	size_t from = row_from(r), held = row_held(r);

	if (p.id == CLIP_COMMA) {
		*comma = r->tokens.n;
	} else if (held == CLIP_ROW && *comma != SIZE_MAX && held - (*comma - from) <= BACKTRACK) {
		row_end(r, *comma + 1, ROW_BY_TOKEN);
		*comma = SIZE_MAX;
	}
	if (row_held(r) == CLIP_ROW) {
		row_end(r, r->tokens.n, ROW_BY_TOKEN);
		*comma = SIZE_MAX; /* a comma that opens a row is forgotten */
	}
	row_token(r, p);
}

void cut_a1111(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r)
{
	struct emphasis e = {0};
	size_t comma = SIZE_MAX;

	if (l->emphasis) {
		emphasis_parse(caption, r->a, &e);
	} else {
		e.text.text = caption;
		*ARENA_PUSH(r->a, &e) = (struct emphasis_part){.to = caption.n, .weight = 1};
	}
	for (size_t i = 0; i < e.n; i++) {
		const struct emphasis_part *part = &e.v[i];
		if (part->weight == -1 && span_is(span_cut(e.text.text, part->from, part->to), "BREAK")) {
			row_end(r, r->tokens.n, part->edge);
			comma = SIZE_MAX;
			continue;
		}
		struct tok_out t = row_encode(run, &e.text, part->from, part->to);
		for (size_t k = 0; k < t.n; k++)
			put_token(r, row_mapped(&e.text, part->from, t.v[k]), &comma);
	}
	if (row_held(r) || !r->list.n)
		row_end(r, r->tokens.n, ROW_BY_TOKEN);
}
