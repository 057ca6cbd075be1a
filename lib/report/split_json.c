/* split_json.c: one caption cut into records. The encoder decides: CLIP's windows are cut as the trainer or interface lays them
 * out, those of T5 and language models at clause edges. */
#include "report/split_json.h"

#include <pthread.h>
#include <stdio.h>

#include "base/die.h"
#include "json/jwrite.h"
#include "model/model.h"
#include "model/registry.h"
#include "parse/reader.h"
#include "split/split.h"
#include "trainer/trainer.h"

enum { CLIP_CONTENT = 75, LOSES = 8 /* phrases named at most */ };

/* What the options come to; the same for all threads. */
struct capsplit_job {
	struct capsplit_options *o;
	const struct split_layout *layout; /* NULL: none named */
	const struct encoder *encoder;     /* --encoder, or NULL */
	const char *trainer;               /* its name, or NULL */
	const char *kohya;                 /* "75" "150" "225" */
	pthread_mutex_t lock;              /* of opening reader */
	struct scene_reader reader;        /* of captions that windows cut; open once there is one */
	struct arena a;
};

/* What cuts the captions of one model. */
struct cutter {
	struct span model;       /* as asked for */
	const char *name;        /* the model's own name, NULL with --encoder alone */
	const char *encoder;
	const struct split_layout *layout; /* CLIP */
	struct tok_run *run;
	struct model_encoder row; /* how the encoder gets the text; of other encoders than CLIP */
	size_t limit;            /* content tokens of a window, 0 = no limit */
	struct arena a;          /* for one count */
};

/* A thread's state. */
struct state {
	struct arena a;
	struct { struct cutter *v; size_t n, cap; } cutters;
};

static const struct split_layout *layout_of_trainer(struct capsplit_job *job)
{
	char name[32];

	if (job->layout)
		return job->layout;
	if (job->trainer && strcmp(job->trainer, "kohya") == 0)
		snprintf(name, sizeof name, "kohya-%s", job->kohya);
	else
		snprintf(name, sizeof name, "%s", job->trainer && strcmp(job->trainer, "diffusion-pipe") == 0 ? job->trainer : "diffusers");
	return split_layout_find(span_of(name));
}

static bool is_clip(const struct encoder *e)
{
	return strcmp(e->vocab, "clip") == 0;
}

/* The model's row to cut for: the named encoder's, CLIP's for a layout, else the first that gives the text its sequence. */
static const struct model_encoder *pick(struct capsplit_job *job, const struct model_encoder *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct encoder *e = v[i].encoder;
		if (job->encoder ? strcmp(e->name, job->encoder->name) == 0 : job->layout ? is_clip(e) : v[i].role == ROLE_TEXT)
			return &v[i];
	}
	return NULL;
}

static int fill(struct capsplit_job *job, struct state *s, struct cutter *c, const struct model_encoder *e, struct diag *d)
{
	const struct tok *t = registry_get(e->encoder->vocab, d);
	enum tok_variant variant = TOK_FAST;
	struct feed f;

	if (!t)
		return -1;
	c->encoder = e->encoder->name;
	if (is_clip(e->encoder)) {
		c->layout = layout_of_trainer(job);
		variant = split_layout_variant(c->layout);
	}
	c->run = tok_run_open(t, variant);
	c->row = *e;
	model_feed(c->run, e, SPAN("a"), false, &s->a, &f);
	c->limit = c->layout ? CLIP_CONTENT : f.usable;
	return 0;
}

/* Tokens of a text as the encoder gets it; what its template leaves depends on how the text joins it. */
static size_t measure(void *cutter, struct span text, size_t *room)
{
	struct cutter *c = cutter;
	struct feed f;

	if (c->layout) {
		*room = c->limit;
		return tok_count(c->run, text);
	}
	model_feed(c->run, &c->row, text, false, &c->a, &f);
	*room = !f.limit ? SIZE_MAX : f.usable ? f.usable : 1;
	arena_reset(&c->a);
	return f.content;
}

static struct cutter *cutter_of(struct capsplit_job *job, struct state *s, struct span name, struct diag *d)
{
	struct cutter made = {.model = arena_dup(&s->a, name)};
	struct model_encoder alone;
	size_t n = 0;

	for (size_t i = 0; i < s->cutters.n; i++)
		if (span_eq(s->cutters.v[i].model, name))
			return &s->cutters.v[i];
	const struct model *m = model_find(name);
	if (!m) {
		model_unknown(name, d);
		return NULL;
	}
	made.name = m->name;
	struct model_encoder *all = model_for_trainer(&s->a, m, job->trainer, &n);
	const struct model_encoder *e = pick(job, all, n);
	if (!e) { /* an encoder or layout that is not this model's */
		const struct encoder *other = job->encoder ? job->encoder : encoder_find(SPAN("clip-l"));
		alone = model_alone(other);
		e = &alone;
		made.name = NULL;
	}
	if (fill(job, s, &made, e, d) != 0)
		return NULL;
	struct cutter *slot = ARENA_PUSH(&s->a, &s->cutters);
	*slot = made;
	return slot;
}

static void *open_state(void *ctx)
{
	struct arena a = ARENA_INIT;
	struct state *s = arena_zalloc(&a, 1, sizeof *s);

	(void)ctx;
	s->a = a;
	return s;
}

static void close_state(void *state)
{
	struct state *s = state;
	struct arena a = s->a; /* s lives in it */

	for (size_t i = 0; i < s->cutters.n; i++) {
		tok_run_close(s->cutters.v[i].run);
		arena_fini(&s->cutters.v[i].a);
	}
	arena_fini(&a);
}

/* Rows of padding behind the text say nothing; a caption has at least one part. A row in front of a BREAK and one that holds but the
 * end of a character are windows that the encoder gets, if without a byte of their own. */
static void drop_padding(struct split *s)
{
	while (s->n > 1 && s->v[s->n - 1].end == s->v[s->n - 1].start && !s->v[s->n - 1].tokens)
		s->n--;
}

/* Most runs cut nothing, and need not read the lexicon. */
static const struct scene_reader *reader(struct capsplit_job *job)
{
	struct diag d = {0};

	pthread_mutex_lock(&job->lock);
	if (!job->reader.tagger && scene_reader_open(&job->reader, &d) != 0)
		die("%s", d.message);
	pthread_mutex_unlock(&job->lock);
	return &job->reader;
}

/* What a caption says that no window holds whole, by its scene graph. */
static void put_loses(struct capsplit_job *job, struct jwrite *w, const struct record *r, const struct split *s, struct arena *a)
{
	struct scene_range *windows = arena_alloc(a, s->n * sizeof *windows), lost[LOSES];
	struct scene scene;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].cut)
			windows[n++] = (struct scene_range){(uint32_t)s->v[i].start, (uint32_t)s->v[i].end};
	scene_read(reader(job), r->caption, a, &scene);
	n = scene_lost(&scene, windows, n, lost, LOSES);
	if (n == 0)
		return;
	jw_key(w, "loses");
	jw_arr(w);
	for (size_t i = 0; i < n; i++)
		jw_str(w, span_cut(r->caption, lost[i].start, lost[i].end));
	jw_arr_end(w);
}

/* What is the same for all parts (the whole caption, the other members) comes with the first, so that many parts of a long caption
 * stay in proportion to it. */
static void put_part(struct capsplit_job *job, struct buf *out, const struct record *r, const struct cutter *c, const struct split *s, size_t i,
		     struct arena *a)
{
	static const char *const drop[] = {"captok", "capscore", "capsplit", NULL};
	const struct split_part *p = &s->v[i];
	struct span caption = span_cut(r->caption, p->start, p->end);
	const char *by = job->o->by;
	bool window = strcmp(by, "window") == 0, whole = i == 0 || job->o->repeat;

	if (whole)
		record_begin(out, r, caption, drop);
	else
		record_begin_part(out, r, caption);
	BUF_LIT(out, ",\"capsplit\":");
	struct jwrite w = jw(out);
	jw_obj(&w);
	JW_STRZ(&w, "by", by);
	if (c && (window || whole)) {
		if (c->name)
			JW_STRZ(&w, "model", c->name);
		JW_STRZ(&w, "encoder", c->encoder);
	}
	if (window) {
		JW_STRZ(&w, "layout", c->layout ? split_layout_name(c->layout) : c->encoder);
		if (job->o->pack)
			JW_BOOL(&w, "pack", true);
		if (c->limit)
			JW_NUM(&w, "limit", c->limit);
	}
	JW_NUM(&w, "part", i);
	JW_NUM(&w, "parts", s->n);
	jw_range(&w, "span", p->start, p->end);
	if (c)
		JW_NUM(&w, "tokens", p->tokens);
	if (p->cut)
		JW_BOOL(&w, "cut", true);
	if (whole) {
		JW_STR(&w, "of", r->caption);
		if (window && s->n > 1 && i == 0)
			put_loses(job, &w, r, s, a);
	} else {
		jw_key(&w, "of_id");
		record_id(out, r);
	}
	jw_obj_end(&w);
	BUF_LIT(out, "}\n");
}

/* Every part bears id and source. Names of some hundred bytes do no harm; those of some thousand, as many times as there are tags in a
 * caption of megabytes, do. */
static bool too_many(struct capsplit_job *job, const struct record *r, size_t parts)
{
	enum { TIMES = 64, ROOM = 1 << 20 };
	size_t named = 2 * record_named(r);

	return !job->o->repeat && parts > 1 && named > (TIMES * (r->caption.n + r->raw.n) + ROOM) / parts;
}

static void cut(struct capsplit_job *job, struct cutter *c, struct span caption, struct arena *a, struct split *s)
{
	size_t room;

	if (strcmp(job->o->by, "window") != 0) {
		split_by(job->o->by, caption, a, s);
		for (size_t i = 0; c && i < s->n; i++)
			s->v[i].tokens = measure(c, span_cut(caption, s->v[i].start, s->v[i].end), &room);
	} else if (c->layout && !job->o->pack) {
		split_windows(c->layout, c->run, caption, a, s);
	} else {
		split_budget(&(struct split_meter){measure, c}, caption, a, s);
	}
}

static bool refuse(struct buf *out, const struct record *r, const struct diag *d)
{
	struct record bad = *r;

	bad.error = *d;
	record_error(out, &bad);
	return false;
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct capsplit_job *job = ctx;
	bool window = strcmp(job->o->by, "window") == 0;
	struct diag d = {0};
	struct cutter *c = cutter_of(job, state, run_model(r), &d);
	struct split s = {0};

	(void)side;
	if (!c && (run_common.model || !r->model.n || strcmp(d.code, "unknown-model") != 0)) {
		/* Without windows the tokens are only a courtesy. */
		if (window || strcmp(d.code, "no-vocabulary") != 0)
			die("%s", d.message);
	} else if (!c) {
		return refuse(out, r, &d);
	}
	cut(job, c, r->caption, a, &s);
	drop_padding(&s);
	if (too_many(job, r, s.n)) {
		diag_set(&d, "too-large", "%zu parts, each with this id and source, would be over 64 times the caption", s.n);
		return refuse(out, r, &d);
	}
	for (size_t i = 0; i < s.n; i++)
		put_part(job, out, r, c, &s, i, a);
	return true;
}

/* The value of an option in "kohya:flag,max_token_length=225", or NULL. */
static const char *trainer_option(struct capsplit_job *job, const char *spec, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = strchr(spec, ':'); p; p = strchr(p, ',')) {
		p++;
		if (strncmp(p, name, n) == 0 && p[n] == '=') {
			const char *v = p + n + 1;
			return arena_dup(&job->a, (struct span){v, strcspn(v, ",")}).p;
		}
	}
	return NULL;
}

static void set_trainer(struct capsplit_job *job, const struct capsplit_options *o)
{
	struct diag d = {0};

	job->kohya = o->max_token_length;
	if (run_common.trainer) {
		const struct trainer_spec *t = trainer_parse(&job->a, run_common.trainer, &d);
		if (!t)
			die("--trainer: %s", d.message);
		job->trainer = trainer_name(t);
		run_common.source.caption_ext = trainer_extension(t);
		if (!job->kohya)
			job->kohya = trainer_option(job, run_common.trainer, "max_token_length");
	} else if (job->kohya) {
		job->trainer = "kohya"; /* only it has the setting */
	}
	if (!job->kohya || (strcmp(job->kohya, "150") != 0 && strcmp(job->kohya, "225") != 0))
		job->kohya = "75";
}

static _Noreturn void unknown_encoder(const char *name)
{
	struct diag d;

	encoder_unknown(span_of(name), &d);
	die("%s", d.message);
}

void capsplit_filter(struct filter *f, struct capsplit_options *o)
{
	struct arena hold = ARENA_INIT;
	struct capsplit_job *job = arena_zalloc(&hold, 1, sizeof *job);

	job->a = hold;
	job->o = o;
	if (!o->by)
		o->by = "window";
	if (o->layout && !(job->layout = split_layout_find(span_of(o->layout))))
		die("unknown layout '%s'; capsplit --list-layouts lists them", o->layout);
	if (o->encoder && !(job->encoder = encoder_find(span_of(o->encoder))))
		unknown_encoder(o->encoder);
	if (job->layout && job->encoder && !is_clip(job->encoder))
		die("layout %s is CLIP's; encoder %s has none", o->layout, o->encoder);
	struct diag d;
	if (run_common.model && !model_find(span_of(run_common.model)) && model_unknown(span_of(run_common.model), &d))
		die("%s", d.message);
	set_trainer(job, o);
	pthread_mutex_init(&job->lock, NULL);
	*f = (struct filter){.ctx = job, .open = open_state, .close = close_state, .work = work};
}

void capsplit_close(struct filter *f)
{
	struct capsplit_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	scene_reader_close(&job->reader);
	pthread_mutex_destroy(&job->lock);
	arena_fini(&a);
}

void capsplit_list_layouts(void)
{
	size_t n;
	const struct split_layout *const *all = split_layout_all(&n);
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%-17s %s\n", split_layout_name(all[i]), split_layout_title(all[i]));
	out_write(b.p, b.n);
	buf_fini(&b);
}
