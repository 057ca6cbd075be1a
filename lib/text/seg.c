/* seg.c: cutting captions: one pass over the bytes; ASCII by table, other characters by their category. */
#include "text/segpriv.h"
#include "text/utf8.h"

/* Whether the letters or digits [i,end) may begin a face: o_o, d:, x3, xd. */
static inline bool letter_face(struct span s, size_t i, size_t end)
{
	if (end - i == 1)
		return end < s.n && (s.p[end] == '_' || s.p[end] == ':');
	return end - i == 2 && (s.p[i] | 32) == 'x' && (s.p[i + 1] == '3' || (s.p[i + 1] | 32) == 'd');
}

struct cutter {
	struct span s;
	struct arena *a;
	struct seg *out;
	char *lower;      /* s in ASCII lower case, at the same offsets */
	size_t seg_start; /* first byte of the open segment that is no white space, or SIZE_MAX */
	size_t seg_end;   /* behind its last such byte */
	uint32_t first_word;
	bool sentence_ended;
};

static void more_words(struct cutter *c)
{
	struct seg *o = c->out;

	o->words = arena_grow(c->a, o->words, o->cap_words * sizeof *o->words, o->cap_words * 2 * sizeof *o->words);
	o->cap_words *= 2;
}

/* A word of ASCII; of others what holds for them, too. */
static inline __attribute__((always_inline)) struct seg_word *take_plain(struct cutter *c, size_t from, size_t to)
{
	struct seg *o = c->out;
	unsigned char k = seg_kind[(unsigned char)c->s.p[from]];

	if (o->n_words == o->cap_words)
		more_words(c);
	struct seg_word *w = &o->words[o->n_words++];
	w->start = (uint32_t)from;
	w->end = (uint32_t)to;
	w->norm = (struct span){c->lower + from, to - from};
	w->segment = (uint32_t)o->n_segments;
	w->joined = from > 0 && c->s.p[from - 1] == '-' && o->n_words > 1 && w[-1].end == from - 1;
	w->kaomoji = false;
	w->capital = (k & C_UPPER) != 0;
	w->digits = (k & C_DIGIT) != 0;
	if (k & C_UPPER && kind_at(c->s, from + 1) & C_UPPER)
		o->marks |= MARK_CAPS;
	return w;
}

static void take_word(struct cutter *c, size_t from, size_t to, bool high)
{
	struct seg_word *w = take_plain(c, from, to);

	if (!high)
		return;
	if (kind_at(c->s, from) & C_HIGH) {
		uint32_t ch;
		utf8_decode(c->s.p + from, c->s.p + to, &ch);
		w->capital = (uni_class(ch) & UC_LU) != 0;
	}
	w->norm = seg_norm(span_cut(c->s, from, to), c->a);
}

static inline void touch(struct cutter *c, size_t from, size_t to)
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
		if (o->n_segments == o->cap_segments) {
			size_t was = o->cap_segments * sizeof *o->segments;
			o->segments = arena_grow(c->a, o->segments, was, was * 2);
			o->cap_segments *= 2;
		}
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

/* What CAP101 looks for: blanks, commas and stops that do not stand as in "a, b c". */
static bool spacing(struct span s, size_t i)
{
	char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : ',';

	if (i == 0 || c == '\n')
		return true;
	if (c == ' ')
		return next == ' ' || next == ',' || next == '\n' || next == '.';
	return c == ',' ? next != ' ' || i + 2 >= s.n : c == '.' && next == '.';
}

static size_t face(struct cutter *c, size_t i, size_t n)
{
	c->out->mark_bytes += (uint32_t)n;
	for (size_t k = i; k < i + n; k++)
		c->out->marks |= seg_mark[(unsigned char)c->s.p[k]];
	if (n == 3 && (memcmp(c->s.p + i, "|||", 3) == 0 || memcmp(c->s.p + i, ";;;", 3) == 0)) {
		end_segment(c, i, i + n, c->s.p[i]);
		return i + n;
	}
	take_word(c, i, i + n, false);
	c->out->words[c->out->n_words - 1].kaomoji = true;
	touch(c, i, i + n);
	return i + n;
}

/* Handles the byte at i when it is no word; returns where to go on. */
static size_t other(struct cutter *c, size_t i, unsigned char k)
{
	struct span s = c->s;
	size_t n;

	c->out->marks |= seg_mark[(unsigned char)s.p[i]];
	if (!(k & (C_SPACE | C_BREAK | C_HIGH))) {
		c->out->mark_bytes++;
		c->out->mark_runs += s.p[i] != '\'' && (i == 0 || seg_kind[(unsigned char)s.p[i - 1]] & (C_WORD | C_SPACE | C_BREAK));
	}
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
		c->out->mark_bytes += (uint32_t)(n - i - 1);
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

/* A word, or a face that begins like one, at i, where plain letters and digits end at j. Returns where to go on, or i. */
static size_t word_or_face(struct cutter *c, size_t i, size_t j)
{
	bool high = false;
	unsigned char next = kind_at(c->s, j);

	if (j > i && j - i <= 2 && letter_face(c->s, i, j)) {
		size_t n = seg_kaomoji(c->s, i);
		if (n)
			return face(c, i, n);
	}
	if (!(next & C_SPACE) && j < c->s.n) {
		j = seg_word_end(c->s, i, j, &high, &c->out->marks);
	}
	if (j == i)
		return i;
	take_word(c, i, j, high);
	touch(c, i, j);
	return j;
}

/* The text in ASCII lower case, eight bytes at a time, with PAD readable bytes behind it. Counts the commas in passing. */
static char *lower_copy(struct span s, struct arena *a, bool *upper, uint32_t *commas)
{
	const uint64_t ones = 0x0101010101010101u;
	char *p = arena_alloc(a, s.n + SEG_PAD);
	uint64_t any = 0;
	size_t i = 0, n = 0;

	for (; i + 8 <= s.n; i += 8) {
		uint64_t x, low, is, comma;
		memcpy(&x, s.p + i, 8);
		comma = x ^ ',' * ones;
		comma = ~(((comma & 0x7F * ones) + 0x7F * ones) | comma) & 0x80 * ones; /* exactly the bytes that are zero */
		n += comma ? (size_t)__builtin_popcountll(comma) : 0;
		low = x & 0x7F * ones;
		is = ~x & (low + 0x3F * ones) & ~(low + 0x25 * ones) & 0x80 * ones; /* A..Z */
		any |= is;
		x |= is >> 2;
		memcpy(p + i, &x, 8);
	}
	for (; i < s.n; i++) {
		unsigned is = kind_at(s, i) & C_UPPER;
		any |= is;
		n += s.p[i] == ',';
		p[i] = (char)(s.p[i] | is << 4);
	}
	memset(p + s.n, 0, SEG_PAD);
	*upper = any != 0;
	*commas = (uint32_t)n;
	return p;
}

/* Whether a word that plain letters and digits [i,j) make up is whole, and no face: almost all are. */
static bool plain(struct span s, size_t i, size_t j, unsigned char next)
{
	if (j - i <= 2 && letter_face(s, i, j))
		return false;
	return next & C_SPACE || j == s.n || (s.p[j] == ',' && !(kind_at(s, j + 1) & C_DIGIT));
}

void seg_cut(struct span text, struct arena *a, struct seg *out)
{
	bool upper;
	uint32_t commas;
	struct cutter c = {text, a, out, lower_copy(text, a, &upper, &commas), SIZE_MAX, 0, 0, false};

	*out = (struct seg){.text = text, .cap_segments = text.n / 16 + 4, .cap_words = text.n / 5 + 8, .commas = commas};
	out->segments = arena_alloc(a, out->cap_segments * sizeof *out->segments);
	out->words = arena_alloc(a, out->cap_words * sizeof *out->words);
	for (size_t i = 0; i < text.n;) {
		unsigned char k = seg_kind[(unsigned char)text.p[i]], x = k;
		size_t j = i, went;
		while (x & C_WORD)
			x = kind_at(text, ++j);
		if (j > i && plain(text, i, j, x)) {
			take_plain(&c, i, j);
			touch(&c, i, j);
			i = j + (x & C_SPACE && kind_at(text, j + 1) & (C_WORD | C_HIGH)); /* the blank too */
		} else if ((j > i || k & C_HIGH) && (went = word_or_face(&c, i, j)) > i) {
			i = went;
		} else {
			i = other(&c, i, k);
		}
	}
	if (upper)
		out->marks |= MARK_UPPER;
	if (text.n && (is_space(text.p[text.n - 1]) || text.p[text.n - 1] == ','))
		out->marks |= MARK_SPACING;
	end_segment(&c, text.n, text.n, 0);
}
