/* rows.c: from tokens in rows to the parts of the caption, the same for every layout. */
#include "split/layout.h"

void row_end(struct rows *r, size_t to, size_t edge)
{
	*ARENA_PUSH(r->a, &r->list) = (struct row){to, edge};
}

void row_token(struct rows *r, struct tok_piece p)
{
	*ARENA_PUSH(r->a, &r->tokens) = p;
}

struct tok_out row_encode(struct tok_run *run, const struct mapped *m, size_t from, size_t to)
{
	return tok_encode(run, span_cut(m->text, from, to));
}

struct tok_piece row_mapped(const struct mapped *m, size_t from, struct tok_piece p)
{
	size_t start = from + p.start, end = from + p.end;

	if (!m->at)
		return (struct tok_piece){p.id, (uint32_t)start, (uint32_t)end};
	if (end > start)
		return (struct tok_piece){p.id, m->at[2 * start], m->at[2 * end - 1]};
	uint32_t at = start < m->text.n ? m->at[2 * start] : start ? m->at[2 * start - 1] : 0;
	return (struct tok_piece){p.id, at, at};
}

struct mapped_writer mapped_open(struct arena *a, size_t n)
{
	return (struct mapped_writer){arena_alloc(a, n), arena_alloc(a, n * 2 * sizeof(uint32_t)), 0};
}

void mapped_put(struct mapped_writer *w, char c, size_t start, size_t end)
{
	w->p[w->n] = c;
	w->at[2 * w->n] = (uint32_t)start;
	w->at[2 * w->n + 1] = (uint32_t)end;
	w->n++;
}

struct mapped mapped_done(const struct mapped_writer *w)
{
	return (struct mapped){{w->p, w->n}, w->at};
}

/* BOS, the row's ids, EOS. A pad id of 0 is a real token ("!" glued to the next symbol), so sd-scripts takes it for padding in two
 * places (strategy_base.py:264-268 at 48d368fa): the last of 77 places becomes EOS only when the 75th id is not 0 or the caption
 * fills the whole input, and a first id of 0 becomes EOS. */
static void put_ids(const struct split_layout *l, const struct rows *r, size_t from, size_t to, size_t kept,
                    struct split_part *part)
{
	size_t n = to - from;
	uint32_t *ids = arena_alloc(r->a, (n + 2) * sizeof *ids);

	ids[0] = CLIP_BOS;
	for (size_t i = 0; i < n; i++)
		ids[i + 1] = r->tokens.v[from + i].id;
	ids[n + 1] = CLIP_EOS;
	if (l->pad0 && l->rows > 1 && n) {
		if (n == CLIP_ROW && ids[n] == 0 && kept < (size_t)l->rows * CLIP_ROW)
			ids[n + 1] = 0;
		if (ids[1] == 0)
			ids[1] = CLIP_EOS;
	}
	part->ids = ids;
	part->n_ids = n + 2;
	part->tokens = n;
}

/* The first token that begins at least so far in the caption: up to it goes the rest of a character. */
struct rest {
	size_t least, next;
};

/* The same for a row whose last token is in front of token n. A cluster of a thousand marks has as many tokens, and fills rows: none looks again at
 * what one before it has passed. */
static size_t behind_character(const struct rows *r, struct rest *rest, size_t n)
{
	size_t least = n ? r->tokens.v[n - 1].end : 0;

	if (rest->next < n || rest->least > least)
		rest->next = n;
	rest->least = least;
	while (rest->next < r->tokens.n && r->tokens.v[rest->next].start < least)
		rest->next++;
	return rest->next;
}

/* Where row i ends in the caption. */
static size_t edge_of(const struct rows *r, struct rest *rest, size_t i, size_t start)
{
	const struct row *row = &r->list.v[i];
	size_t edge = row->edge;

	if (edge == ROW_BY_TOKEN && row->to == r->tokens.n)
		edge = r->caption.n;
	if (edge == ROW_BY_TOKEN) {
		size_t next = behind_character(r, rest, row->to);
		edge = next < r->tokens.n ? r->tokens.v[next].start : r->caption.n;
		while (r->openers && edge > rest->least && (r->caption.p[edge - 1] == '(' || r->caption.p[edge - 1] == '['))
			edge--;
	}
	return edge < start ? start : edge;
}

void split_windows(const struct split_layout *l, struct tok_run *run, struct span caption, struct arena *a,
                   struct split *out)
{
	struct rows r = {.a = a, .caption = caption, .openers = l->emphasis};
	struct rest rest = {0, 0};
	size_t start = 0, from = 0;

	*out = (struct split){0};
	l->cut(l, run, caption, &r);
	size_t kept = r.list.v[r.list.n - 1].to;
	bool lost = kept < r.tokens.n;
	for (size_t i = 0; i < r.list.n; i++) {
		struct split_part *part = ARENA_PUSH(a, out);
		*part = (struct split_part){.start = start};
		put_ids(l, &r, from, r.list.v[i].to, kept, part);
		from = r.list.v[i].to;
		start = part->end = i + 1 == r.list.n && !lost ? caption.n : edge_of(&r, &rest, i, start);
	}
	if (lost)
		*ARENA_PUSH(a, out) = (struct split_part){start, caption.n, r.tokens.n - kept, NULL, 0, true};
}
