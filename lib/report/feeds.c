/* feeds.c: resolving model and encoder names to runs, once a thread and name. */
#include "report/feeds.h"

#include <stdlib.h>

#include "base/sys.h"
#include "model/registry.h"

enum { RUNS = 32 };

struct feeds {
	struct arena a;
	const struct feeds_options *o;
	struct { const char *vocab; enum tok_variant variant; struct tok_run *run; } runs[RUNS];
	size_t n_runs;
	struct { struct known { struct span asked; struct feed_model model; } *v; size_t n, cap; } models; /* asked: may be an alias */
};

const char *const tok_variant_names[] = {"fast", "ftfy", "openai", "tekken"};

struct feeds *feeds_open(const struct feeds_options *o)
{
	struct arena a = ARENA_INIT;
	struct feeds *f = arena_zalloc(&a, 1, sizeof *f);

	f->a = a;
	f->o = o;
	return f;
}

void feeds_close(struct feeds *f)
{
	struct arena a = f->a; /* f lives in it */

	for (size_t i = 0; i < f->n_runs; i++)
		tok_run_close(f->runs[i].run);
	arena_fini(&a);
}

static struct tok_run *run_of(struct feeds *f, const char *vocab, enum tok_variant variant, struct diag *d)
{
	for (size_t i = 0; i < f->n_runs; i++)
		if (f->runs[i].variant == variant && strcmp(f->runs[i].vocab, vocab) == 0)
			return f->runs[i].run;
	const struct tok *t = registry_get(vocab, d);
	if (!t)
		return NULL;
	if (f->n_runs == RUNS) {
		diag_set(d, "too-many", "more than %d vocabularies in one run", RUNS);
		return NULL;
	}
	f->runs[f->n_runs].vocab = arena_dup(&f->a, span_of(vocab)).p;
	f->runs[f->n_runs].variant = variant;
	return f->runs[f->n_runs++].run = tok_run_open(t, variant);
}

static int add(struct feeds *f, struct feed_model *m, const struct model_encoder *e, const char *name,
               struct diag *d)
{
	struct feed_encoder *v = &m->v[m->n];

	bool tekken = f->o->variant == TOK_TEKKEN || e->tekken;
	*v = (struct feed_encoder){.model = *e, .name = name, .same = -1};
	v->run = run_of(f, e->encoder->vocab, e->tekken ? TOK_TEKKEN : f->o->variant, d);
	if (!v->run)
		return -1;
	if (strcmp(e->encoder->vocab, "clip") == 0)
		v->variant = tok_variant_names[tekken ? TOK_FAST : f->o->variant];
	else if (tekken && strcmp(e->encoder->vocab, "mistral") == 0)
		v->variant = tok_variant_names[TOK_TEKKEN];
	for (size_t i = 0; i < m->n && v->same < 0; i++)
		if (m->v[i].run == v->run && model_same_feed(&m->v[i].model, &v->model))
			v->same = (int)i;
	m->n++;
	return 0;
}

/* --encoder clip-l, --encoder FILE, --encoder NAME=FILE. */
static int add_named(struct feeds *f, struct feed_model *m, const char *text, struct diag *d)
{
	const char *eq = strchr(text, '=');
	struct span name = eq ? (struct span){text, (size_t)(eq - text)} : span_of(text);
	const struct encoder *known = encoder_find(name);

	if (known && !eq) {
		struct model_encoder e = model_alone(known);
		return add(f, m, &e, known->name, d);
	}
	/* The user's file, loaded under the known name's vocabulary or under its own path. */
	const char *vocab = known ? known->vocab : arena_dup(&f->a, name).p;
	const struct tok *t = registry_get(vocab, d);
	if (!t)
		return -1;
	const char *shown = known ? known->name : vocab;
	struct encoder *own = arena_alloc(&f->a, sizeof *own);
	*own = *encoder_for_file(&f->a, t, known, eq ? eq + 1 : text);
	own->vocab = vocab;
	struct model_encoder e = model_alone(own);
	return add(f, m, &e, shown, d);
}

static int add_model(struct feeds *f, struct feed_model *m, struct span name, struct diag *d)
{
	const struct model *model = model_find(name);
	size_t n;

	if (!model)
		return model_unknown(name, d);
	struct model_encoder *e = f->o->trainer ? trainer_model(&f->a, f->o->trainer, model, &n)
	                                        : model_for_trainer(&f->a, model, NULL, &n);
	m->v = arena_zalloc(&f->a, n, sizeof *m->v);
	m->name = span_of(model->name);
	for (size_t i = 0; i < n; i++)
		if (add(f, m, &e[i], e[i].encoder->name, d) != 0)
			return -1;
	return 0;
}

const struct feed_model *feeds_model(struct feeds *f, struct span name, struct diag *d)
{
	struct feed_model made = {SPAN(""), NULL, 0};

	if (f->o->n_encoders)
		name = SPAN("");
	for (size_t i = 0; i < f->models.n; i++)
		if (span_eq(f->models.v[i].asked, name))
			return &f->models.v[i].model;
	if (f->o->n_encoders) {
		made.v = arena_zalloc(&f->a, f->o->n_encoders, sizeof *made.v);
		for (size_t i = 0; i < f->o->n_encoders; i++)
			if (add_named(f, &made, f->o->encoders[i], d) != 0)
				return NULL;
	} else if (add_model(f, &made, name, d) != 0) {
		return NULL;
	}
	struct known *slot = ARENA_PUSH(&f->a, &f->models);
	*slot = (struct known){arena_dup(&f->a, name), made};
	return &slot->model;
}
