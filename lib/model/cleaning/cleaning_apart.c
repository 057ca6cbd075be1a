/* cleaning_apart.c: LongCat-Image tokenises what stands in quotes one character at a time (D42
 * longcat_image/pipeline_longcat_image.py:60-105). Apostrophes inside words are no quotes: the pipeline hides each such word behind
 * a placeholder and puts it back. The placeholder of the i-th word is that of the first, i times over, so of several different
 * words all come back as the first one, i times: a fault of the pipeline that its encoder sees, hence kept. Python's set does not
 * fix which word is the first; here it is the one that is seen first. */
#include "model/cleaning/cleaning.h"

#include "base/ascii.h"
#include "text/utf8.h"

enum { WORDS = 64 }; /* different words with an apostrophe that are looked at: it bounds time and growth; 512 tokens hold fewer */

struct apart {
	struct arena a;
	struct span s;
	struct span words[WORDS];
	int n_words;
	int16_t *hidden;  /* for each byte the word it is hidden in, or -1 */
	bool *starts;     /* whether a hidden word starts at the byte */
	bool mixed;
};

/* [a-zA-Z]+'[a-zA-Z]+, each different one once. */
static void find_words(struct apart *x)
{
	for (size_t i = 0; i < x->s.n;) {
		size_t start = i, end;

		while (i < x->s.n && ascii_letter((unsigned char)x->s.p[i]))
			i++;
		if (i == start) {
			i++;
			continue;
		}
		if (i + 1 >= x->s.n || x->s.p[i] != '\'' || !ascii_letter((unsigned char)x->s.p[i + 1]))
			continue;
		for (end = i + 1; end < x->s.n && ascii_letter((unsigned char)x->s.p[end]); end++)
			;
		struct span word = span_cut(x->s, start, end);
		int k = 0;
		while (k < x->n_words && !span_eq(x->words[k], word))
			k++;
		if (k == x->n_words && k < WORDS)
			x->words[x->n_words++] = word;
		i = end;
	}
}

/* str.replace, word after word: what is hidden already is not looked at again. */
static void hide_words(struct apart *x)
{
	x->hidden = arena_alloc(&x->a, (x->s.n + 1) * sizeof *x->hidden);
	x->starts = arena_zalloc(&x->a, x->s.n + 1, sizeof *x->starts);
	for (size_t i = 0; i < x->s.n; i++)
		x->hidden[i] = -1;
	for (int k = 0; k < x->n_words; k++) {
		struct span word = x->words[k];

		for (size_t i = 0; i + word.n <= x->s.n;) {
			bool free = memcmp(x->s.p + i, word.p, word.n) == 0;

			for (size_t j = i; free && j < i + word.n; j++)
				free = x->hidden[j] < 0;
			if (!free) {
				i++;
				continue;
			}
			x->starts[i] = true;
			for (size_t j = i; j < i + word.n; j++)
				x->hidden[j] = (int16_t)k;
			i += word.n;
		}
	}
}

static const struct span marks[] = {SPAN_INIT("'"), SPAN_INIT("\""), SPAN_INIT("‘"), SPAN_INIT("’"), SPAN_INIT("“"), SPAN_INIT("”")};
enum { MARKS = sizeof marks / sizeof marks[0] };
/* What closes each mark in the reference; -1: it opens nothing. */
static const int closes[MARKS] = {0, 1, 3, -1, 5, -1};

static int mark_at(const struct apart *x, size_t i)
{
	if (x->hidden && x->hidden[i] >= 0)
		return -1;
	for (int k = 0; k < MARKS; k++)
		if (span_starts((struct span){x->s.p + i, x->s.n - i}, marks[k]))
			return k;
	return -1;
}

/* The end of open[^open close]*close at byte i, or 0. */
static size_t closed_at(const struct apart *x, size_t i, int open, int close)
{
	for (i += marks[open].n; i < x->s.n; i++) {
		int k = mark_at(x, i);

		if (k == close)
			return i + marks[k].n;
		if (k == open)
			break;
	}
	return 0;
}

/* The end of the quotation that starts at byte i, or 0. Mixed: the pairs of the reference first, then any mark with any other. */
static size_t quotation_at(const struct apart *x, size_t i)
{
	int open = mark_at(x, i);
	size_t end = 0;

	if (open < 0)
		return 0;
	if (closes[open] >= 0)
		end = closed_at(x, i, open, closes[open]);
	for (int k = 0; x->mixed && !end && k < MARKS; k++)
		if (k != closes[open])
			end = closed_at(x, i, open, k);
	return end;
}

/* Bytes [from,to) with the words put back; every character is a piece when single. */
static void put_part(struct rewriting *w, const struct apart *x, size_t from, size_t to, bool single)
{
	for (size_t i = from; i < to;) {
		int k = x->hidden[i];
		uint32_t c;

		if (k > 0 && x->starts[i]) {
			struct span first = x->words[0];

			for (int times = 0; times <= k; times++)
				for (size_t j = 0; j < first.n; j++) {
					rewriting_put(w, first.p + j, 1, i, i + x->words[k].n);
					if (single)
						rewriting_piece_end(w);
				}
			i += x->words[k].n;
			continue;
		}
		size_t n = utf8_decode(x->s.p + i, x->s.p + to, &c);
		rewriting_copy(w, i, i + n);
		if (single)
			rewriting_piece_end(w);
		i += n;
	}
	if (!single && to > from)
		rewriting_piece_end(w);
}

/* A part between quotations is looked at again once its words are back: one that begins with a quotation then counts as one. */
static bool begins_quoted(const struct apart *x, size_t from, size_t to)
{
	struct apart shown = {.s = {x->s.p + from, to - from}, .mixed = x->mixed};

	return from < to && quotation_at(&shown, 0) > 0;
}

static void split(struct rewriting *w, bool mixed)
{
	struct apart x = {.a = ARENA_INIT, .s = buf_span(&w->text), .mixed = mixed};
	size_t done = 0;

	find_words(&x);
	hide_words(&x);
	for (size_t i = 0; i < x.s.n;) {
		size_t end = quotation_at(&x, i);

		if (!end) {
			i++;
			continue;
		}
		put_part(w, &x, done, i, begins_quoted(&x, done, i));
		put_part(w, &x, i, end, true);
		done = i = end;
	}
	put_part(w, &x, done, x.s.n, begins_quoted(&x, done, x.s.n));
	rewriting_step(w);
	arena_fini(&x.a);
}

static void apart_run(struct rewriting *w)
{
	split(w, false);
}

/* SimpleTuner takes the straight quotes off a caption that begins and ends with one. */
static void mixed_run(struct rewriting *w)
{
	size_t from = 0, to = w->text.n;

	if (to && w->text.p[0] == '"' && w->text.p[to - 1] == '"') {
		while (from < to && w->text.p[from] == '"')
			from++;
		while (to > from && w->text.p[to - 1] == '"')
			to--;
		rewriting_keep(w, from, to);
	}
	split(w, true);
}

static bool no_quotes(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\'' || s.p[i] == '"' || (unsigned char)s.p[i] == 0xE2)
			return false;
	return true;
}

const struct cleaning cleaning_quoted_apart = {.plain = no_quotes, .run = apart_run, .apart = true};
const struct cleaning cleaning_quoted_apart_mixed = {.plain = no_quotes, .run = mixed_run, .apart = true};
