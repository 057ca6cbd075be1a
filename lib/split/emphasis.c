/* emphasis.c: (text) [text] (text:1.2) \( and BREAK as the web UI reads them (modules/prompt_parser.py at 0674fabd:
 * parse_prompt_attention). Weights are multiplied in the order in which the brackets close, in doubles as there, since only
 * parts of exactly the same weight are tokenised together. A weight that is no number ("1.2.3", where the web UI fails) counts
 * as 1. */
#include "split/emphasis.h"

#include "split/pyfloat.h"
#include "text/utf8.h"

enum { DEEPEST = 200 }; /* brackets around one part whose weights are multiplied: keeps hostile text linear */

struct bracket {
	uint32_t outer;  /* of the same shape, 0 = none */
	double times;
	size_t closed;   /* order of closing */
};

struct parser {
	struct arena *a;
	struct span s;
	struct emphasis *out;
	struct mapped_writer w;
	struct { struct bracket *v; size_t n, cap; } brackets; /* index 0 is none */
	uint32_t round, square; /* innermost open ones */
	size_t closed;
};

static uint32_t open_bracket(struct parser *p, uint32_t outer, double times)
{
	*ARENA_PUSH(p->a, &p->brackets) = (struct bracket){outer, times, SIZE_MAX};
	return (uint32_t)(p->brackets.n - 1);
}

static void close_bracket(struct parser *p, uint32_t *open, double times)
{
	struct bracket *b = &p->brackets.v[*open];

	b->times = times;
	b->closed = p->closed++;
	*open = b->outer;
}

/* A new part of bytes [from,to) of the caption, with its edge. */
static void put_part(struct parser *p, size_t from, size_t to, size_t edge, double weight)
{
	size_t at = p->w.n;

	for (size_t i = from; i < to; i++)
		mapped_put(&p->w, p->s.p[i], i, i + 1);
	*ARENA_PUSH(p->a, p->out) = (struct emphasis_part){at, p->w.n, weight, edge, p->round, p->square};
}

static bool is_word(uint32_t c)
{
	return c == '_' || (uni_class(c) & (UC_L | UC_N));
}

static bool word_before(struct span s, size_t least, size_t at)
{
	uint32_t c;

	if (at == least)
		return false;
	const char *q = utf8_prev(s.p + least, s.p + at);
	utf8_decode(q, s.p + at, &c);
	return is_word(c);
}

static bool word_at(struct span s, size_t most, size_t at)
{
	uint32_t c;

	if (at == most)
		return false;
	utf8_decode(s.p + at, s.p + most, &c);
	return is_word(c);
}

static size_t skip_space(struct span s, size_t at, size_t most)
{
	uint32_t c;

	while (at < most) {
		size_t n = utf8_decode(s.p + at, s.p + most, &c);
		if (!uni_py_space(c))
			break;
		at += n;
	}
	return at;
}

static size_t skip_space_back(struct span s, size_t at, size_t least)
{
	uint32_t c;

	while (at > least) {
		const char *q = utf8_prev(s.p + least, s.p + at);
		utf8_decode(q, s.p + at, &c);
		if (!uni_py_space(c))
			break;
		at = (size_t)(q - s.p);
	}
	return at;
}

/* A stretch without brackets, split at BREAK with the white space around it. */
static void put_text(struct parser *p, size_t from, size_t to)
{
	size_t start = from;

	for (size_t i = from; i + 5 <= to;) {
		const char *b = memchr(p->s.p + i, 'B', to - i);
		if (!b)
			break;
		i = (size_t)(b - p->s.p);
		if (to - i < 5 || memcmp(b, "BREAK", 5) != 0 || word_before(p->s, from, i) || word_at(p->s, to, i + 5)) {
			i++;
			continue;
		}
		size_t edge = skip_space(p->s, i + 5, to);
		put_part(p, start, skip_space_back(p->s, i, start), i, 1);
		put_part(p, i, i + 5, edge, -1);
		start = i = edge;
	}
	put_part(p, start, to, to, 1);
}

/* `: 1.2 )` at byte at: its length and the number, or 0. */
static size_t weight_at(struct arena *a, struct span s, size_t at, double *weight)
{
	size_t i = skip_space(s, at + 1, s.n), from = i, n = 1;

	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		i++;
	size_t digits = i;
	while (i < s.n && (s.p[i] == '.' || py_digit(s, i, &n) >= 0))
		i += s.p[i] == '.' ? 1 : n;
	size_t end = skip_space(s, i, s.n);
	if (i == digits || end == s.n || s.p[end] != ')')
		return 0;
	if (!py_float(a, span_cut(s, from, i), weight))
		*weight = 1;
	return end + 1 - at;
}

/* What stands at byte i; returns the byte behind it. */
static size_t step(struct parser *p, size_t i)
{
	struct span s = p->s;
	char c = s.p[i];
	double weight;

	if (c == '\\') { /* the backslash goes; before a bracket or another one it protects that */
		size_t n = i + 1 < s.n && memchr("()[]\\", s.p[i + 1], 5) ? 2 : 1, at = p->w.n;
		if (n == 2)
			mapped_put(&p->w, s.p[i + 1], i, i + 2);
		*ARENA_PUSH(p->a, p->out) = (struct emphasis_part){at, p->w.n, 1, i + n, p->round, p->square};
		return i + n;
	}
	if (c == '(') {
		p->round = open_bracket(p, p->round, 1.1);
	} else if (c == '[') {
		p->square = open_bracket(p, p->square, 1 / 1.1);
	} else if (c == ')' && p->round) {
		close_bracket(p, &p->round, 1.1);
	} else if (c == ']' && p->square) {
		close_bracket(p, &p->square, 1 / 1.1);
	} else if (c == ':') {
		size_t n = weight_at(p->a, s, i, &weight);
		if (n && p->round)
			close_bracket(p, &p->round, weight);
		else
			put_text(p, i, i + (n ? n : 1));
		return i + (n ? n : 1);
	} else if (c == ')' || c == ']') {
		put_text(p, i, i + 1);
	} else {
		size_t end = i;
		while (end < s.n && !memchr("\\()[]:", s.p[end], 6))
			end++;
		put_text(p, i, end);
		return end;
	}
	return i + 1;
}

/* The brackets around a part, multiplied in the order of closing; those never closed come last, the round ones first. */
static double factor_of(const struct parser *p, uint32_t r, uint32_t q)
{
	const struct bracket *v = p->brackets.v;
	double weight = 1;

	for (int i = 0; (r || q) && i < DEEPEST; i++) {
		uint32_t *next = !q || (r && v[r].closed <= v[q].closed) ? &r : &q;
		weight *= v[*next].times;
		*next = v[*next].outer;
	}
	return weight;
}

/* Weights, then neighbours of one weight become one. */
static void merge(struct parser *p)
{
	struct emphasis *e = p->out;
	size_t n = 0;
	double factor = 1;
	uint32_t round = 0, square = 0;

	for (size_t i = 0; i < e->n; i++) {
		struct emphasis_part part = e->v[i];
		if (part.round != round || part.square != square)
			factor = factor_of(p, round = part.round, square = part.square);
		part.weight *= factor;
		if (n && e->v[n - 1].weight == part.weight) {
			e->v[n - 1].to = part.to;
			e->v[n - 1].edge = part.edge;
		} else {
			e->v[n++] = part;
		}
	}
	e->n = n;
}

void emphasis_parse(struct span caption, struct arena *a, struct emphasis *out)
{
	struct parser p = {.a = a, .s = caption, .out = out, .w = mapped_open(a, caption.n)};

	open_bracket(&p, 0, 1);
	for (size_t i = 0; i < caption.n;)
		i = step(&p, i);
	p.round = out->n ? p.round : 0; /* brackets around nothing */
	p.square = out->n ? p.square : 0;
	if (!out->n)
		put_part(&p, 0, 0, 0, 1);
	merge(&p);
	out->text = mapped_done(&p.w);
}
