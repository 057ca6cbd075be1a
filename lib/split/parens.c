/* parens.c: (text:1.2) as ComfyUI reads it (comfy/sd1_clip.py: escape_important, parse_parentheses, token_weights). There, each level
 * is read again for the next; here, pairs are found once, so that hostile nesting stays linear. What the original does with
 * odd text is kept: a ) too many makes the next ( plain text; a ( without end is syntax only if the rest ends with ).
 */
#include "split/parens.h"

#include "base/ascii.h"
#include "split/pyfloat.h"

enum { OPEN_PLAIN = UINT32_MAX, OPEN_UNCLOSED = UINT32_MAX - 1 };

struct range {
	size_t at, end;
};

struct parser {
	struct arena *a;
	struct span s;
	uint32_t *match; /* for each ( that may open a segment: its ), or OPEN_* */
	struct { struct range *v; size_t n, cap; } stack;
	struct mapped_writer w;
	struct parens *out;
};

/* \( and \) are text. */
static bool is_paren(struct span s, size_t i, char c)
{
	return s.p[i] == c && !(i && s.p[i - 1] == '\\');
}

static void find_pairs(struct parser *p)
{
	struct { uint32_t *v; size_t n, cap; } open = {0};
	size_t owed = 0; /* ) without ( so far: each makes one later ( plain */

	for (size_t i = 0; i < p->s.n; i++) {
		if (is_paren(p->s, i, '(')) {
			p->match[i] = owed ? OPEN_PLAIN : OPEN_UNCLOSED;
			if (owed)
				owed--;
			else
				*ARENA_PUSH(p->a, &open) = (uint32_t)i;
		} else if (is_paren(p->s, i, ')')) {
			if (open.n)
				p->match[open.v[--open.n]] = (uint32_t)i;
			else
				owed++;
		}
	}
}

/* Bytes that may stand in a weight: letters and digits, signs, white space, anything not ASCII. */
static bool in_weight(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || u <= ' ' || ascii_digit(u) || ((u | 0x20) >= 'a' && (u | 0x20) <= 'z') ||
	       memchr("+-._", c, 4);
}

/* Where the inside [from,to) of a pair ends without its weight. */
static size_t without_weight(struct arena *a, struct span s, size_t from, size_t to)
{
	size_t i = to;
	double weight;

	while (i > from && in_weight(s.p[i - 1]))
		i--;
	if (i > from + 1 && s.p[i - 1] == ':' && py_float(a, span_cut(s, i, to), &weight))
		return i - 1;
	return to;
}

static void put_segment(struct parser *p, size_t from, size_t to)
{
	size_t at = p->w.n;

	for (size_t i = from; i < to; i++) {
		char next = i + 1 < to ? p->s.p[i + 1] : 0;
		bool pair = true;
		if (p->s.p[i] == '\\' && (next == '(' || next == ')'))
			mapped_put(&p->w, next, i, i + 2);
		else if (p->s.p[i] == 0 && (next == 1 || next == 2)) /* what the original has in their place meanwhile */
			mapped_put(&p->w, next == 1 ? ')' : '(', i, i + 2);
		else
			mapped_put(&p->w, p->s.p[i], i, i + 1), pair = false;
		i += pair;
	}
	*ARENA_PUSH(p->a, p->out) = (struct parens_segment){at, p->w.n};
}

/* The next segment of the range on top of the stack. */
static void step(struct parser *p)
{
	struct range *r = &p->stack.v[p->stack.n - 1];
	size_t from = r->at, i = from, end = r->end;

	while (i < end && !(is_paren(p->s, i, '(') && p->match[i] != OPEN_PLAIN))
		i++;
	if (i > from)
		put_segment(p, from, i);
	if (i == end) {
		p->stack.n--;
		return;
	}
	size_t close = p->match[i] < end ? p->match[i] + 1 : end;
	r->at = close;
	if (close - i < 2 || !is_paren(p->s, close - 1, ')'))
		put_segment(p, i, close);
	else
		*ARENA_PUSH(p->a, &p->stack) = (struct range){i + 1, without_weight(p->a, p->s, i + 1, close - 1)};
}

void parens_parse(struct span caption, struct arena *a, struct parens *out)
{
	struct parser p = {.a = a, .s = caption, .out = out};

	*out = (struct parens){.text = {caption, NULL}};
	if (!memchr(caption.p, '(', caption.n) && !memchr(caption.p, '\\', caption.n) && !memchr(caption.p, 0, caption.n)) {
		if (caption.n)
			*ARENA_PUSH(a, out) = (struct parens_segment){0, caption.n};
		return;
	}
	p.match = arena_alloc(a, caption.n * sizeof *p.match);
	p.w = mapped_open(a, caption.n);
	find_pairs(&p);
	*ARENA_PUSH(a, &p.stack) = (struct range){0, caption.n};
	while (p.stack.n)
		step(&p);
	out->text = mapped_done(&p.w);
}
