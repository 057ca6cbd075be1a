/* caption.c: one caption through analysis, encoders, rules and score. */
#include <stddef.h>
#include <stdlib.h>

#include "lint/priv.h"

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

static void run_rules(struct check *c, const struct lint_model *m)
{
	const uint64_t cls = c->t->cls_any | (uint64_t)1 << 63; /* the top bit is no class: it stands for "always" */
	const unsigned marks = c->t->marks;

	for (const struct lint_step *s = m->steps, *end = s + m->n_rules; s < end; s++) {
		if (!((s->when & cls) | (s->when_marks & marks)))
			continue;
		c->rule_at = s->index;
		s->rule->check(c, s->rule);
	}
}

_Static_assert((int)LEX_BITS < 63, "the top bit is taken");

int lint_caption(struct lint_run *run, struct span caption, const struct lint_ctx *ctx, struct arena *a,
		 struct lint_result *out, struct diag *d)
{
	static const struct lint_ctx none;
	const struct lint *l = run->l;
	const struct lint_ctx *x = ctx ? ctx : &none;
	struct span name = x->model.n ? x->model : span_of(l->o->model ? l->o->model : "sdxl");

	if (set_model(run, name, d) < 0)
		return -1;
	const struct lint_model *m = run->last;
	const struct lint_trigger *triggers;
	size_t n = triggers_for(run, x, &triggers);
	struct check c;

	memset(&c, 0, offsetof(struct check, encoder));
	c.lex = l->lex;
	c.o = l->o;
	c.ctx = x;
	c.settings = x->settings ? x->settings : l->o->settings;
	c.model = m->model;
	c.profile = &profiles[m->profile];
	c.profile_id = m->profile;
	c.a = a;
	c.out = out;
	c.chunks = m->chunks;
	c.trainer = l->trainer;
	c.run = run;
	memset(out, 0, sizeof *out);
	c.t = analyse(l->lex, run->cache, caption, triggers, n, l->o->style, a);
	c.units = c.t->units;
	tokens_make(&c, m);
	slots_before(&c);
	run_rules(&c, m);
	slots_after(&c);
	score_make(&c);
	if (out->n_findings) {
		sort_findings(&c);
		ask_relation(&c);
		sort_needs(out);
	}
	brief_make(&c);
	out->style = c.t->style;
	out->model = m->model->name;
	out->profile = c.profile->name;
	out->verified = x->direction != NULL;
	out->analysis = c.t;
	return 0;
}
