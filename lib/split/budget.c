/* budget.c: a caption in as few parts as its order allows, each within an encoder's limit, cut at clause edges where possible.
 * Tokens at an edge may differ when a part stands alone (a leading space belongs to the word), so each part is counted alone. */
#include "split/split.h"
#include "text/seg.h"
#include "text/utf8.h"

struct edges {
	uint32_t *v; /* where clauses (words) begin, rising */
	size_t n;
};

struct budget {
	struct tok_run *run;
	struct span caption;
	size_t limit;
	struct tok_piece *pieces;
	size_t n;
	struct edges clauses, words;
};

/* How many edges are <= at. */
static size_t edges_to(const struct edges *e, size_t at)
{
	size_t low = 0, high = e->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (e->v[mid] <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static size_t count(const struct budget *b, size_t from, size_t to)
{
	return tok_count(b->run, span_cut(b->caption, from, to));
}

/* The last edge behind from and not behind most whose part fits, or from. */
static size_t last_fitting(const struct budget *b, const struct edges *e, size_t from, size_t most)
{
	for (size_t i = edges_to(e, most); i > 0 && e->v[i - 1] > from; i--)
		if (count(b, from, e->v[i - 1]) <= b->limit)
			return e->v[i - 1];
	return from;
}

/* A clause more may fit when the part alone needs fewer tokens than within the caption. */
static size_t extend(const struct budget *b, size_t from, size_t to)
{
	for (;;) {
		size_t i = edges_to(&b->clauses, to);
		size_t next = i < b->clauses.n ? b->clauses.v[i] : b->caption.n;
		if (next == to || next - from > 2 * (to - from) + 64 || count(b, from, next) > b->limit)
			return to;
		to = next;
	}
}

/* No edge at all in reach: as much as fits, at least one character. */
static size_t cut_inside(const struct budget *b, size_t from, size_t most)
{
	while (most > from && count(b, from, most) > b->limit)
		most = (size_t)(utf8_prev(b->caption.p + from, b->caption.p + most) - b->caption.p);
	if (most > from)
		return most;
	uint32_t c;
	return from + utf8_decode(b->caption.p + from, b->caption.p + b->caption.n, &c);
}

/* Where the part that begins at byte from (and piece k) ends. */
static size_t end_of(const struct budget *b, size_t from, size_t k)
{
	size_t most = k + b->limit < b->n ? b->pieces[k + b->limit].start : b->caption.n;

	if (most == b->caption.n && count(b, from, most) <= b->limit)
		return most;
	size_t end = last_fitting(b, &b->clauses, from, most);
	if (end > from)
		return extend(b, from, end);
	end = last_fitting(b, &b->words, from, most);
	return end > from ? end : cut_inside(b, from, most);
}

static void find_edges(struct budget *b, struct arena *a)
{
	struct seg seg;

	seg_cut(b->caption, a, &seg);
	b->clauses.v = arena_alloc(a, seg.n_segments * sizeof *b->clauses.v);
	b->words.v = arena_alloc(a, seg.n_words * sizeof *b->words.v);
	/* The first of each is no edge: nothing but white space stands before it. */
	for (size_t i = 1; i < seg.n_segments; i++)
		b->clauses.v[b->clauses.n++] = seg.segments[i].start;
	for (size_t i = 1; i < seg.n_words; i++)
		if (!seg.words[i].joined)
			b->words.v[b->words.n++] = seg.words[i].start;
}

void split_budget(struct tok_run *run, struct span caption, size_t limit, struct arena *a, struct split *out)
{
	struct budget b = {.run = run, .caption = caption, .limit = limit};
	struct tok_out t = tok_encode(run, caption);
	size_t k = 0, from = 0;

	*out = (struct split){0};
	b.n = t.n;
	if (t.n > limit) {
		b.pieces = arena_alloc(a, t.n * sizeof *b.pieces);
		memcpy(b.pieces, t.v, t.n * sizeof *b.pieces);
		find_edges(&b, a);
	}
	do {
		size_t end = b.pieces ? end_of(&b, from, k) : caption.n;
		*ARENA_PUSH(a, out) = (struct split_part){
			.start = from, .end = end, .tokens = b.pieces ? count(&b, from, end) : t.n};
		while (k < b.n && b.pieces && b.pieces[k].start < end)
			k++;
		from = end;
	} while (from < caption.n);
}
