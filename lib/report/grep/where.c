/* where.c: conditions as people write them, to a tree. The text is the user's own; depth is bounded all the same. */
#include "base/ascii.h"
#include "base/near.h"
#include "report/grep/where_priv.h"
#include "text/utf8.h"

enum { DEPTH = 100 };

static void skip(struct where_reader *r)
{
	while (r->at < r->text.n && strchr(" \t\n\r", r->text.p[r->at]))
		r->at++;
}

/* A run of bytes that ends before one of stop, or at the end. */
static struct span run(struct where_reader *r, const char *stop)
{
	size_t from = r->at;

	while (r->at < r->text.n && !strchr(stop, r->text.p[r->at]))
		r->at++;
	return span_cut(r->text, from, r->at);
}

/* Whether the next word is z, in any case; it is taken then. */
static bool word(struct where_reader *r, const char *z)
{
	size_t was = r->at;

	skip(r);
	struct span s = run(r, " \t\n\r()=!<>");
	if (s.n == strlen(z) && near_distance(s, span_of(z)) == 0)
		return true;
	r->at = was;
	return false;
}

static bool take(struct where_reader *r, char c)
{
	skip(r);
	if (r->at == r->text.n || r->text.p[r->at] != c)
		return false;
	r->at++;
	return true;
}

static int read_op(struct where_reader *r, struct where_node *n)
{
	static const struct { const char *text; enum where_op op; } ops[] = {
		{"<=", WHERE_LE}, {">=", WHERE_GE}, {"!=", WHERE_NE}, {"==", WHERE_EQ}, {"<", WHERE_LT}, {">", WHERE_GT}, {"=", WHERE_EQ},
	};

	skip(r);
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (span_starts(span_cut(r->text, r->at, r->text.n), span_of(ops[i].text))) {
			r->at += strlen(ops[i].text);
			n->op = ops[i].op;
			return 0;
		}
	return diag_at(r->d, "bad-where", r->at, "one of = != < <= > >= is wanted here");
}

/* A word, or what stands in quotation marks, where \ takes the next character as it is: only \ and the mark itself need it. */
static int read_value(struct where_reader *r, struct span *out)
{
	struct buf b = BUF_INIT;

	skip(r);
	size_t from = r->at;
	char mark = r->at < r->text.n ? r->text.p[r->at] : 0;
	if (mark != '"' && mark != '\'') {
		*out = run(r, " \t\n\r()");
		return out->n ? 0 : diag_at(r->d, "bad-where", from, "a value is wanted here");
	}
	for (r->at++; r->at < r->text.n && r->text.p[r->at] != mark; r->at++) {
		bool next = r->text.p[r->at] == '\\' && r->at + 1 < r->text.n && (r->text.p[r->at + 1] == mark || r->text.p[r->at + 1] == '\\');
		r->at += next;
		buf_addc(&b, r->text.p[r->at]);
	}
	*out = arena_dup(&r->w->a, buf_span(&b));
	buf_fini(&b);
	if (r->at == r->text.n)
		return diag_at(r->d, "bad-where", from, "this quotation mark is not closed");
	r->at++;
	return 0;
}

static struct where_node *new_node(struct where_reader *r, enum where_kind kind)
{
	struct where_node *n = arena_zalloc(&r->w->a, 1, sizeof *n);

	n->kind = kind;
	return n;
}

static const struct where_node *read_term(struct where_reader *r)
{
	struct where_node *n = new_node(r, WHERE_TAG);
	size_t at;
	struct span value;

	skip(r);
	at = r->at;
	struct span name = run(r, " \t\n\r()=!<>\"'");
	if (!name.n) {
		diag_at(r->d, "bad-where", at, "a condition is wanted here");
		return NULL;
	}
	if (where_set_field(r, at, n, name) != 0 || read_op(r, n) != 0)
		return NULL;
	skip(r);
	at = r->at;
	return read_value(r, &value) == 0 && where_set_value(r, at, n, value) == 0 ? n : NULL;
}

/* How dear a node is to ask: what stands in the record, patterns, what may take a judgement. */
static int price(const struct where_node *n)
{
	if (n->kind <= WHERE_NOT)
		return n->price;
	if (n->kind == WHERE_MISSING)
		return n->slot == WHERE_CAPTION ? 0 : 2;
	if (n->kind <= WHERE_REGEX)
		return 1;
	return n->kind == WHERE_RULE || (n->kind >= WHERE_SCORE && n->kind <= WHERE_FACTS) ? 2 : 0;
}

/* The cheap ones first: what is and, or what is or does not depend on the order. */
static void push(struct where *w, struct where_node *to, const struct where_node *n)
{
	size_t i = to->n;

	*ARENA_PUSH(&w->a, to) = n;
	for (; i > 0 && price(to->v[i - 1]) > price(n); i--)
		to->v[i] = to->v[i - 1];
	to->v[i] = n;
	to->price = price(to->v[to->n - 1]);
}

static const struct where_node *read_joined(struct where_reader *r, enum where_kind kind);

static const struct where_node *read_one(struct where_reader *r)
{
	const struct where_node *inner = NULL;

	if (++r->depth > DEPTH) {
		diag_at(r->d, "bad-where", r->at, "more than %d brackets within each other", DEPTH);
	} else if (word(r, "not")) {
		struct where_node *n = new_node(r, WHERE_NOT);
		inner = read_one(r);
		if (inner)
			push(r->w, n, inner);
		inner = inner ? n : NULL;
	} else if (take(r, '(')) {
		inner = read_joined(r, WHERE_OR);
		if (inner && !take(r, ')')) {
			diag_at(r->d, "bad-where", r->at, "a ) is wanted here");
			inner = NULL;
		}
	} else {
		inner = read_term(r);
	}
	r->depth--;
	return inner;
}

/* or joins what and joins. */
static const struct where_node *read_joined(struct where_reader *r, enum where_kind kind)
{
	struct where_node *n = new_node(r, kind);

	do {
		const struct where_node *part = kind == WHERE_OR ? read_joined(r, WHERE_AND) : read_one(r);
		if (!part)
			return NULL;
		push(r->w, n, part);
	} while (word(r, kind == WHERE_OR ? "or" : "and"));
	return n->n == 1 ? n->v[0] : n;
}

static int add(struct where *w, struct span expr, bool pictures, struct diag *d)
{
	struct where_reader r = {.w = w, .text = expr, .pictures = pictures, .d = d};
	size_t bad;

	if (!utf8_valid(expr, &bad))
		return diag_at(d, "bad-where", bad, "not UTF-8");
	const struct where_node *n = read_joined(&r, WHERE_OR);
	if (!n)
		return -1;
	skip(&r);
	if (r.at < expr.n)
		return diag_at(d, "bad-where", r.at, "and, or or the end is wanted here");
	push(w, &w->all, n);
	return 0;
}

int where_add(struct where *w, struct span expr, struct diag *d)
{
	return add(w, arena_dup(&w->a, expr), false, d);
}

int where_option(struct where *w, const struct opt_item *o, struct diag *d)
{
	struct span value = arena_dup(&w->a, span_of(o->value));
	struct where_reader r = {.w = w, .text = value, .d = d};
	struct where_node *n = new_node(&r, WHERE_TAG);

	if (strcmp(o->name, "where") == 0 || strcmp(o->name, "image") == 0)
		return add(w, value, o->name[0] == 'i', d);
	if (!utf8_valid(value, NULL))
		return diag_set(d, "bad-where", "not UTF-8");
	if (where_set_field(&r, 0, n, span_of(o->name)) != 0)
		return -1;
	if (n->kind >= WHERE_SCORE) { /* "<50"; a number alone is = */
		if (value.n && !ascii_digit((unsigned char)value.p[0]) && read_op(&r, n) != 0)
			return -1;
		skip(&r);
	}
	if (where_set_value(&r, r.at, n, span_cut(value, r.at, value.n)) != 0)
		return -1;
	push(w, &w->all, n);
	return 0;
}

struct where *where_open(void)
{
	struct arena a = ARENA_INIT;
	struct where *w = arena_zalloc(&a, 1, sizeof *w);

	w->a = a;
	return w;
}

void where_close(struct where *w)
{
	struct arena a = w->a;

	for (size_t i = 0; i < w->patterns.n; i++)
		regex_close(w->patterns.v[i]);
	arena_fini(&a);
}
