/* seg.c: cutting captions: one pass over the bytes; ASCII by table, other characters by their category. */
#include "text/seg.h"

#include "base/buf.h"
#include "text/utf8.h"

enum { C_OTHER, C_SPACE, C_LOWER, C_UPPER, C_DIGIT, C_SEP, C_DOT, C_BREAK, C_FACE, C_HIGH };

/* What each byte may begin. C_FACE: only a kaomoji (letters and separators may begin one too: see may_face). */
static const unsigned char kind[256] = {
	['\t'] = C_SPACE, [' '] = C_SPACE, ['\v'] = C_SPACE, ['\f'] = C_SPACE,
	['\n'] = C_BREAK, ['\r'] = C_BREAK,
	[','] = C_SEP, [';'] = C_SEP, ['!'] = C_SEP, ['?'] = C_SEP, ['.'] = C_DOT,
	['0' ... '9'] = C_DIGIT, ['a' ... 'z'] = C_LOWER, ['A' ... 'Z'] = C_UPPER,
	['^'] = C_FACE, ['>'] = C_FACE, ['<'] = C_FACE, ['='] = C_FACE, ['+'] = C_FACE, ['@'] = C_FACE,
	['|'] = C_FACE, [':'] = C_FACE, ['('] = C_FACE, ['\\'] = C_FACE, ['*'] = C_FACE,
	[0x80 ... 0xFF] = C_HIGH,
};

static bool is_space(char c)
{
	unsigned char k = kind[(unsigned char)c];

	return k == C_SPACE || k == C_BREAK;
}

/* A face may begin with these letters and digits if the second byte is one of "_:3d" (o_o, d:, x3, xd). */
static bool letter_face(struct span s, size_t i)
{
	if (i + 1 >= s.n || !strchr("_:3dD", s.p[i + 1]))
		return false;
	return strchr("0136ouxtdnqvOUXTDNQV", s.p[i]) != NULL;
}

struct cutter {
	struct span s;
	struct arena *a;
	struct seg *out;
	char *lower;      /* s in ASCII lower case, same offsets */
	size_t seg_start; /* first byte of the open segment that is no white space, or SIZE_MAX */
	size_t seg_end;   /* behind its last such byte */
	uint32_t first_word;
	bool sentence_ended;
};

/* The normal form of a word with characters beyond ASCII. */
static struct span norm_high(struct cutter *c, size_t from, size_t to)
{
	struct buf low = BUF_INIT, out = BUF_INIT;
	struct span w = span_cut(c->s, from, to), r;

	uni_lower_span(&low, w, false);
	uni_nfc(&out, buf_span(&low), NULL);
	char *p = arena_alloc(c->a, out.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < out.n; i++) {
		if (out.n - i >= 3 && memcmp(out.p + i, "\xE2\x80\x99", 3) == 0) {
			p[n++] = '\'';
			i += 2;
		} else {
			p[n++] = out.p[i];
		}
	}
	r = (struct span){p, n};
	buf_fini(&low);
	buf_fini(&out);
	return r;
}

static bool word_char(uint32_t c)
{
	return (uni_class(c) & (UC_L | UC_N | UC_M)) != 0;
}

/* An apostrophe's length if one stands at i with a letter behind it (and one before it, by the caller). */
static size_t apostrophe(struct span s, size_t i)
{
	size_t n = 0;

	if (s.p[i] == '\'')
		n = 1;
	else if (s.n - i > 3 && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0)
		n = 3;
	if (!n || i + n >= s.n)
		return 0;
	unsigned char k = kind[(unsigned char)s.p[i + n]];
	if (k == C_HIGH) {
		uint32_t ch;
		utf8_decode(s.p + i + n, s.p + s.n, &ch);
		return word_char(ch) ? n : 0;
	}
	return k == C_LOWER || k == C_UPPER || k == C_DIGIT ? n : 0;
}

/* Whether the word so far is one whose underscores are its own. */
static bool own_underscores(const char *p, size_t n)
{
	return (n >= 5 && memcmp(p, "score", 5) == 0) || (n >= 6 && memcmp(p, "source", 6) == 0) ||
	       (n >= 6 && memcmp(p, "rating", 6) == 0);
}

/* The end of the word that starts at i; *high: it has characters beyond ASCII. */
static size_t word_end(const struct cutter *c, size_t i, bool *high)
{
	struct span s = c->s;
	size_t start = i;

	while (i < s.n) {
		unsigned char k = kind[(unsigned char)s.p[i]];
		if (k == C_LOWER || k == C_UPPER || k == C_DIGIT) {
			i++;
			continue;
		}
		size_t n = i > start ? apostrophe(s, i) : 0;
		if (n) {
			*high |= n > 1;
			i += n;
			continue;
		}
		if (k == C_HIGH) {
			uint32_t ch;
			n = utf8_decode(s.p + i, s.p + s.n, &ch);
			bool joiner = i > start && (ch == 0x200C || ch == 0x200D);
			if (!word_char(ch) && !joiner)
				break;
			*high = true;
			i += n;
			continue;
		}
		if (i > start && i + 1 < s.n && kind[(unsigned char)s.p[i + 1]] == C_DIGIT &&
		    kind[(unsigned char)s.p[i - 1]] == C_DIGIT && (s.p[i] == '.' || s.p[i] == ',')) {
			i++;
			continue;
		}
		if (s.p[i] == '_' && own_underscores(c->lower + start, i - start)) {
			i++;
			continue;
		}
		break;
	}
	return i;
}

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
	unsigned char k = kind[(unsigned char)c->s.p[from]];

	w->joined = from > 0 && c->s.p[from - 1] == '-' && c->out->n_words > 1 && w[-1].end == from - 1;
	w->capital = k == C_UPPER;
	w->digits = k == C_DIGIT;
	if (!high)
		return;
	if (k == C_HIGH) {
		uint32_t ch;
		utf8_decode(c->s.p + from, c->s.p + to, &ch);
		w->capital = (uni_class(ch) & UC_LU) != 0;
	}
	w->norm = norm_high(c, from, to);
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
	return i > 0 && i + 1 < s.n && kind[(unsigned char)s.p[i - 1]] == C_DIGIT &&
	       kind[(unsigned char)s.p[i + 1]] == C_DIGIT && s.p[i] == ',';
}

/* Behind the closing quotation marks and brackets at i. */
static size_t closers(struct span s, size_t i)
{
	for (;;) {
		if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'' || s.p[i] == ')'))
			i++;
		else if (s.n - i >= 3 && memcmp(s.p + i, "\xE2\x80\x9D", 3) == 0)
			i += 3;
		else
			return i;
	}
}

/* Whether the dot at i belongs to the word before it: an initial ("J. Doe") or a common abbreviation. */
static bool abbreviation(const struct cutter *c, size_t i)
{
	static const char *const known[] = {"mr", "mrs", "ms", "dr", "st", "prof", "vs", "e.g", "i.e", "approx", "feat"};
	size_t from = i;

	while (from > 0 && i - from < 8 && !is_space(c->s.p[from - 1]) && c->s.p[from - 1] != ',')
		from--;
	struct span w = {c->lower + from, i - from};
	if (w.n == 1 && kind[(unsigned char)c->s.p[from]] == C_UPPER)
		return true;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (span_is(w, known[k]))
			return true;
	/* "no. 7" */
	return span_is(w, "no") && i + 2 < c->s.n && kind[(unsigned char)c->s.p[i + 2]] == C_DIGIT;
}

/* Where the sentence that the dot at i ends is over, its closing marks included; 0 if the dot ends none. */
static size_t sentence_end(const struct cutter *c, size_t i)
{
	size_t j = closers(c->s, i + 1);

	if (j >= c->s.n)
		return j;
	return is_space(c->s.p[j]) && !abbreviation(c, i) ? j : 0;
}

/* Handles the byte at i when it is no plain word; returns where to go on. */
static size_t other(struct cutter *c, size_t i, unsigned char k)
{
	struct span s = c->s;
	size_t n;

	if (k == C_SPACE)
		return i + 1;
	if (k == C_BREAK) {
		end_segment(c, i, i + 1, '\n');
		return i + 1;
	}
	if ((n = seg_kaomoji(s, i)) != 0) {
		if (n == 3 && (memcmp(s.p + i, "|||", 3) == 0 || memcmp(s.p + i, ";;;", 3) == 0)) {
			end_segment(c, i, i + n, s.p[i]);
			return i + n;
		}
		struct seg_word *w = add_word(c, i, i + n);
		w->kaomoji = true;
		touch(c, i, i + n);
		return i + n;
	}
	n = k == C_SEP && !in_number(s, i) ? i + 1 : k == C_DOT ? sentence_end(c, i) : 0;
	if (n && (s.p[i] == '!' || s.p[i] == '?'))
		n = closers(s, n);
	if (n) {
		end_segment(c, i, n, s.p[i]);
		return n;
	}
	if (k == C_HIGH) {
		uint32_t ch;
		n = utf8_decode(s.p + i, s.p + s.n, &ch);
		if (uni_class(ch) & UC_WS)
			return i + n;
		touch(c, i, i + n);
		return i + n;
	}
	touch(c, i, i + 1);
	return i + 1;
}

static char *lower_copy(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];
		p[i] = (char)(b + ((unsigned)(b - 'A') < 26 ? 32 : 0));
	}
	p[s.n] = 0;
	return p;
}

void seg_cut(struct span text, struct arena *a, struct seg *out)
{
	struct cutter c = {text, a, out, lower_copy(a, text), SIZE_MAX, 0, 0, false};

	*out = (struct seg){.text = text, .cap_segments = text.n / 16 + 4, .cap_words = text.n / 5 + 8};
	out->segments = arena_alloc(a, out->cap_segments * sizeof *out->segments);
	out->words = arena_alloc(a, out->cap_words * sizeof *out->words);
	for (size_t i = 0; i < text.n;) {
		unsigned char k = kind[(unsigned char)text.p[i]];
		if (k == C_LOWER || k == C_UPPER || k == C_DIGIT || k == C_HIGH) {
			bool high = false;
			bool face = letter_face(text, i) && seg_kaomoji(text, i);
			size_t end = face ? i : word_end(&c, i, &high);
			if (end > i) {
				take_word(&c, i, end, high);
				touch(&c, i, end);
				i = end;
				continue;
			}
		}
		i = other(&c, i, k);
	}
	end_segment(&c, text.n, text.n, 0);
}
