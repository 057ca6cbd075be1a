/* seg.c: cutting captions: one pass over the bytes; ASCII by table, other characters by their category. */
#include "text/segpriv.h"
#include "text/utf8.h"

/* Whether the letters or digits [i,end) may begin a face: o_o, d:, x3, xd. */
static bool letter_face(struct span s, size_t i, size_t end)
{
	if (end - i == 1)
		return end < s.n && (s.p[end] == '_' || s.p[end] == ':');
	return end - i == 2 && (s.p[i] | 32) == 'x' && (s.p[i + 1] == '3' || (s.p[i + 1] | 32) == 'd');
}

struct cutter {
	struct span s;
	struct arena *a;
	struct seg *out;
	char *lower;      /* words in ASCII lower case, at the same offsets as in s */
	size_t seg_start; /* first byte of the open segment that is no white space, or SIZE_MAX */
	size_t seg_end;   /* behind its last such byte */
	uint32_t first_word;
	bool sentence_ended;
};

static void *more(struct arena *a, void *v, size_t *cap, size_t n, size_t size)
{
	if (n < *cap)
		return v;
	v = arena_grow(a, v, *cap * size, *cap * 2 * size);
	*cap *= 2;
	return v;
}

static struct seg_word *add_word(struct cutter *c, size_t from, size_t to)
{
	struct seg *o = c->out;

	o->words = more(c->a, o->words, &o->cap_words, o->n_words, sizeof *o->words);
	struct seg_word *w = &o->words[o->n_words++];
	*w = (struct seg_word){(uint32_t)from, (uint32_t)to, {c->lower + from, to - from},
			       (uint32_t)o->n_segments, false, false, false, false};
	return w;
}

static void take_word(struct cutter *c, size_t from, size_t to, bool high)
{
	struct seg_word *w = add_word(c, from, to);
	unsigned char k = seg_kind[(unsigned char)c->s.p[from]];

	w->joined = from > 0 && c->s.p[from - 1] == '-' && c->out->n_words > 1 && w[-1].end == from - 1;
	w->capital = (k & C_UPPER) != 0;
	w->digits = (k & C_DIGIT) != 0;
	if (!high)
		return;
	if (k & C_HIGH) {
		uint32_t ch;
		utf8_decode(c->s.p + from, c->s.p + to, &ch);
		w->capital = (uni_class(ch) & UC_LU) != 0;
	}
	w->norm = seg_norm(span_cut(c->s, from, to), c->a);
}

static void touch(struct cutter *c, size_t from, size_t to)
{
	if (c->seg_start == SIZE_MAX)
		c->seg_start = from;
	c->seg_end = to;
}

/* Ends the open segment, if any, before the separator [at,end). Separators in a row belong to one segment. */
static void end_segment(struct cutter *c, size_t at, size_t end, char sep)
{
	struct seg *o = c->out;

	if (c->seg_start == SIZE_MAX) { /* nothing since the last one */
		if (o->n_segments && sep) {
			struct seg_segment *last = &o->segments[o->n_segments - 1];
			last->sep_end = (uint32_t)end;
		}
	} else {
		o->segments = more(c->a, o->segments, &o->cap_segments, o->n_segments, sizeof *o->segments);
		if (c->sentence_ended || o->n_segments == 0)
			o->n_sentences++;
		c->sentence_ended = false;
		o->segments[o->n_segments++] = (struct seg_segment){
			(uint32_t)c->seg_start, (uint32_t)c->seg_end, (uint32_t)at, (uint32_t)end, c->first_word,
			(uint32_t)o->n_words - c->first_word, (uint32_t)o->n_sentences - 1, sep};
		c->first_word = (uint32_t)o->n_words;
		c->seg_start = SIZE_MAX;
	}
	if (sep == '.' || sep == '!' || sep == '?' || sep == '\n')
		c->sentence_ended = true;
}

/* Whether the separator at i stands inside a number: 1,000. */
static bool in_number(struct span s, size_t i)
{
	return i > 0 && i + 1 < s.n && seg_kind[(unsigned char)s.p[i - 1]] & C_DIGIT &&
	       seg_kind[(unsigned char)s.p[i + 1]] & C_DIGIT && s.p[i] == ',';
}

/* What CAP101 looks for: blanks and commas that do not stand as in "a, b c". */
static bool spacing(struct span s, size_t i)
{
	char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : ',';

	if (i == 0 || c == '\n')
		return true;
	if (c == ' ')
		return next == ' ' || next == ',' || next == '\n';
	return c == ',' ? next != ' ' || i + 2 >= s.n : c == '.' && next == '.';
}

static size_t face(struct cutter *c, size_t i, size_t n)
{
	for (size_t k = i; k < i + n; k++) {
		c->out->marks |= seg_mark[(unsigned char)c->s.p[k]];
		c->lower[k] = (char)(c->s.p[k] | (kind_at(c->s, k) & C_UPPER) << 4);
	}
	if (n == 3 && (memcmp(c->s.p + i, "|||", 3) == 0 || memcmp(c->s.p + i, ";;;", 3) == 0)) {
		end_segment(c, i, i + n, c->s.p[i]);
		return i + n;
	}
	struct seg_word *w = add_word(c, i, i + n);
	w->kaomoji = true;
	touch(c, i, i + n);
	return i + n;
}

/* Handles the byte at i when it is no word; returns where to go on. */
static size_t other(struct cutter *c, size_t i, unsigned char k)
{
	struct span s = c->s;
	size_t n;

	c->out->marks |= seg_mark[(unsigned char)s.p[i]];
	if (k & (C_SPACE | C_SEP | C_DOT | C_BREAK) && spacing(s, i))
		c->out->marks |= MARK_SPACING;
	if (k & C_SPACE)
		return i + 1;
	if (k & C_BREAK) {
		end_segment(c, i, i + 1, '\n');
		return i + 1;
	}
	if (!(s.p[i] == ',' && kind_at(s, i + 1) & C_SPACE) && (n = seg_kaomoji(s, i)) != 0)
		return face(c, i, n);
	n = k & C_SEP && !in_number(s, i) ? i + 1 : k & C_DOT ? seg_sentence_end(s, i) : 0;
	if (n && (s.p[i] == '!' || s.p[i] == '?'))
		n = seg_closers(s, n);
	if (n) {
		for (size_t q = i + 1; q < n; q++)
			c->out->marks |= seg_mark[(unsigned char)s.p[q]];
		end_segment(c, i, n, s.p[i]);
		return n;
	}
	if (k & C_DOT)
		c->out->marks |= MARK_DOT;
	n = 1;
	if (k & C_HIGH) {
		uint32_t ch;
		n = utf8_decode(s.p + i, s.p + s.n, &ch);
		if (uni_class(ch) & UC_WS)
			return i + n;
	}
	touch(c, i, i + n);
	return i + n;
}

void seg_cut(struct span text, struct arena *a, struct seg *out)
{
	struct cutter c = {text, a, out, arena_alloc(a, text.n + 1), SIZE_MAX, 0, 0, false};
	unsigned acc = 0;

	*out = (struct seg){.text = text, .cap_segments = text.n / 16 + 4, .cap_words = text.n / 5 + 8};
	out->segments = arena_alloc(a, out->cap_segments * sizeof *out->segments);
	out->words = arena_alloc(a, out->cap_words * sizeof *out->words);
	c.lower[text.n] = 0;
	for (size_t i = 0; i < text.n;) {
		unsigned char k = seg_kind[(unsigned char)text.p[i]];
		size_t j = i;
		for (unsigned char x = k; x & C_WORD; x = kind_at(text, j)) {
			c.lower[j] = (char)(text.p[j] | (x & C_UPPER) << 4);
			acc |= x;
			j++;
		}
		bool high = false;
		if (j > i || k & C_HIGH) {
			unsigned char next = kind_at(text, j);
			if (!(next & C_SPACE) && j < text.n) {
				size_t n = j > i && letter_face(text, i, j) ? seg_kaomoji(text, i) : 0;
				if (n) {
					i = face(&c, i, n);
					continue;
				}
				size_t end = seg_word_end(text, i, j, &high, &out->marks);
				for (; j < end; j++)
					c.lower[j] = (char)(text.p[j] | (seg_kind[(unsigned char)text.p[j]] & C_UPPER) << 4);
			} else if (j > i && letter_face(text, i, j) && seg_kaomoji(text, i)) {
				i = face(&c, i, j - i);
				continue;
			}
		}
		if (j > i) {
			take_word(&c, i, j, high);
			touch(&c, i, j);
			i = j;
			continue;
		}
		i = other(&c, i, k);
	}
	if (acc & C_UPPER)
		out->marks |= MARK_UPPER;
	if (text.n && (is_space(text.p[text.n - 1]) || text.p[text.n - 1] == ','))
		out->marks |= MARK_SPACING;
	end_segment(&c, text.n, text.n, 0);
}
