/* compare.c: several sets judged one after the other, then held against each other by the ids of their samples. */
#include "report/compare.h"

#include "base/die.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/sort.h"
#include "model/registry.h"
#include "parse/scene.h"
#include "report/score_setup.h"

/* One caption of one set. */
struct row {
	uint64_t id;             /* hash */
	float score[COMPARE_MODELS];
	uint32_t first, n;       /* keys of its facts */
};

struct rows {
	struct row *v;
	size_t n, cap;
	struct map by_id;        /* place in v */
};

struct compare_job {
	struct score_options *o;
	struct score_setup s;
	struct comparison c;
	struct rows rows[COMPARE_SETS];
	struct buf facts;        /* uint64_t */
	struct arena a;
	size_t now;              /* the set that is being read */
	uint64_t bad;
};

/* A thread's. */
struct judge {
	struct lint_run *run;
	struct lint_job *job;    /* of the records of a batch, n_models each */
	size_t next;
	struct lint_settings own[RUN_TOGETHER];
	struct arena results, a;
};

/* What work tells fold, then the keys of the facts, then the set's note. */
struct head {
	float score[COMPARE_MODELS];
	uint32_t tokens[COMPARE_MODELS], said[COMPARE_MODELS], seen[COMPARE_MODELS];
	bool cut[COMPARE_MODELS];
	uint32_t facts;
};

static void *open_judge(void *ctx)
{
	struct compare_job *job = ctx;
	struct arena a = ARENA_INIT;
	struct judge *j = arena_zalloc(&a, 1, sizeof *j);

	j->run = lint_run_open(job->s.lint);
	j->a = a;
	return j;
}

static void close_judge(void *state)
{
	struct judge *j = state;
	struct arena a = j->a;

	lint_run_close(j->run);
	arena_fini(&j->results);
	arena_fini(&a);
}

static void prepare(void *ctx, void *state, const struct record *const *v, size_t n)
{
	struct compare_job *job = ctx;
	struct judge *j = state;
	size_t models = job->c.n_models;

	arena_reset(&j->results);
	j->job = arena_zalloc(&j->results, n * models, sizeof *j->job);
	struct lint_ctx *about = arena_alloc(&j->results, n * models * sizeof *about);
	for (size_t i = 0; i < n; i++)
		for (size_t m = 0; m < models; m++) {
			score_about(&job->s, job->o, v[i], &about[i * models + m], &j->own[i]);
			about[i * models + m].model = span_of(job->c.model[m]);
			j->job[i * models + m].caption = v[i]->caption;
			j->job[i * models + m].ctx = &about[i * models + m];
		}
	lint_captions(j->run, j->job, n * models, &j->results);
	j->next = 0;
}

/* The keys of all facts, ascending. */
static void put_facts(struct buf *side, const struct scene *s, struct arena *a)
{
	uint64_t *v = arena_alloc(a, ((s ? s->n_facts : 0) + 1) * sizeof *v);
	struct buf tmp = BUF_INIT;
	size_t n = 0;

	for (uint32_t i = 0; s && i < s->n_facts; i++)
		if (s->facts[i].first == i)
			v[n++] = s->facts[i].key;
	sort_u64(v, n, 0, &tmp);
	buf_add(side, (const char *)v, n * sizeof *v);
	buf_fini(&tmp);
}

static bool work(void *ctx, void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
	struct compare_job *job = ctx;
	struct judge *j = state;
	struct lint_job *v = &j->job[j->next * job->c.n_models];
	struct head h = {.facts = 0};
	size_t at = side->n;

	(void)out;
	j->next++;
	for (size_t m = 0; m < job->c.n_models; m++) {
		const struct lint_result *r = &v[m].result;
		if (!v[m].ok)
			die("%s", v[m].d.message);
		h.score[m] = r->score;
		h.tokens[m] = r->n_encoders ? r->encoder[0].tokens : 0;
		h.said[m] = r->facts.said;
		h.seen[m] = r->facts.seen;
		for (size_t i = 0; i < r->n_encoders; i++)
			h.cut[m] |= r->encoder[i].limit && r->encoder[i].tokens > r->encoder[i].limit;
	}
	buf_add(side, (const char *)&h, sizeof h);
	put_facts(side, v[0].result.scene, a);
	h.facts = (uint32_t)((side->n - at - sizeof h) / sizeof(uint64_t));
	memcpy(side->p + at, &h, sizeof h);
	set_note(job->c.set[job->now].set, side, &v[0].result, rec->caption, NULL, a);
	return true;
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct compare_job *job = ctx;
	struct compare_set *set = &job->c.set[job->now];
	struct rows *rows = &job->rows[job->now];
	struct head h;
	bool new;

	job->bad += r->kind == REC_ERROR;
	if (r->kind != REC_CAPTION || side.n == 0)
		return;
	memcpy(&h, side.p, sizeof h);
	for (size_t m = 0; m < job->c.n_models; m++) {
		struct compare_model *to = &set->model[m];
		to->score += (double)h.score[m];
		to->tokens += h.tokens[m];
		to->said += h.said[m];
		to->seen += h.seen[m];
		to->cut += h.cut[m];
	}
	set->captions++;
	struct row row = {.id = hash_bytes(r->id.p, r->id.n, 7), .first = (uint32_t)(job->facts.n / sizeof(uint64_t)), .n = h.facts};
	memcpy(row.score, h.score, sizeof row.score);
	buf_add(&job->facts, side.p + sizeof h, h.facts * sizeof(uint64_t));
	uint32_t *at = map_add(&rows->by_id, row.id, &new);
	if (new) { /* of an id that comes twice the first counts */
		*at = (uint32_t)rows->n;
		*ARENA_PUSH(&job->a, rows) = row;
	}
	struct set_sample sample = {r->id, r->caption, r->member, r->image, NULL};
	set_add(set->set, &sample, span_cut(side, sizeof h + h.facts * sizeof(uint64_t), side.n));
}

/* The share of facts that both say; each ascending. */
static double agreement(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
	size_t both = 0;

	for (size_t i = 0, k = 0; i < n && k < m;) {
		both += a[i] == b[k];
		uint64_t x = a[i], y = b[k];
		i += x <= y;
		k += y <= x;
	}
	return n + m ? (double)both / (double)(n + m - both) : 1;
}

static void compare(struct compare_job *job, struct compare_pair *p)
{
	const struct rows *a = &job->rows[p->a], *b = &job->rows[p->b];
	const uint64_t *facts = (const uint64_t *)(const void *)job->facts.p;

	for (size_t i = 0; i < a->n; i++) {
		const struct row *x = &a->v[i];
		const uint32_t *at = map_find(&b->by_id, x->id);
		if (!at)
			continue;
		const struct row *y = &b->v[*at];
		p->both++;
		p->agreement += agreement(facts + x->first, x->n, facts + y->first, y->n);
		for (size_t m = 0; m < job->c.n_models; m++) {
			p->score[m][0] += (double)x->score[m];
			p->score[m][1] += (double)y->score[m];
			p->wins[m][0] += x->score[m] > y->score[m];
			p->wins[m][1] += y->score[m] > x->score[m];
		}
	}
	if (p->both)
		p->agreement /= (double)p->both;
}

int compare_better(const struct compare_pair *p, size_t model)
{
	double more = p->both ? (p->score[model][0] - p->score[model][1]) / (double)p->both : 0;

	return more >= 1 ? 0 : more <= -1 ? 1 : -1;
}

/* --model, as often as it was given; else one of each way of reading: CLIP's short sentences, tags, a T5's and a language model's long ones. */
static void choose_models(struct comparison *c)
{
	static const char *const otherwise[] = {"sdxl", "pony", "flux-dev", "qwen-image"};
	const struct opt_list *given = &run_common.models.all;

	if (given->n > COMPARE_MODELS)
		die("--compare takes %d models at most", COMPARE_MODELS);
	c->n_models = given->n ? given->n : sizeof otherwise / sizeof *otherwise;
	for (size_t i = 0; i < c->n_models; i++)
		c->model[i] = given->n ? given->v[i].value : otherwise[i];
	run_common.model = c->model[0];
}

int score_compare(struct score_options *o, int n, char **paths)
{
	struct arena hold = ARENA_INIT;
	struct compare_job *job = arena_zalloc(&hold, 1, sizeof *job);
	struct filter f = {.ctx = job, .open = open_judge, .close = close_judge, .prepare = prepare, .work = work, .fold = fold, .swallow = true};
	struct comparison *c = &job->c;
	struct buf out = BUF_INIT;
	int status = STATUS_OK;

	if (n < 2 || n > COMPARE_SETS)
		die("--compare wants from 2 to %d sets of captions", COMPARE_SETS);
	job->a = hold;
	job->o = o;
	choose_models(c);
	score_setup(&job->s, o);
	for (; c->n_sets < (size_t)n && status != STATUS_TROUBLE; c->n_sets++) {
		job->now = c->n_sets;
		c->set[job->now] = (struct compare_set){.path = paths[job->now], .set = set_open(&job->s.set_options)};
		int now = run_filter(&f, 1, paths + job->now);
		status = now > status ? now : status;
		set_finish(c->set[job->now].set);
	}
	c->pairs = arena_zalloc(&job->a, (size_t)n * (size_t)n, sizeof *c->pairs);
	for (size_t i = 0; i < c->n_sets; i++)
		for (size_t k = i + 1; k < c->n_sets; k++) {
			c->pairs[c->n_pairs] = (struct compare_pair){.a = i, .b = k};
			compare(job, &c->pairs[c->n_pairs++]);
		}
	if (status != STATUS_TROUBLE && (o->out.format ? strcmp(o->out.format, "text") == 0 : o->out.terminal))
		compare_text(&out, c);
	else if (status != STATUS_TROUBLE)
		compare_json(&out, c);
	out_write(out.p, out.n);
	buf_fini(&out);
	for (size_t i = 0; i < c->n_sets; i++) {
		set_close(c->set[i].set);
		map_fini(&job->rows[i].by_id);
	}
	buf_fini(&job->facts);
	score_teardown(&job->s);
	registry_close();
	struct arena a = job->a;
	arena_fini(&a);
	return status;
}
