/* where_term.c: what a term means: its field, and the value that it is compared with. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/escape.h"
#include "base/near.h"
#include "conf/config.h"
#include "dataset/rule_list.h"
#include "lint/rule.h"
#include "model/model.h"
#include "report/grep/where_pattern.h"
#include "report/grep/where_priv.h"

enum { PATTERNS_MAX = 1000 };

/* What stands before OP. numeric: compared with a number; equal: only = and != make sense. */
struct field {
	const char *name;
	enum where_kind kind;
	bool numeric, picture;
};
static const struct field fields[] = {
	{"tag", WHERE_TAG, false, false}, {"word", WHERE_WORD, false, false}, {"regex", WHERE_REGEX, false, false},
	{"id", WHERE_ID, false, false}, {"rule", WHERE_RULE, false, false}, {"missing", WHERE_MISSING, false, false},
	{"score", WHERE_SCORE, true, false}, {"tokens", WHERE_TOKENS, true, false}, {"facts", WHERE_FACTS, true, false},
	{"width", WHERE_WIDTH, true, true}, {"height", WHERE_HEIGHT, true, true}, {"bytes", WHERE_BYTES, true, true},
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static int wrong(const struct where_reader *r, size_t at, const char *what, struct span about, const char *near)
{
	about = escape_short(about, 60);
	return diag_at(r->d, "bad-where", at, "%s '%.*s'%s%s%s", what, SPAN_ARG(about),
		       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static int near_field(const struct where_reader *r, size_t at, struct span name)
{
	const char *names[N_FIELDS];

	for (size_t i = 0; i < N_FIELDS; i++)
		names[i] = fields[i].name;
	return wrong(r, at, "no such field:", name, near_name(name, names, N_FIELDS));
}

/* A pattern is compiled once, kept by number. */
static int add_pattern(struct where_reader *r, size_t at, struct span pattern, size_t *place)
{
	struct diag d = {0};
	struct regex *re;

	if (r->w->patterns.n == PATTERNS_MAX)
		return diag_at(r->d, "bad-where", at, "more than %d tags, words and patterns", PATTERNS_MAX);
	re = regex_open(pattern, false, &d);
	if (!re)
		return diag_at(r->d, "bad-where", at, "the pattern, byte %zu: %s", d.offset, d.message);
	*place = r->w->patterns.n;
	*ARENA_PUSH(&r->w->a, &r->w->patterns) = re;
	return 0;
}

static int set_rules(struct where_reader *r, size_t at, struct where_node *n, struct span value)
{
	struct lint_settings picked = {.off = {false}};
	struct span unknown;
	size_t all, hits = 0;
	const struct rule *const *v = rule_all(&all);

	if (!lint_select_list(&picked, value, false, &unknown))
		return wrong(r, at, "no rule or family (capscore --list-rules lists them)", unknown, rule_nearest(unknown));
	n->rules = arena_zalloc(&r->w->a, RULES_MAX, sizeof *n->rules);
	for (size_t i = 0; i < all; i++) {
		n->rules[i] = picked.off[i] && v[i]->scope != SCOPE_DATASET;
		hits += n->rules[i];
		r->w->judges |= n->rules[i] && v[i]->scope == SCOPE_CAPTION;
	}
	return hits ? 0 : wrong(r, at, "speaks of the whole set, not of a caption:", value, NULL);
}

static int set_missing(struct where_reader *r, size_t at, struct where_node *n, struct span value)
{
	static const char *const other[][2] = {{"color", "colour"}, {"light", "lighting"}, {"setting", "background"}};
	const char *names[SLOTS + 1];
	struct buf low = BUF_INIT;

	for (size_t i = 0; i < value.n; i++)
		buf_addc(&low, ascii_to_lower(value.p[i]));
	struct span name = arena_dup(&r->w->a, buf_span(&low));
	buf_fini(&low);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (span_is(name, other[i][0]))
			name = span_of(other[i][1]);
	for (int i = 0; i < SLOTS; i++)
		names[i] = slot_names[i];
	names[WHERE_CAPTION] = "caption";
	for (n->slot = 0; n->slot <= WHERE_CAPTION; n->slot++)
		if (span_is(name, names[n->slot])) {
			r->w->judges |= n->slot != WHERE_CAPTION;
			return 0;
		}
	return wrong(r, at, "nothing that a caption may miss:", value, near_name(name, names, SLOTS + 1));
}

static bool number_of(struct where *w, struct span s, double *out)
{
	char *end;
	const char *z = arena_dup(&w->a, s).p;

	*out = strtod(z, &end);
	return s.n && end == z + s.n && (ascii_digit((unsigned char)s.p[s.n - 1]) || s.p[s.n - 1] == '.');
}

/* What each kind makes of its value, which stands at byte at. */
int where_set_value(struct where_reader *r, size_t at, struct where_node *n, struct span value)
{
	struct buf b = BUF_INIT;
	int rc = 0;

	n->text = arena_dup(&r->w->a, value);
	n->numeric = number_of(r->w, value, &n->number);
	if (n->kind >= WHERE_SCORE) {
		r->w->judges |= n->kind <= WHERE_FACTS;
		return n->numeric ? 0 : wrong(r, at, "a number is wanted, not", value, NULL);
	}
	if (n->kind != WHERE_MEMBER && n->op > WHERE_NE)
		return diag_at(r->d, "bad-where", at, "only = and != compare texts");
	if (value.n == 0 && n->kind != WHERE_MEMBER)
		return diag_at(r->d, "bad-where", at, "an empty value");
	switch (n->kind) {
	case WHERE_TAG:
	case WHERE_WORD:
		(n->kind == WHERE_TAG ? where_tag_pattern : where_word_pattern)(&b, value);
		rc = add_pattern(r, at, buf_span(&b), &n->pattern);
		buf_fini(&b);
		return rc;
	case WHERE_REGEX:
		return add_pattern(r, at, value, &n->pattern);
	case WHERE_RULE:
		return set_rules(r, at, n, value);
	case WHERE_MISSING:
		return set_missing(r, at, n, value);
	default:
		return 0;
	}
}

int where_set_field(struct where_reader *r, size_t at, struct where_node *n, struct span name)
{
	if (name.n > 1 && name.p[0] == '.') {
		n->kind = WHERE_MEMBER;
		n->value = span_cut(name, 1, name.n);
		return r->pictures ? wrong(r, at, "says nothing of a picture:", name, NULL) : 0;
	}
	if (span_starts(name, SPAN("tokens."))) {
		n->kind = WHERE_TOKENS;
		n->value = span_cut(name, 7, name.n);
		if (!encoder_find(n->value))
			return wrong(r, at, "no such encoder (captok --list-encoders lists them):", n->value, NULL);
		return r->pictures ? wrong(r, at, "says nothing of a picture:", name, NULL) : 0;
	}
	for (size_t i = 0; i < N_FIELDS; i++)
		if (span_is(name, fields[i].name)) {
			n->kind = fields[i].kind;
			if (r->pictures && !fields[i].picture)
				return wrong(r, at, "says nothing of a picture (width, height and bytes do):", name, NULL);
			return 0;
		}
	return near_field(r, at, name);
}
