/* lexload.c: reading lexicon files (format: lexicon.h) and implication tables. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/file.h"
#include "lexicon/lexpriv.h"
#include "text/utf8.h"

enum arg_kind { ARG_NONE, ARG_CANON, ARG_TEXT };

struct class {
	struct span name;
	uint64_t bit;
	enum arg_kind arg;
};

static const struct class classes[] = {
#define CLASS(NAME, name, argument) {SPAN_INIT(name), LEX(NAME), \
	(argument)[0] == 'n' ? ARG_NONE : sizeof argument == sizeof "canonical" ? ARG_CANON : ARG_TEXT},
#include "lexicon/lexicon.def"
#undef CLASS
};

static const struct span relations[] = {
#define CLASS(NAME, name, argument)
#define RELATION(NAME, name) SPAN_INIT(name),
#include "lexicon/lexicon.def"
#undef CLASS
#undef RELATION
};

struct reader {
	struct lexicon *l;
	const char *path;
	struct span rest;
	unsigned long line;
	struct diag *d;
	size_t class; /* of the last line */
};

static int wrong(struct reader *r, const char *what, struct span s)
{
	return diag_set(r->d, "bad-lexicon", "%s:%lu: %s '%.*s'", r->path, r->line, what, (int)(s.n < 60 ? s.n : 60), s.p);
}

struct span lex_plain(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	bool own = span_starts(s, SPAN("score_")) || span_starts(s, SPAN("source_")) || span_starts(s, SPAN("rating_"));

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if ((c == '_' && !own) || c == '\t')
			c = ' ';
		if (c == '\\' && i + 1 < s.n && (s.p[i + 1] == '(' || s.p[i + 1] == ')'))
			continue;
		if (c == ' ' && (n == 0 || p[n - 1] == ' '))
			continue;
		p[n++] = ascii_to_lower(c);
	}
	while (n && p[n - 1] == ' ')
		n--;
	return (struct span){p, n};
}

/* The next line that says something; 0 at the end, -1 on bad text. */
static int next_line(struct reader *r, struct span *out)
{
	while (r->rest.n) {
		const char *nl = memchr(r->rest.p, '\n', r->rest.n);
		size_t n = nl ? (size_t)(nl - r->rest.p) : r->rest.n;
		struct span s = span_cut(r->rest, 0, n);
		r->rest = span_cut(r->rest, nl ? n + 1 : n, r->rest.n);
		r->line++;
		if (s.n && s.p[s.n - 1] == '\r')
			s.n--;
		if (s.n && s.p[0] != '#') {
			*out = s;
			return 1;
		}
	}
	return 0;
}

/* Cuts a line at tabs into at most 3 columns; returns how many, 4 for more. */
static int columns(struct span s, struct span col[3])
{
	int n = 0;
	size_t start = 0;

	for (size_t i = 0; i <= s.n; i++)
		if (i == s.n || s.p[i] == '\t') {
			if (n == 3)
				return 4;
			col[n++] = span_cut(s, start, i);
			start = i + 1;
		}
	return n;
}

static void pair(struct lexicon *l, uint32_t from, struct lex_rel rel)
{
	*ARENA_PUSH(&l->a, &l->pairs) = (struct lex_pair){from, rel};
}

/* The index of name in a small table of names, added if new; LEX_GROUPS if it is full. */
static uint32_t name_index(struct lexicon *l, const char **table, uint32_t *n, struct span name)
{
	for (uint32_t i = 0; i < *n; i++)
		if (span_is(name, table[i]))
			return i;
	if (*n == LEX_GROUPS)
		return LEX_GROUPS;
	table[*n] = arena_dup(&l->a, name).p;
	return (*n)++;
}

/* GROUP:SIDE or AXIS:VALUE. */
static int side_of(struct reader *r, uint32_t term, int kind, struct span arg)
{
	struct lexicon *l = r->l;
	const char *colon = memchr(arg.p, ':', arg.n);

	if (!colon || colon == arg.p || colon + 1 == arg.p + arg.n)
		return wrong(r, "expected GROUP:SIDE, found", arg);
	uint32_t g = name_index(l, l->group, &l->n_groups, span_cut(arg, 0, (size_t)(colon - arg.p)));
	uint32_t s = name_index(l, l->side, &l->n_sides, span_cut(arg, (size_t)(colon - arg.p) + 1, arg.n));
	if (g == LEX_GROUPS || s == LEX_GROUPS)
		return wrong(r, "too many groups at", arg);
	pair(l, term, (struct lex_rel){(uint8_t)kind, (uint8_t)s, (uint16_t)g, term});
	return 0;
}

static int relation(struct reader *r, uint32_t term, int kind, struct span arg)
{
	if (arg.n == 0)
		return wrong(r, "needs a third column:", relations[kind]);
	if (kind == REL_EXCLUSIVE || kind == REL_BALANCE)
		return side_of(r, term, kind, arg);
	uint32_t other = lex_intern(r->l, arg);
	if (other == UINT32_MAX)
		return wrong(r, "no words, or too many, in", arg);
	pair(r->l, term, (struct lex_rel){(uint8_t)kind, 0, 0, other});
	if (kind == REL_VERIFY) /* holds in both directions */
		pair(r->l, other, (struct lex_rel){(uint8_t)kind, 0, 0, term});
	return 0;
}

static int class_line(struct reader *r, uint32_t term, const struct class *c, struct span arg)
{
	struct lexicon *l = r->l;

	if (arg.n && c->arg == ARG_NONE)
		return wrong(r, "this class takes no third column:", arg);
	l->terms[term].cls |= c->bit;
	if (arg.n == 0)
		return 0;
	if (c->arg == ARG_TEXT) {
		l->terms[term].arg = lex_plain(&l->a, arg);
		return 0;
	}
	uint32_t canon = lex_intern(l, arg);
	if (canon == UINT32_MAX)
		return wrong(r, "no words, or too many, in", arg);
	l->terms[term].canon = canon;
	l->terms[canon].cls |= c->bit;
	return 0;
}

static int one_term(struct reader *r, struct span text, const struct span *col)
{
	uint32_t term = lex_intern(r->l, text);

	if (term == UINT32_MAX)
		return wrong(r, "no words, or too many, in", text);
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		size_t k = (r->class + i) % (sizeof classes / sizeof *classes); /* mostly the same as in the line before */
		if (!span_eq(col[1], classes[k].name))
			continue;
		r->class = k;
		return class_line(r, term, &classes[k], col[2]);
	}
	for (int i = 0; i < REL_KINDS; i++)
		if (span_eq(col[1], relations[i]))
			return relation(r, term, i, col[2]);
	return wrong(r, "unknown class", col[1]);
}

enum { GROUPS = 8, CHOICES_MOST = 4096 };

/* A term's text with the groups {this|the} in it. */
struct groups {
	struct span inside[GROUPS];
	size_t n, choices[GROUPS], all;
};

/* 0 for braces that do not pair, too many groups, or more choices than anybody writes on purpose. */
static bool find_groups(struct span s, struct groups *g)
{
	*g = (struct groups){.all = 1};
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '}')
			return false;
		if (s.p[i] != '{')
			continue;
		size_t end = i + 1, choices = 1;
		for (; end < s.n && s.p[end] != '}' && s.p[end] != '{'; end++)
			choices += s.p[end] == '|';
		if (end == s.n || s.p[end] == '{' || g->n == GROUPS || g->all * choices > CHOICES_MOST)
			return false;
		g->inside[g->n] = span_cut(s, i + 1, end);
		g->choices[g->n++] = choices;
		g->all *= choices;
		i = end;
	}
	return true;
}

static struct span choice(struct span inside, size_t k)
{
	size_t from = 0, to;

	for (;; from = to + 1) {
		for (to = from; to < inside.n && inside.p[to] != '|';)
			to++;
		if (k-- == 0)
			return span_cut(inside, from, to);
	}
}

/* "{this|the} image {shows|is of}" stands for four terms. */
static int all_terms(struct reader *r, struct span text, const struct span *col)
{
	struct groups g;
	struct buf b = BUF_INIT;
	int got = 0;

	if (!find_groups(text, &g))
		return wrong(r, "braces that do not pair, or more than 4096 choices, in", text);
	for (size_t i = 0; i < g.all && got == 0; i++) {
		size_t from = 0, left = i;
		buf_reset(&b);
		for (size_t k = 0; k < g.n; left /= g.choices[k++]) {
			size_t start = (size_t)(g.inside[k].p - text.p);
			buf_adds(&b, span_cut(text, from, start - 1));
			buf_adds(&b, choice(g.inside[k], left % g.choices[k]));
			from = start + g.inside[k].n + 1;
		}
		buf_adds(&b, span_cut(text, from, text.n));
		got = one_term(r, buf_span(&b), col);
	}
	buf_fini(&b);
	return got;
}

static int entry(struct reader *r, struct span line)
{
	struct span col[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
	int n = columns(line, col);

	if (n < 2 || n > 3)
		return wrong(r, "expected term<TAB>class or term<TAB>class<TAB>argument, found", line);
	if (memchr(col[0].p, '{', col[0].n) || memchr(col[0].p, '}', col[0].n))
		return all_terms(r, col[0], col);
	return one_term(r, col[0], col);
}

/* Calls each for every line of a mapped file. */
static int each_line(struct lexicon *l, const char *path, struct diag *d,
		     int (*each)(struct reader *, struct span))
{
	struct reader r = {l, path, {NULL, 0}, 0, d, 0};
	struct span map, line;
	size_t bad;
	int got = 0;

	if (file_map(path, &map, d) < 0)
		return -1;
	r.rest = map;
	if (span_starts(r.rest, SPAN("\xEF\xBB\xBF")))
		r.rest = span_cut(r.rest, 3, r.rest.n);
	if (!utf8_valid(map, &bad))
		got = diag_set(d, "bad-lexicon", "%s: not UTF-8 at byte %zu", path, bad);
	while (got >= 0 && (got = next_line(&r, &line)) > 0)
		got = each(&r, line);
	file_unmap(map);
	return got < 0 ? -1 : 0;
}

int lex_load_file(struct lexicon *l, const char *path, struct diag *d)
{
	return each_line(l, path, d, entry);
}

/* antecedent,consequent; a header line is passed over. */
static int implication(struct reader *r, struct span line)
{
	const char *comma = memchr(line.p, ',', line.n);

	if (!comma)
		return wrong(r, "expected antecedent,consequent, found", line);
	struct span a = span_cut(line, 0, (size_t)(comma - line.p)), b = span_cut(line, a.n + 1, line.n);
	if (r->line == 1 && span_is(a, "antecedent"))
		return 0;
	const char *more = memchr(b.p, ',', b.n);
	if (more) /* further columns (status) do not matter */
		b.n = (size_t)(more - b.p);
	uint32_t x = lex_intern(r->l, a), y = lex_intern(r->l, b);
	if (x != UINT32_MAX && y != UINT32_MAX && x != y)
		pair(r->l, x, (struct lex_rel){REL_IMPLIES, 0, 0, y});
	return 0; /* tags of more than LEX_WORDS words, and faces, are passed over */
}

int lex_load_implies(struct lexicon *l, const char *path, struct diag *d)
{
	return each_line(l, path, d, implication);
}
