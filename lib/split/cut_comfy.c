/* cut_comfy.c: windows as ComfyUI fills them (comfy/sd1_clip.py SDTokenizer.tokenize_with_weights; measured by running it): groups
 * of tokens; a group of less than 8 that does not fit moves whole, a longer one is cut at the 75th. A group is a whole weighted segment
 * (4bd7a400), so a caption without parentheses is cut hard; in older code (comfy-words) it is a word. An `embedding:` begins a group
 * and is read as text here: which embeddings are installed is not known. */
#include "split/layout.h"
#include "split/parens.h"

enum { LARGE = 8 }; /* max_word_length */

static void put_group(struct tok_run *run, const struct mapped *m, size_t from, size_t to, struct rows *r)
{
	if (from == to)
		return;
	struct tok_out t = row_encode(run, m, from, to);
	if (t.n < LARGE && row_held(r) + t.n > CLIP_ROW)
		row_end(r, r->tokens.n, ROW_BY_TOKEN);
	for (size_t i = 0; i < t.n; i++) {
		if (row_held(r) == CLIP_ROW)
			row_end(r, r->tokens.n, ROW_BY_TOKEN);
		row_token(r, row_mapped(m, from, t.v[i]));
	}
}

/* One weighted segment: split in front of each `embedding:` that follows a space or a line break, which is lost. */
static void put_segment(const struct split_layout *l, struct tok_run *run, const struct mapped *m, size_t from,
                        size_t to, struct rows *r)
{
	static const char mark[] = "embedding:";
	const size_t n = sizeof mark - 1;
	size_t start = from;

	for (size_t i = from; i < to; i++) {
		if (m->text.p[i] != ' ' && m->text.p[i] != '\n')
			continue;
		if (!l->words && !(to - i > n && memcmp(m->text.p + i + 1, mark, n) == 0))
			continue;
		put_group(run, m, start, i, r);
		start = i + 1;
	}
	put_group(run, m, start, to, r);
}

void cut_comfy(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r)
{
	struct parens p;

	parens_parse(caption, r->a, &p);
	for (size_t i = 0; i < p.n; i++)
		put_segment(l, run, &p.text, p.v[i].from, p.v[i].to, r);
	row_end(r, r->tokens.n, ROW_BY_TOKEN);
}
