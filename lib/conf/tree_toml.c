/* tree_toml.c: TOML 1.0, as far as trainers' files use it. */
#include "conf/tree.h"

#include "text/utf8.h"

struct reader {
	const char *p, *end;
	size_t line;
	int depth;
	const char *path;
	struct arena *a;
	struct diag *d;
};

struct node *tree_add(struct node *to, enum node_kind kind, struct arena *a)
{
	struct node *n = arena_zalloc(a, 1, sizeof *n);

	n->kind = kind;
	*(to->last ? &to->last->next : &to->first) = n;
	to->last = n;
	to->n++;
	return n;
}

static struct node *find(const struct node *table, struct span key)
{
	struct node *n = table && table->kind == NODE_TABLE ? table->first : NULL;

	while (n && !span_eq(n->key, key))
		n = n->next;
	return n;
}

const struct node *tree_get(const struct node *table, const char *key)
{
	return find(table, span_of(key));
}

static int fault(struct reader *r, const char *what)
{
	return diag_set(r->d, "bad-toml", "%s:%zu: %s", r->path, r->line, what);
}

/* The same where a node is wanted. */
static struct node *refuse(struct reader *r, const char *what)
{
	fault(r, what);
	return NULL;
}

static void blanks(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'))
		r->p++;
}

static bool at(const struct reader *r, char c)
{
	return r->p < r->end && *r->p == c;
}

static bool take(struct reader *r, char c)
{
	bool there = at(r, c);

	r->p += there;
	return there;
}

/* Blanks and a comment, up to the line's end. */
static void rest(struct reader *r)
{
	blanks(r);
	if (at(r, '#'))
		while (r->p < r->end && *r->p != '\n')
			r->p++;
	if (at(r, '\r') && r->p + 1 < r->end && r->p[1] == '\n')
		r->p++;
}

/* Blanks, comments and line breaks, which lists may hold. */
static void lines(struct reader *r)
{
	for (rest(r); take(r, '\n'); rest(r))
		r->line++;
}

static int escape(struct reader *r, char *out, size_t *n)
{
	static const char letters[] = "btnfr\"\\", means[] = "\b\t\n\f\r\"\\";
	char c = r->p < r->end ? *r->p++ : 0;
	const char *known = c ? strchr(letters, c) : NULL;
	uint32_t code = 0;

	if (known) {
		out[(*n)++] = means[known - letters];
		return 0;
	}
	if (c != 'u' && c != 'U')
		return fault(r, "a backslash in a text in double quotes begins an escape, and this is none: write a path in 'single quotes'");
	for (int i = 0; i < (c == 'u' ? 4 : 8); i++) {
		char x = r->p < r->end ? *r->p++ : 0;
		const char *digits = "0123456789abcdef", *digit = x ? strchr(digits, x | 0x20) : NULL;
		if (!digit || (x < '0' || (x > '9' && x < 'A')))
			return fault(r, "an escape of a character wants hexadecimal digits");
		code = code << 4 | (uint32_t)(digit - digits);
	}
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code == 0)
		return fault(r, "an escape names no character");
	*n += utf8_encode(code, out + *n);
	return 0;
}

/* A text in " or ', on one line. */
static int text(struct reader *r, struct span *out)
{
	char quote = *r->p++;
	const char *from = r->p;

	if (r->p + 1 < r->end && r->p[0] == quote && r->p[1] == quote)
		return fault(r, "a text over several lines (three quotes) is not read here");
	while (r->p < r->end && *r->p != quote && *r->p != '\n')
		r->p += quote == '"' && *r->p == '\\' && r->p + 1 < r->end && r->p[1] != '\n' ? 2 : 1;
	if (!at(r, quote))
		return fault(r, "a text has no closing quote on its line");
	struct span raw = {from, (size_t)(r->p++ - from)};
	const char *behind = r->p;
	char *to = arena_alloc(r->a, raw.n + 1);
	size_t n = 0;
	for (r->p = from; r->p < raw.p + raw.n;) {
		char c = *r->p++;
		if ((unsigned char)c < ' ' && c != '\t')
			return fault(r, "a text holds a control character");
		if (quote == '"' && c == '\\') {
			if (escape(r, to, &n) != 0)
				return -1;
		} else {
			to[n++] = c;
		}
	}
	to[n] = 0;
	r->p = behind;
	*out = (struct span){to, n};
	return 0;
}

static bool bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static int key(struct reader *r, struct span *out)
{
	const char *from = r->p;

	if (at(r, '"') || at(r, '\''))
		return text(r, out);
	while (r->p < r->end && bare(*r->p))
		r->p++;
	*out = (struct span){from, (size_t)(r->p - from)};
	return out->n ? 0 : fault(r, "neither 'key = value' nor a [table]");
}

/* true, false or a number: what stands up to a comma, bracket, comment or blank. */
static int word(struct reader *r, struct node *v)
{
	const char *from = r->p;
	size_t n = 0, digits = 0;

	while (r->p < r->end && !strchr(" \t\r\n,]}#", *r->p) && *r->p)
		r->p++;
	struct span s = {from, (size_t)(r->p - from)};
	v->text = s;
	if (span_is(s, "true") || span_is(s, "false")) {
		v->kind = NODE_FLAG;
		return 0;
	}
	char *to = arena_alloc(r->a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9', sign = s.p[i] == '+' || s.p[i] == '-';
		char before = i ? s.p[i - 1] : 0;
		if (s.p[i] == '_' && before >= '0' && before <= '9' && i + 1 < s.n)
			continue;
		if (!digit && !(sign && (i == 0 || before == 'e' || before == 'E')) && !(digits && strchr(".eE", s.p[i])))
			return fault(r, "a value that is not read here: texts in quotes, decimal numbers, true, false, lists and tables are");
		digits += digit;
		to[n++] = s.p[i];
	}
	to[n] = 0;
	v->text = (struct span){to, n};
	v->kind = NODE_NUMBER;
	return digits ? 0 : fault(r, "no value");
}

static int value(struct reader *r, struct node *v);

static int list(struct reader *r, struct node *v)
{
	v->kind = NODE_LIST;
	v->closed = true;
	for (r->p++;;) {
		lines(r);
		if (take(r, ']'))
			return 0;
		if (value(r, tree_add(v, NODE_NULL, r->a)) != 0)
			return -1;
		lines(r);
		if (!take(r, ',') && !at(r, ']'))
			return fault(r, "a list wants a comma or ] here");
	}
}

/* key = value into a table. */
static int pair(struct reader *r, struct node *table)
{
	struct span k;

	if (key(r, &k) != 0)
		return -1;
	blanks(r);
	if (at(r, '.'))
		return fault(r, "keys with a dot are not read here: write a [table]");
	if (!take(r, '='))
		return fault(r, "a key wants = and a value");
	blanks(r);
	if (find(table, k))
		return diag_set(r->d, "bad-toml", "%s:%zu: '%.*s' stands here a second time", r->path, r->line, SPAN_ARG(k));
	if (table->n >= TREE_KEYS)
		return fault(r, "more keys in one table than any trainer knows");
	struct node *v = tree_add(table, NODE_NULL, r->a);
	v->key = k;
	return value(r, v);
}

static int inline_table(struct reader *r, struct node *v)
{
	v->kind = NODE_TABLE;
	v->closed = true;
	r->p++;
	blanks(r);
	if (take(r, '}'))
		return 0;
	for (;;) {
		blanks(r);
		if (pair(r, v) != 0)
			return -1;
		blanks(r);
		if (take(r, '}'))
			return 0;
		if (!take(r, ','))
			return fault(r, "a table in braces wants a comma or } here");
	}
}

static int value(struct reader *r, struct node *v)
{
	int rc;

	v->line = r->line;
	if (r->p == r->end || *r->p == '\n' || *r->p == '\r' || *r->p == '#')
		return fault(r, "no value");
	if (++r->depth > TREE_DEPTH)
		return fault(r, "nested too deep");
	if (*r->p == '"' || *r->p == '\'') {
		v->kind = NODE_TEXT;
		rc = text(r, &v->text);
	} else {
		rc = *r->p == '[' ? list(r, v) : *r->p == '{' ? inline_table(r, v) : word(r, v);
	}
	r->depth--;
	return rc;
}

/* [a.b] or [[a.b]]: the table that the lines below go to. */
static struct node *header(struct reader *r, struct node *top)
{
	bool many = r->p + 1 < r->end && r->p[1] == '[';
	struct node *in = top;

	r->p += many ? 2 : 1;
	for (int depth = 0;; depth++) {
		struct span k;
		blanks(r);
		if (key(r, &k) != 0)
			return NULL;
		blanks(r);
		bool last = !at(r, '.');
		struct node *n = find(in, k);
		if (depth == TREE_DEPTH || (n && (n->closed || (n->kind != NODE_TABLE && n->kind != NODE_LIST))))
			return refuse(r, "the table is something else already");
		if (!n && in->n >= TREE_KEYS)
			return refuse(r, "more keys in one table than any trainer knows");
		if (!n) {
			n = tree_add(in, last && many ? NODE_LIST : NODE_TABLE, r->a);
			n->key = k;
			n->line = r->line;
		}
		if (last && ((n->kind == NODE_LIST) != many || (!many && n->named)))
			return refuse(r, "the table is there already");
		if (last && many) {
			in = tree_add(n, NODE_TABLE, r->a);
			in->line = r->line;
		} else {
			in = n->kind == NODE_LIST ? n->last : n;
		}
		if (last)
			break;
		r->p++;
	}
	in->named = true;
	if (!take(r, ']') || (many && !take(r, ']')))
		return refuse(r, "a [table] wants its closing bracket");
	return in;
}

struct node *tree_toml(struct span s, const char *path, struct arena *a, struct diag *d)
{
	struct reader r = {.p = s.p, .end = s.p + s.n, .line = 1, .path = path, .a = a, .d = d};
	struct node *top = arena_zalloc(a, 1, sizeof *top), *in = top;

	top->line = 1;
	if (s.n > TREE_BYTES)
		return refuse(&r, "more bytes than any trainer's file has");
	if (!utf8_valid(s, NULL))
		return refuse(&r, "not UTF-8");
	if (span_starts(s, SPAN("\xEF\xBB\xBF")))
		r.p += 3;
	for (lines(&r); r.p < r.end; lines(&r)) {
		if (at(&r, '[')) {
			if (!(in = header(&r, top)))
				return NULL;
		} else if (pair(&r, in) != 0) {
			return NULL;
		}
		rest(&r);
		if (r.p < r.end && *r.p != '\n')
			return refuse(&r, "something stands behind the value");
	}
	return top;
}
