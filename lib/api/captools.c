/* captools.c: the public library over report/feeds.h (tokens) and lint/lint.h (findings). */
#include "api/captools.h"

#include <stdio.h>

#include "dataset/rule_list.h"
#include "lint/rule.h"
#include "model/registry.h"
#include "report/feeds.h"
#include "text/utf8.h"

#ifndef CAPTOOLS_VERSION
#define CAPTOOLS_VERSION "0"
#endif

struct captools {
	struct arena a; /* this struct lives in it */
	struct feeds_options feeds;
	struct lint_options lint_options;
	struct lint *lint; /* NULL: tokens only */
	const char *model, *encoder;
};

struct captools_run {
	struct arena a; /* this struct lives in it */
	struct arena scratch; /* what the last call gave */
	const struct captools *c;
	struct feeds *feeds;
	const struct feed_model *model;
	struct lint_run *lint;
	struct diag d;
};

const char *captools_version_string(void)
{
	return CAPTOOLS_VERSION;
}

static int load_encoder(struct captools *c, const char *text, struct diag *d)
{
	const char *eq = strchr(text, '=');
	struct span name = eq ? (struct span){text, (size_t)(eq - text)} : span_of(text);
	const struct encoder *known = encoder_find(name);

	c->feeds.encoders = &c->encoder;
	c->feeds.n_encoders = 1;
	if (known && !eq)
		return 0;
	return registry_user(known ? known->vocab : arena_dup(&c->a, name).p, eq ? eq + 1 : text, d);
}

/* Everything that may fail is tried here, so that captools_run_open cannot. */
static int prepare(struct captools *c, const struct captools_options *o, struct diag *d)
{
	c->model = o->model ? arena_dup(&c->a, span_of(o->model)).p : "sdxl";
	if (!model_find(span_of(c->model)))
		return model_unknown(span_of(c->model), d);
	if (o->trainer) {
		struct trainer_spec *t = trainer_parse(&c->a, o->trainer, d);
		if (!t)
			return -1;
		c->feeds.trainer = t;
		c->feeds.variant = trainer_variant(t);
		c->lint_options.trainer = t;
	}
	if (o->encoder) {
		c->encoder = arena_dup(&c->a, span_of(o->encoder)).p;
		if (load_encoder(c, c->encoder, d) != 0)
			return -1;
	}
	struct feeds *feeds = feeds_open(&c->feeds);
	bool good = feeds_model(feeds, span_of(c->model), d) != NULL;
	feeds_close(feeds);
	if (!good || o->tokens_only)
		return good ? 0 : -1;
	c->lint_options.rules = rule_list();
	c->lint_options.model = c->model;
	c->lint = lint_open(&c->lint_options, d);
	return c->lint ? 0 : -1;
}

struct captools *captools_open(const struct captools_options *o, char *why)
{
	static const struct captools_options none;
	struct arena a = ARENA_INIT;
	struct captools *c = arena_zalloc(&a, 1, sizeof *c);
	struct diag d = {0};

	c->a = a;
	if (prepare(c, o ? o : &none, &d) == 0)
		return c;
	if (why)
		snprintf(why, CAPTOOLS_WHY, "%s", d.message);
	captools_close(c);
	return NULL;
}

void captools_close(struct captools *c)
{
	if (!c)
		return;
	struct arena a = c->a;
	if (c->lint)
		lint_close(c->lint);
	arena_fini(&a);
}

struct captools_run *captools_run_open(const struct captools *c)
{
	struct arena a = ARENA_INIT;
	struct captools_run *r = arena_zalloc(&a, 1, sizeof *r);

	r->a = a;
	r->c = c;
	r->feeds = feeds_open(&c->feeds);
	r->model = feeds_model(r->feeds, span_of(c->model), &r->d);
	if (c->lint)
		r->lint = lint_run_open(c->lint);
	return r;
}

void captools_run_close(struct captools_run *r)
{
	if (!r)
		return;
	struct arena a = r->a;
	if (r->lint)
		lint_run_close(r->lint);
	feeds_close(r->feeds);
	arena_fini(&r->scratch);
	arena_fini(&a);
}

const char *captools_run_error(const struct captools_run *r)
{
	return r->d.message;
}

size_t captools_encoders(const struct captools_run *r)
{
	return r->model->n;
}

const char *captools_encoder_name(const struct captools_run *r, size_t encoder)
{
	return encoder < r->model->n ? r->model->v[encoder].name : NULL;
}

/* Forgets what the last call gave and looks at the new text. */
static int begin(struct captools_run *r, struct span text)
{
	size_t bad;

	arena_reset(&r->scratch);
	r->d = (struct diag){0};
	if (text.n > UINT32_MAX / 8)
		return diag_set(&r->d, "too-large", "more than %u bytes", UINT32_MAX / 8);
	if (!utf8_valid(text, &bad))
		return diag_at(&r->d, "not-utf8", bad, "not UTF-8 at byte %zu", bad);
	return 0;
}

int captools_tokenize(struct captools_run *r, size_t encoder, const char *text, size_t n, struct captools_tokens *out)
{
	struct span s = {n ? text : "", n};
	struct feed f;

	if (begin(r, s) != 0)
		return -1;
	if (encoder >= r->model->n)
		return diag_set(&r->d, "no-encoder", "there are %zu encoders", r->model->n);
	const struct feed_encoder *e = &r->model->v[encoder];
	model_feed(e->run, &e->model, s, true, &r->scratch, &f);
	struct captools_piece *p = arena_alloc(&r->scratch, f.n * sizeof *p);
	for (size_t i = 0; i < f.n; i++)
		p[i] = (struct captools_piece){f.pieces[i].id, f.pieces[i].start, f.pieces[i].end};
	*out = (struct captools_tokens){.pieces = p, .n = f.n, .tokens = f.tokens, .limit = f.limit, .usable = f.usable,
	                                .lost = f.lost, .cut_start = f.cut_start, .cut_end = f.cut_end};
	return 0;
}

int captools_lint(struct captools_run *r, const char *text, size_t n, struct captools_report *out)
{
	struct span s = {n ? text : "", n};
	struct lint_result result;

	if (begin(r, s) != 0)
		return -1;
	if (!r->lint)
		return diag_set(&r->d, "tokens-only", "opened for tokens only");
	if (lint_caption(r->lint, s, NULL, &r->scratch, &result, &r->d) != 0)
		return -1;
	struct captools_finding *v = arena_zalloc(&r->scratch, result.n_findings, sizeof *v);
	for (size_t i = 0; i < result.n_findings; i++) {
		const struct finding *f = &result.findings[i];
		v[i] = (struct captools_finding){
			.code = f->rule->code, .rule = f->rule->name, .severity = (enum captools_severity)f->severity,
			.fix = (enum captools_fix)f->fix, .start = f->start, .end = f->end,
			.message = arena_dup(&r->scratch, f->message).p, .suggest = arena_dup(&r->scratch, f->suggest).p,
			.points = (double)f->points, .needs_human = f->needs_human};
	}
	*out = (struct captools_report){(double)result.score, style_names[result.style], v, result.n_findings};
	return 0;
}
