/* open.c: loading: lexicons, the trainer, models with their vocabularies; a thread's scratch. */
#include <stdlib.h>

#include "lexicon/lexcache.h"
#include "lint/priv.h"
#include "parse/reader.h"
#include "parse/tagger.h"
#include "text/seg.h"

void lint_trigger_cut(struct lint_trigger *t, struct span text, struct arena *a)
{
	struct seg s;

	seg_cut(arena_dup(a, text), a, &s);
	*t = (struct lint_trigger){0, (uint32_t)s.n_words, text};
	for (size_t i = 0; i < s.n_words; i++) {
		uint64_t k = lex_key(s.words[i].norm.p, s.words[i].norm.n);
		t->key = i ? lex_join(t->key, k) : k;
	}
}

/* The index of a vocabulary, opened if it is new; -1 with d. The lock is held. */
static int vocab_get(struct lint_models *m, const char *name, struct diag *d)
{
	for (int i = 0; i < m->n_tok; i++)
		if (strcmp(m->name[i], name) == 0)
			return i;
	if (m->n_tok == LINT_VOCABS)
		return diag_set(d, "no-vocabulary", "more than %d vocabularies", LINT_VOCABS);
	struct tok *t = tok_open(name, d);
	if (!t)
		return -1;
	m->tok[m->n_tok] = t;
	m->name[m->n_tok] = name;
	return m->n_tok++;
}

static bool is_clip(const struct model_encoder *e)
{
	return strcmp(e->encoder->vocab, "clip") == 0;
}

/* The encoders' vocabularies. A missing one is estimated from CLIP's count, so CLIP has to be there then. */
static int vocabs(struct lint_models *ms, struct lint_model *m, struct diag *d)
{
	struct diag why = {0};

	m->clip_vocab = -1;
	m->first = SIZE_MAX;
	for (size_t i = 0; i < m->n; i++) {
		m->clip[i] = is_clip(&m->enc[i]);
		m->vocab[i] = vocab_get(ms, m->enc[i].encoder->vocab, &why);
		if (m->vocab[i] < 0 && m->clip[i]) {
			if (d)
				*d = why;
			return -1;
		}
		m->same[i] = -1;
		for (size_t k = 0; k < i && m->same[i] < 0; k++)
			if (model_same_feed(&m->enc[i], &m->enc[k]))
				m->same[i] = (int)k;
		if (m->first == SIZE_MAX || (m->clip[i] && !m->clip[m->first]))
			m->first = i;
	}
	bool estimate = false;
	for (size_t i = 0; i < m->n; i++)
		estimate |= m->vocab[i] < 0;
	if (estimate && (m->clip_vocab = vocab_get(ms, "clip", d)) < 0)
		return -1;
	return 0;
}

static uint32_t chunks_of(const struct lint_model *m)
{
	const struct model_encoder *e = &m->enc[m->first];

	if (!m->clip[m->first])
		return 1;
	return e->chunks > 0 ? (uint32_t)e->chunks : 1;
}

/* All caption rules of the model's profile in the order of running: those whose spans earn no slot first. */
static void plan_steps(const struct rule_list *rules, struct lint_model *m)
{
	for (int pass = 1; pass >= 0; pass--)
		for (size_t i = 0; i < rules->n; i++) {
			const struct rule *r = rules->v[i];
			bool always = !r->when && !r->when_marks;
			if (r->scope != SCOPE_CAPTION || !(r->profiles >> m->profile & 1) || r->flags != (pass == 1))
				continue;
			m->steps[m->n_rules++] = (struct lint_step){r->when, always ? STEP_ALWAYS : r->when_marks,
								    (r->file && r->json ? 0u : r->file ? STEP_FILE : STEP_TEXT) | (r->json || r->file ? 0u : STEP_NOT_JSON),
								    (uint32_t)i, r};
		}
}

static struct lint_model *model_open(const struct lint *l, const struct model *model, struct diag *d)
{
	struct lint_models *ms = l->models;
	struct lint_model *m = arena_zalloc(&ms->a, 1, sizeof *m);

	m->model = model;
	m->profile = profile_find(model->profile);
	m->enc = trainer_model(&ms->a, l->trainer, model, &m->n);
	if (m->n > LINT_ENCODERS)
		m->n = LINT_ENCODERS;
	if (vocabs(ms, m, d) < 0)
		return NULL;
	m->chunks = chunks_of(m);
	plan_steps(l->o->rules, m);
	return m;
}

const struct lint_model *lint_model_get(const struct lint *l, struct span name, struct diag *d)
{
	struct lint_models *ms = l->models;
	const struct model *model = model_find(name);
	struct lint_model *m;

	if (!model) {
		model_unknown(name, d);
		return NULL;
	}
	pthread_mutex_lock(&ms->lock);
	for (m = ms->first; m && m->model != model; m = m->next)
		;
	if (!m && (m = model_open(l, model, d)) != NULL) {
		m->next = ms->first;
		ms->first = m;
	}
	pthread_mutex_unlock(&ms->lock);
	return m;
}

struct lint *lint_open(const struct lint_options *o, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct lint *l = arena_zalloc(&a, 1, sizeof *l);
	struct lex_files f = {o->lexicons, o->n_lexicons, o->vocabs, o->n_vocabs, o->implies, o->n_implies};

	l->o = o;
	l->models = arena_zalloc(&a, 1, sizeof *l->models);
	pthread_mutex_init(&l->models->lock, NULL);
	l->trainer = o->trainer ? o->trainer : trainer_parse(&a, "diffusers", d);
	l->lex = l->trainer ? lexicon_open(&f, d) : NULL;
	l->tagger = l->lex ? tagger_open(d) : NULL;
	l->n_triggers = o->n_triggers;
	l->triggers = arena_alloc(&a, o->n_triggers * sizeof *l->triggers);
	for (size_t i = 0; i < o->n_triggers; i++)
		lint_trigger_cut(&l->triggers[i], o->triggers[i], &a);
	if (l->trainer)
		l->variant = trainer_variant(l->trainer);
	l->a = a;
	if (!l->tagger || !lint_model_get(l, span_of(o->model ? o->model : "sdxl"), d)) {
		lint_close(l);
		return NULL;
	}
	return l;
}

void lint_close(struct lint *l)
{
	if (!l)
		return;
	for (int i = 0; i < l->models->n_tok; i++)
		tok_close((struct tok *)l->models->tok[i]);
	pthread_mutex_destroy(&l->models->lock);
	arena_fini(&l->models->a);
	tagger_close(l->tagger);
	lexicon_close(l->lex);
	struct arena a = l->a;
	arena_fini(&a);
}

struct lint_run *lint_run_open(const struct lint *l)
{
	struct arena a = ARENA_INIT;
	struct lint_run *r = arena_zalloc(&a, 1, sizeof *r);

	r->l = l;
	r->cache = lex_cache_open();
	r->a = a;
	return r;
}

void lint_run_close(struct lint_run *r)
{
	if (!r)
		return;
	for (int i = 0; i < LINT_VOCABS; i++)
		if (r->tok[i])
			tok_run_close(r->tok[i]);
	lex_cache_close(r->cache);
	arena_fini(&r->scenes);
	arena_fini(&r->words);
	struct arena a = r->a;
	arena_fini(&a);
}

void lint_scene(struct lint_run *run, struct span text, struct arena *a, struct scene *out)
{
	scene_read(&(struct scene_reader){run->l->lex, run->l->tagger}, text, a, out);
}

struct tok_run *lint_tok(struct lint_run *r, int vocab)
{
	if (!r->tok[vocab])
		r->tok[vocab] = tok_run_open(r->l->models->tok[vocab], r->l->variant);
	return r->tok[vocab];
}
