/* score_set.c: the dataset record. */
#include <stdlib.h>

#include "dataset/rule_list.h"
#include "json/jwrite.h"
#include "report/score_json.h"

enum { TAGS_SHOWN = 200 };

static void put_score(struct jwrite *w, const struct lint_set *s)
{
	jw_key(w, "score");
	if (s->n == 0) {
		jw_null(w);
		return;
	}
	const struct { const char *key; float v; } v[] = {
		{"score", s->score}, {"mean", s->mean}, {"points", s->points}, {"p10", s->p10}, {"median", s->median},
		{"min", s->least}, {"max", s->most},
	};
	jw_obj(w);
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		jw_key(w, v[i].key);
		jw_real(w, v[i].v, 2);
	}
	jw_key(w, "worst");
	jw_arr(w);
	for (size_t i = 0; i < s->n_worst; i++) {
		jw_obj(w);
		JW_STR(w, "id", s->worst[i].id);
		jw_key(w, "score");
		jw_real(w, s->worst[i].score, 1);
		jw_obj_end(w);
	}
	jw_arr_end(w);
	jw_obj_end(w);
}

static uint32_t bin_at(const struct set_encoder *e, uint64_t rank)
{
	uint64_t seen = 0;

	for (uint32_t i = 0; i <= SET_TOKENS; i++) {
		seen += e->bins[i];
		if (seen >= rank)
			return i;
	}
	return SET_TOKENS;
}

static void put_tokens(struct jwrite *w, const struct lint_set *s)
{
	jw_key(w, "tokens");
	jw_obj(w);
	for (size_t i = 0; i < s->n_encoders; i++) {
		const struct set_encoder *e = s->encoder[i];
		jw_key(w, e->name);
		jw_obj(w);
		JW_NUM(w, "captions", e->n);
		jw_key(w, "limit");
		if (e->limit)
			jw_num(w, e->limit);
		else
			jw_null(w);
		JW_NUM(w, "over", e->over);
		jw_key(w, "mean");
		jw_real(w, (double)e->sum / e->n, 2);
		JW_NUM(w, "median", bin_at(e, (e->n + 1) / 2));
		JW_NUM(w, "p90", bin_at(e, ((uint64_t)e->n * 9 + 9) / 10));
		JW_NUM(w, "max", e->most);
		jw_key(w, "histogram"); /* [tokens, captions]; the last bin holds all above */
		jw_arr(w);
		for (uint32_t k = 0; k <= SET_TOKENS; k++)
			if (e->bins[k]) {
				jw_arr(w);
				jw_num(w, k);
				jw_num(w, e->bins[k]);
				jw_arr_end(w);
			}
		jw_arr_end(w);
		jw_obj_end(w);
	}
	jw_obj_end(w);
}

/* The most frequent of t as an object, most frequent first. */
static void put_top(struct jwrite *w, const char *key, const struct top *t, int which, size_t most)
{
	struct buf b = BUF_INIT;
	const struct top_entry **best = (const struct top_entry **)(void *)buf_room(&b, (most + 1) * sizeof *best);
	size_t n = top_best(t, which, best, most);

	jw_key(w, key);
	jw_obj(w);
	for (size_t i = 0; i < n; i++) {
		jw_key_span(w, top_name(t, best[i]));
		jw_num(w, which < 0 ? best[i]->count : best[i]->extra[which]);
	}
	jw_obj_end(w);
	buf_fini(&b);
}

static void put_counts(struct jwrite *w, const struct lint_set *s)
{
	jw_key(w, "styles");
	jw_obj(w);
	for (int i = STYLE_TAGS; i < STYLES; i++)
		if (i != STYLE_JSON || s->styles[i])
			JW_NUM(w, style_names[i], s->styles[i]);
	jw_obj_end(w);
	jw_key(w, "slots");
	jw_obj(w);
	for (int i = 0; i < SLOTS; i++)
		JW_NUM(w, slot_names[i], s->slots[i]);
	jw_obj_end(w);
	JW_NUM(w, "verified", s->verified);
	put_top(w, "needs_human", &s->human, -1, TAGS_SHOWN);
}

static void put_rules(struct jwrite *w, const struct lint_set *s)
{
	size_t n;
	const struct rule *const *v = rule_all(&n);

	jw_key(w, "rules");
	jw_obj(w);
	for (size_t i = 0; i < n; i++) {
		if (s->captions[i] == 0)
			continue;
		jw_key(w, v[i]->code);
		jw_obj(w);
		JW_STRZ(w, "rule", v[i]->name);
		JW_NUM(w, "captions", s->captions[i]);
		for (int k = SEV_ERROR; k >= SEV_INFO; k--)
			if (s->found[i][k])
				JW_NUM(w, severity_names[k], s->found[i][k]);
		if (s->known[i])
			JW_NUM(w, "known", s->known[i]);
		jw_obj_end(w);
	}
	jw_obj_end(w);
}

static void put_finding(struct jwrite *w, const struct set_finding *f)
{
	jw_obj(w);
	JW_STRZ(w, "rule", f->rule->name);
	JW_STRZ(w, "code", f->rule->code);
	JW_STRZ(w, "severity", severity_names[f->severity]);
	JW_STR(w, "message", f->message);
	if (f->because.n)
		JW_STR(w, "because", f->because);
	JW_STRZ(w, "fix", fix_names[f->fix]);
	if (f->suggest.n)
		JW_STR(w, "suggest", f->suggest);
	jw_key(w, "points");
	jw_real(w, f->points, 2);
	if (f->names.all) {
		JW_NUM(w, "count", f->names.all);
		jw_key(w, "ids");
		jw_arr(w);
		const struct span *v = f->every.n ? f->every.v : f->names.v;
		for (size_t i = 0, n = f->every.n ? f->every.n : f->names.n; i < n; i++)
			jw_str(w, v[i]);
		jw_arr_end(w);
	}
	if (f->known)
		JW_BOOL(w, "known", true);
	jw_obj_end(w);
}

/* Terms that bind: [{"term": …, "captions": …, "share": …, "intended": …}], and what was not counted. */
static void put_fused(struct jwrite *w, const struct lint_set *s)
{
	const struct fused_list *l = &s->fused_list;

	if (l->class_word.n)
		JW_STR(w, "class_word", l->class_word);
	jw_key(w, "fused");
	jw_arr(w);
	for (size_t i = 0; i < l->n && i < TAGS_SHOWN; i++) {
		jw_obj(w);
		JW_STR(w, "term", l->v[i].name);
		JW_NUM(w, "captions", l->v[i].count);
		jw_key(w, "share");
		jw_real(w, (double)l->v[i].count / l->v[i].of, 4);
		JW_STRZ(w, "severity", severity_names[l->v[i].intended ? SEV_NONE : l->v[i].band]);
		if (l->v[i].intended)
			JW_BOOL(w, "intended", true);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

static int by_subset(const void *x, const void *y)
{
	const struct balance_subset *a = x, *b = y;

	return set_id_before(a->name, b->name) ? -1 : set_id_before(b->name, a->name);
}

/* {"distance": {"close-up": 28, …}}: captions times repeats; and the subsets where there are several. */
static void put_balance(struct jwrite *w, const struct lint_set *s)
{
	struct arena a = ARENA_INIT;
	struct balance_sum *v;
	size_t n = balance_sums(&s->balance, &v, &a), subsets = s->balance.n_subsets;

	jw_key(w, "balance");
	jw_obj(w);
	for (size_t i = 0; i < n;) {
		size_t from = i;
		jw_key_span(w, v[from].axis);
		jw_obj(w);
		for (; i < n && span_eq(v[i].axis, v[from].axis); i++)
			if (i - from < TAGS_SHOWN) {
				jw_key_span(w, v[i].value);
				jw_num(w, v[i].weight);
			}
		jw_obj_end(w);
	}
	jw_obj_end(w);
	if (subsets > 1) {
		struct balance_subset *b = arena_alloc(&a, subsets * sizeof *b);
		memcpy(b, s->balance.subset, subsets * sizeof *b);
		qsort(b, subsets, sizeof *b, by_subset);
		jw_key(w, "subsets");
		jw_arr(w);
		for (size_t i = 0; i < subsets; i++) {
			jw_obj(w);
			JW_STR(w, "name", b[i].name);
			JW_NUM(w, "captions", b[i].captions);
			JW_NUM(w, "repeats", b[i].repeats);
			jw_obj_end(w);
		}
		jw_arr_end(w);
	}
	arena_fini(&a);
}

void score_put_set(struct buf *out, const struct lint_set *s)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	jw_key(&w, "dataset");
	jw_obj(&w);
	JW_NUM(&w, "captions", s->n);
	if (s->images)
		JW_NUM(&w, "images", s->images);
	if (s->errors)
		JW_NUM(&w, "errors", s->errors);
	if (s->o->config)
		JW_STRZ(&w, "config", s->o->config);
	put_score(&w, s);
	put_tokens(&w, s);
	put_top(&w, "tags", &s->terms, SET_TAG, s->o->all_tags ? s->terms.slots : TAGS_SHOWN);
	/* What the bounded counters may be wrong by: 0 unless there are very many different ones. */
	if (s->terms.lost)
		JW_NUM(&w, "tags_error", s->terms.lost);
	if (s->pairs.lost)
		JW_NUM(&w, "pairs_error", s->pairs.lost);
	put_fused(&w, s);
	put_balance(&w, s);
	put_counts(&w, s);
	put_rules(&w, s);
	jw_key(&w, "findings");
	jw_arr(&w);
	for (size_t i = 0; i < s->n_findings; i++)
		put_finding(&w, &s->findings[i]);
	jw_arr_end(&w);
	jw_obj_end(&w);
	jw_obj_end(&w);
	buf_addc(out, '\n');
}
