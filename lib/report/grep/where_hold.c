/* where_hold.c: a record's answers. What an earlier tool has said is read from the record; what it has not, capscore's judgement says. */
#include "base/ascii.h"
#include "base/glob.h"
#include "dataset/rule_list.h"
#include "json/jskip.h"
#include "lint/rule.h"
#include "model/model.h"
#include "report/grep/where.h"
#include "text/utf8.h"

/* ---- what the record says ---- */

static struct span said(const struct where_ask *q, const char *tool, const char *path)
{
	struct span own = record_member(q->r, tool);

	return own.n ? json_at(own, span_of(path)) : own;
}

/* Whether the tool's word, if it is there, is about the model that was asked for. */
static bool right_model(const struct where_ask *q, const char *tool)
{
	struct span name;

	if (!q->model)
		return true;
	return json_string(q->a, said(q, tool, "model"), &name) && model_find(name) == q->model;
}

/* ---- what it does not say ---- */

static const struct lint_result *judged(struct where_ask *q)
{
	if (!q->tried && q->r->kind == REC_CAPTION)
		q->judged = q->judge(q->ctx, q->r, q->a, &q->d);
	q->tried = true;
	q->unknown |= !q->judged && q->r->kind == REC_CAPTION;
	return q->judged;
}

static void lacks(struct where_ask *q, const char *tool)
{
	q->unknown = true;
	q->lacks = tool;
}

static bool compare(const struct where_node *n, double x)
{
	switch (n->op) {
	case WHERE_EQ:
	case WHERE_NE: /* turned about by holds() */
		return x == n->number;
	case WHERE_LT:
		return x < n->number;
	case WHERE_LE:
		return x <= n->number;
	case WHERE_GT:
		return x > n->number;
	case WHERE_GE:
		return x >= n->number;
	}
	return false;
}

/* As it is printed: tenths. */
int where_score(struct where_ask *q)
{
	double x;

	if (json_real(said(q, "capscore", "score"), &x) && x >= 0 && x <= 100 && right_model(q, "capscore"))
		return (int)(x * 10 + 0.5);
	const struct lint_result *r = judged(q);
	return r ? (int)((double)r->score * 10 + 0.5) : -1;
}

static bool score(struct where_ask *q, const struct where_node *n)
{
	int tenths = where_score(q);

	return tenths >= 0 && compare(n, (double)tenths / 10);
}

static bool facts(struct where_ask *q, const struct where_node *n)
{
	double x;

	if ((json_real(said(q, "capscore", "facts.said"), &x) && right_model(q, "capscore")) || json_real(said(q, "capscene", "facts"), &x))
		return compare(n, x);
	const struct lint_result *r = judged(q);
	return r && compare(n, r->facts.said);
}

/* Tokens of the caption itself: what the encoder counts less what is not the caption's (limit - usable). */
static bool counted(struct where_ask *q, const struct where_node *n, double *x)
{
	struct span list = said(q, "captok", "encoders"), rest = list.n ? span_cut(list, 1, list.n) : list, one, name;
	double all, limit, usable;

	while (json_next_element(&rest, &one)) {
		if (n->value.n && !(json_string(q->a, json_at(one, SPAN("encoder")), &name) && span_eq(name, n->value)))
			continue;
		if (!right_model(q, "captok") || !json_real(json_at(one, SPAN("tokens")), &all))
			return false;
		*x = all;
		if (json_real(json_at(one, SPAN("limit")), &limit) && json_real(json_at(one, SPAN("usable")), &usable))
			*x = all - (limit - usable);
		return true;
	}
	return false;
}

static bool tokens(struct where_ask *q, const struct where_node *n)
{
	double x;

	if (counted(q, n, &x))
		return compare(n, x);
	const struct lint_result *r = judged(q);
	for (size_t i = 0; r && i < r->n_encoders; i++)
		if (!n->value.n || span_is(n->value, r->encoder[i].name))
			return compare(n, r->encoder[i].content);
	return false;
}

/* Whether an array of findings has one of the rules. */
static bool finding(const struct where_ask *q, struct span list, const struct where_node *n)
{
	struct span rest = list.n ? span_cut(list, 1, list.n) : list, one, code;

	while (json_next_element(&rest, &one)) {
		const struct rule *r = json_string(q->a, json_at(one, SPAN("code")), &code) ? rule_find(code) : NULL;
		if (r && n->rules[rule_place(rule_list(), r)])
			return true;
	}
	return false;
}

/* Which of the rules are about captions, and which about pictures. */
static bool has_scope(const struct where_node *n, enum rule_scope scope)
{
	size_t all;
	const struct rule *const *v = rule_all(&all);

	for (size_t i = 0; i < all; i++)
		if (n->rules[i] && v[i]->scope == scope)
			return true;
	return false;
}

static bool rule(struct where_ask *q, const struct where_node *n)
{
	struct span own = said(q, "capscore", "findings");

	if (has_scope(n, SCOPE_IMAGE)) {
		if (finding(q, said(q, "capsee", "findings"), n))
			return true;
		if (!record_member(q->r, "capsee").n && !has_scope(n, SCOPE_CAPTION))
			lacks(q, "capsee");
	}
	if (!has_scope(n, SCOPE_CAPTION))
		return false;
	if (own.n && right_model(q, "capscore"))
		return finding(q, own, n);
	const struct lint_result *r = judged(q);
	for (size_t i = 0; r && i < r->n_findings; i++)
		if (n->rules[r->findings[i].index])
			return true;
	return false;
}

static bool missing(struct where_ask *q, const struct where_node *n)
{
	if (n->slot == WHERE_CAPTION)
		return q->r->kind != REC_CAPTION;
	struct span slot = said(q, "capscore", arena_printf(q->a, "slots.%s.span", slot_names[n->slot]).p);
	if (slot.n && right_model(q, "capscore"))
		return slot.p[0] == 'n';
	const struct lint_result *r = judged(q);
	return r && r->slot[n->slot].end <= r->slot[n->slot].start;
}

/* ---- pictures, members ---- */

/* As it is shown, which is what a trainer takes; a record that came with a width and a height of its own has those. */
static bool picture(struct where_ask *q, const struct where_node *n)
{
	static const char *const own[] = {"width", "height", "bytes"}, *const at[] = {"image.shown.0", "image.shown.1", "image.bytes"};
	int i = (int)n->kind - WHERE_WIDTH;
	double x;

	if (json_real(said(q, "capsee", at[i]), &x) || json_real(record_member(q->r, own[i]), &x))
		return compare(n, x);
	if (!record_member(q->r, "capsee").n)
		lacks(q, "capsee");
	return false;
}

static bool member(const struct where_ask *q, const struct where_node *n)
{
	struct span v = json_at(q->r->raw, n->value), text;
	double x;

	if (json_string(q->a, v, &text))
		return n->op <= WHERE_NE && glob_match(n->text, text);
	if (json_real(v, &x))
		return n->numeric && compare(n, x);
	return n->op <= WHERE_NE && v.n && span_eq(v, n->text); /* true, false, null */
}

/* ---- words ---- */

/* Whether a tag may begin at byte at: behind it stand blanks and brackets, then a separator or the beginning. */
static bool begins_tag(struct span text, size_t at)
{
	bool blank = false;

	for (; at > 0 && strchr(" \t_([{\"", text.p[at - 1]) && text.p[at - 1]; at--)
		blank |= text.p[at - 1] == ' ' || text.p[at - 1] == '\t';
	return at == 0 || (text.p[at - 1] && strchr(",;!?|\n\r", text.p[at - 1])) || (blank && text.p[at - 1] == '.');
}

static int find_tag(struct where_ask *q, size_t p, struct span caption)
{
	struct regex_match m;
	uint32_t c;
	int rc;

	for (size_t from = 0; (rc = regex_find(q->tries[p], caption, from, &m, &q->d)) == 1;) {
		if (begins_tag(caption, m.start))
			return 1;
		if (m.start == caption.n)
			return 0;
		from = m.start + utf8_decode(caption.p + m.start, caption.p + caption.n, &c);
	}
	return rc;
}

static bool words(struct where_ask *q, const struct where_node *n)
{
	struct regex_match m;

	if (q->r->kind != REC_CAPTION)
		return false;
	int rc = n->kind == WHERE_TAG ? find_tag(q, n->pattern, q->r->caption)
				      : regex_find(q->tries[n->pattern], q->r->caption, 0, &m, &q->d);
	q->unknown |= rc < 0;
	return rc == 1;
}

/* ---- the tree ---- */

static bool term(struct where_ask *q, const struct where_node *n)
{
	switch (n->kind) {
	case WHERE_TAG:
	case WHERE_WORD:
	case WHERE_REGEX:
		return words(q, n);
	case WHERE_ID:
		return glob_match_id(n->text, q->r->id);
	case WHERE_RULE:
		return rule(q, n);
	case WHERE_MISSING:
		return missing(q, n);
	case WHERE_SCORE:
		return score(q, n);
	case WHERE_TOKENS:
		return tokens(q, n);
	case WHERE_FACTS:
		return facts(q, n);
	case WHERE_WIDTH:
	case WHERE_HEIGHT:
	case WHERE_BYTES:
		return picture(q, n);
	default:
		return member(q, n);
	}
}

/* 1, 0, -1 as where_holds. */
static int holds(struct where_ask *q, const struct where_node *n)
{
	int all, one;

	switch (n->kind) {
	case WHERE_NOT:
		one = holds(q, n->v[0]);
		return one < 0 ? one : !one;
	case WHERE_AND:
	case WHERE_OR:
		all = n->kind == WHERE_AND;
		for (size_t i = 0; i < n->n; i++) {
			one = holds(q, n->v[i]);
			if (one == (n->kind == WHERE_OR))
				return one;
			all = one < 0 ? -1 : all;
		}
		return all;
	default:
		q->unknown = false;
		one = term(q, n) != (n->op == WHERE_NE);
		return q->unknown ? -1 : one;
	}
}

int where_holds(struct where_ask *q, const struct record *r, struct arena *a)
{
	q->r = r;
	q->a = a;
	q->judged = NULL;
	q->tried = false;
	q->lacks = NULL;
	q->d.code = NULL;
	return holds(q, &q->w->all);
}

void where_ask_open(struct where_ask *q, const struct where *w)
{
	*q = (struct where_ask){.w = w};
	q->tries = arena_alloc(&q->own, (w->patterns.n + 1) * sizeof *q->tries);
	for (size_t i = 0; i < w->patterns.n; i++)
		q->tries[i] = regex_try_open(w->patterns.v[i]);
}

void where_ask_close(struct where_ask *q)
{
	for (size_t i = 0; i < q->w->patterns.n; i++)
		regex_try_close(q->tries[i]);
	arena_fini(&q->own);
}
