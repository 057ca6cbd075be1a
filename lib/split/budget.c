/* budget.c: a caption in as few parts as its order allows, each within what an encoder reads, cut at clause edges where possible.
 * Tokens at an edge may differ when a part stands alone (a leading space belongs to the word), so each part is counted alone. What is
 * counted is never much longer than the part that comes of it: looking for an edge goes on from where the last part ended, and
 * time stays linear whatever the caption is made of. */
#include "split/split.h"
#include "text/seg.h"
#include "text/utf8.h"

struct edges {
	uint32_t *v; /* where clauses (words) begin, rising */
	size_t n;
	size_t at;   /* the first that was not behind the last part's begin */
};

struct budget {
	const struct split_meter *m;
	struct span caption;
	struct edges clauses, words;
};

static bool fits(const struct budget *b, size_t from, size_t to)
{
	size_t room, n = b->m->count(b->m->ctx, span_cut(b->caption, from, to), &room);

	return n <= room;
}

/* The first byte of the character that holds byte at. */
static size_t whole(struct span s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* A byte behind from that is too far for one part, or the end of the caption if all the rest is one. guess: how long a part was. */
static size_t too_far(const struct budget *b, size_t from, size_t guess)
{
	for (;; guess *= 2) {
		size_t to = guess < b->caption.n - from ? whole(b->caption, from + guess) : b->caption.n;
		if (to == b->caption.n || (to > from && !fits(b, from, to)))
			return to;
	}
}

/* The last edge in (from,far) whose part fits, or from. A part with more text has more tokens, but for one at an edge: what the search
 * by halves finds is tried one edge further. */
static size_t last_fitting(const struct budget *b, struct edges *e, size_t from, size_t far)
{
	while (e->at < e->n && e->v[e->at] <= from)
		e->at++;
	size_t low = e->at, high = e->at;
	for (size_t step = 1; high < e->n && e->v[high] < far; step *= 2)
		high += step;
	high = high < e->n ? high : e->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (e->v[mid] < far && fits(b, from, e->v[mid]))
			low = mid + 1;
		else
			high = mid;
	}
	while (low < e->n && e->v[low] < far && low + 1 < e->n && e->v[low + 1] < far && fits(b, from, e->v[low + 1]))
		low += 2;
	return low > e->at ? e->v[low - 1] : from;
}

/* No edge at all in reach: as much as fits, at least one character. */
static size_t cut_inside(const struct budget *b, size_t from, size_t far)
{
	uint32_t c;
	size_t first = from + utf8_decode(b->caption.p + from, b->caption.p + b->caption.n, &c), good = first;

	while (good < far) {
		size_t mid = whole(b->caption, good + (far - good) / 2);
		if (mid <= good)
			mid = good + utf8_decode(b->caption.p + good, b->caption.p + b->caption.n, &c);
		if (mid >= far)
			break;
		if (fits(b, from, mid))
			good = mid;
		else
			far = mid;
	}
	return good;
}

/* Where the part that begins at byte from ends. */
static size_t end_of(struct budget *b, size_t from, size_t guess)
{
	size_t far = too_far(b, from, guess);

	if (far == b->caption.n && fits(b, from, far))
		return far;
	size_t end = last_fitting(b, &b->clauses, from, far);
	if (end == from)
		end = last_fitting(b, &b->words, from, far);
	return end > from ? end : cut_inside(b, from, far);
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

void split_budget(const struct split_meter *m, struct span caption, struct arena *a, struct split *out)
{
	struct budget b = {.m = m, .caption = caption};
	size_t room, tokens = m->count(m->ctx, caption, &room), from = 0, guess = 0;

	*out = (struct split){0};
	if (tokens <= room) {
		*ARENA_PUSH(a, out) = (struct split_part){.end = caption.n, .tokens = tokens};
		return;
	}
	find_edges(&b, a);
	do {
		size_t end = end_of(&b, from, guess > 0 ? guess : room);
		guess = end - from + 1;
		*ARENA_PUSH(a, out) = (struct split_part){
			.start = from, .end = end, .tokens = m->count(m->ctx, span_cut(caption, from, end), &room)};
		from = end;
	} while (from < caption.n);
}
