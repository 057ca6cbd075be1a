/* caption.c: one caption through analysis, encoders, rules and score. */
#include <stddef.h>
#include <stdlib.h>

#include "lexicon/lexcache.h"
#include "lint/priv.h"
#include "parse/reader.h"

/* The triggers that hold for a caption: the options' and its direction entry's. */
static size_t triggers_for(struct lint_run *run, const struct lint_ctx *x, const struct lint_trigger **v)
{
	const struct lint *l = run->l;

	if (!x->direction || x->direction->trigger.n == 0) {
		*v = l->triggers;
		return l->n_triggers;
	}
	if (run->direction != x->direction) {
		run->direction = x->direction;
		arena_reset(&run->words);
		lint_trigger_cut(&run->triggers[0], x->direction->trigger, &run->words);
		run->n_triggers = 1;
		for (size_t i = 0; i < l->n_triggers && run->n_triggers < 17; i++)
			run->triggers[run->n_triggers++] = l->triggers[i];
	}
	*v = run->triggers;
	return run->n_triggers;
}

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

/* By place, then code, then as found. */
static void sort_findings(struct check *c)
{
	struct lint_result *o = c->out;
	size_t n = o->n_findings;
	uint64_t few[24], *key = n <= 24 ? few : arena_alloc(c->a, n * sizeof *key);

	for (size_t i = 0; i < n; i++) {
		uint64_t x = (uint64_t)o->findings[i].start << 32 | (uint64_t)o->findings[i].index << 16 | i;
		size_t k = i;
		if (n <= 24)
			for (; k > 0 && key[k - 1] > x; k--)
				key[k] = key[k - 1];
		key[k] = x;
	}
	if (n > 24)
		qsort(key, n, sizeof *key, by_value);
	struct finding *v = arena_alloc(c->a, n * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[i] = o->findings[key[i] & 0xFFFF];
	o->findings = v;
	o->cap_findings = n;
}

/* subject, colour, relation, lighting, camera, focus, then verify:... */
static int rank(struct span s)
{
	switch (s.p[0]) {
	case 's': return 0;
	case 'c': return s.p[1] == 'o' ? 1 : 4;
	case 'r': return 2;
	case 'l': return 3;
	case 'f': return 5;
	default: return 9;
	}
}

/* Whether a relation is to be asked for: several things, or none that one knows. */
static void ask_relation(struct check *c)
{
	bool unknown = c->t->n_entities > 0 && c->out->slot[SLOT_SUBJECT].credit <= 2;

	if (!(c->out->brief.slots >> SLOT_RELATION & 1) && !c->t->foreign && (unknown || things_count(c) > 1))
		need_human(c, SPAN("relation"));
}

static void sort_needs(struct lint_result *o)
{
	for (size_t i = 1; i < o->n_needs_human; i++) {
		struct span s = o->needs_human[i];
		size_t k = i;
		for (; k > 0 && rank(s) < rank(o->needs_human[k - 1]); k--)
			o->needs_human[k] = o->needs_human[k - 1];
		o->needs_human[k] = s;
	}
}

/* run->last becomes the model of this name. Records in a row mostly name the same one. */
static int set_model(struct lint_run *run, struct span name, struct diag *d)
{
	if (run->last && name.n == run->last_name_n && memcmp(name.p, run->last_name, name.n) == 0)
		return 0;
	const struct lint_model *m = lint_model_get(run->l, name, d);
	if (!m)
		return -1;
	run->last = m;
	run->last_name_n = name.n <= sizeof run->last_name ? name.n : 0;
	memcpy(run->last_name, name.p, run->last_name_n);
	return 0;
}

/* What a check begins with. -1: no such model. */
static int begin(struct check *c, struct lint_run *run, struct lint_job *j, struct arena *a)
{
	static const struct lint_ctx none;
	const struct lint *l = run->l;
	const struct lint_ctx *x = j->ctx ? j->ctx : &none;
	struct span name = x->model.n ? x->model : span_of(l->o->model ? l->o->model : "sdxl");

	if (set_model(run, name, &j->d) < 0)
		return -1;
	const struct lint_model *m = run->last;
	memset(c, 0, offsetof(struct check, encoder));
	c->lex = l->lex;
	c->o = l->o;
	c->ctx = x;
	c->settings = x->settings ? x->settings : l->o->settings;
	c->m = m;
	c->model = m->model;
	c->profile = &profiles[m->profile];
	c->profile_id = m->profile;
	c->a = a;
	c->out = &j->result;
	c->chunks = m->chunks;
	c->trainer_named = x->trainer ? x->trainer : l->o->trainer;
	c->trainer = c->trainer_named ? c->trainer_named : l->trainer;
	c->run = run;
	memset(c->out, 0, sizeof *c->out);
	return 0;
}

static void finish_analysis(struct check *c, struct analysis *t)
{
	const struct lint *l = c->run->l;
	const struct lint_trigger *triggers;
	size_t n = triggers_for(c->run, c->ctx, &triggers);

	enum lint_style style = c->ctx->read && c->ctx->read->json ? STYLE_JSON : l->o->style;
	struct arena *scenes = &c->run->scenes;
	struct scene *s = arena_alloc(scenes, sizeof *s);
	/* What is said of a file alone is not said of what its texts show. */
	static const struct seg nothing;

	scene_parse(l->lex, l->tagger, c->ctx->part == LINT_FILE ? &nothing : &t->seg, t->known, scenes, s);
	analysis_finish(l->lex, c->run->cache, t, s, triggers, n, style, c->a);
	c->t = t;
	c->units = t->units;
	c->scene = s;
}

static void run_rules(struct check *const *c, size_t n, const struct lint_model *m)
{
	struct { uint64_t cls; unsigned marks, not; } has[LINT_TOGETHER];

	for (size_t i = 0; i < n; i++) {
		has[i].cls = c[i]->t->cls_any;
		has[i].marks = c[i]->t->marks | STEP_ALWAYS;
		has[i].not = c[i]->ctx->part == LINT_TEXT ? STEP_FILE : c[i]->ctx->part == LINT_FILE ? STEP_TEXT : 0;
		has[i].not |= c[i]->t->style == STYLE_JSON ? STEP_NOT_JSON : 0;
	}
	for (const struct lint_step *s = m->steps, *end = s + m->n_rules; s < end; s++)
		for (size_t i = 0; i < n; i++) {
			if (!((s->when & has[i].cls) | (s->when_marks & has[i].marks)) || s->kind & has[i].not)
				continue;
			c[i]->rule_at = s->index;
			s->rule->check(c[i], s->rule);
		}
}

static void end(struct check *c)
{
	struct lint_result *out = c->out;

	sides_after(c);
	score_make(c);
	findings_stop(c);
	if (out->n_findings) {
		sort_findings(c);
		ask_relation(c);
		sort_needs(out);
	}
	brief_make(c);
	out->style = c->t->style;
	out->model = c->model->name;
	out->profile = c->profile->name;
	out->verified = c->ctx->direction != NULL;
	out->analysis = c->t;
	out->scene = c->scene;
}

/* One stage for all, then the next: a stage's code and tables are then in the processor's caches, which all stages together do not
 * fit into. */
static void judge(struct check *const *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tokens_make(c[i]);
	for (size_t i = 0; i < n; i++)
		sides_before(c[i]);
	for (size_t i = 0, same; i < n; i += same) {
		for (same = 1; i + same < n && same < LINT_TOGETHER && c[i + same]->m == c[i]->m; same++)
			;
		run_rules(c + i, same, c[i]->m);
	}
	for (size_t i = 0; i < n; i++)
		end(c[i]);
}

static void judge_all(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a, uint32_t *again)
{
	struct check **c = arena_alloc(a, n * sizeof *c), *all = arena_alloc(a, n * sizeof *all);
	struct analysis **t = arena_alloc(a, n * sizeof *t);
	size_t good = 0;

	for (size_t i = 0; i < n; i++) {
		c[good] = &all[i];
		v[i].ok = begin(c[good], run, &v[i], a) == 0;
		c[good]->whole = v[i].caption;
		if (v[i].ok)
			t[good++] = analysis_cut(run->cache, scene_readable(v[i].caption), a);
	}
	for (size_t i = 0; i < good; i++)
		analysis_words(run->l->lex, run->cache, t[i], a);
	for (size_t i = 0; i < good; i++)
		finish_analysis(c[i], t[i]);
	judge(c, good);
	for (size_t i = 0, k = 0; again && i < n; i++) {
		again[i] = UINT32_MAX;
		if (v[i].ok && again_from(c[k]) < c[k]->t->text.n)
			again[i] = again_from(c[k]);
		k += v[i].ok;
	}
}

/* Bounds the scores of captions that say something again at their end (again.c). */
static void bound(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a, const uint32_t *again)
{
	struct lint_job *less = NULL;
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (again[i] < v[i].caption.n) {
			less = less ? less : arena_alloc(a, (n - i) * sizeof *less);
			less[m++] = (struct lint_job){.caption = span_cut(v[i].caption, 0, again[i]), .ctx = v[i].ctx};
		}
	if (m)
		judge_all(run, less, m, a, NULL);
	for (size_t i = 0, k = 0; k < m; i++) {
		if (again[i] >= v[i].caption.n)
			continue;
		struct lint_result *r = &v[i].result;
		const struct lint_job *b = &less[k++];
		float most = b->result.score < 0.5f ? 0 : b->result.score - 0.5f;
		if (b->ok && r->score > most) {
			r->waste += r->score - most;
			r->score = most;
		}
	}
}

void lint_captions(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a)
{
	uint32_t *again = arena_alloc(a, n * sizeof *again);

	lex_cache_begin(run->cache);
	arena_reset(&run->scenes);
	judge_all(run, v, n, a, again);
	bound(run, v, n, a, again);
}

int lint_caption(struct lint_run *run, struct span caption, const struct lint_ctx *ctx, struct arena *a,
		 struct lint_result *out, struct diag *d)
{
	struct lint_job j = {.caption = caption, .ctx = ctx};

	lint_captions(run, &j, 1, a);
	*out = j.result;
	if (!j.ok)
		*d = j.d;
	return j.ok ? 0 : -1;
}
