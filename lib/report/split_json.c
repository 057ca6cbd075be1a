/* split_json.c: one caption cut into records. The encoder decides: CLIP's windows are cut as the trainer or interface lays them
 * out, those of T5 and language models at clause edges. */
#include "report/split_json.h"

#include <pthread.h>

#include "base/die.h"
#include "conf/config.h"
#include "conf/trainers.h"
#include "json/jwrite.h"
#include "model/registry.h"
#include "parse/reader.h"
#include "read/read.h"
#include "report/split_cutter.h"
#include "text/utf8.h"

enum { LOSES = 8 /* phrases named at most */ };

/* What the options come to; the same for all threads. */
struct capsplit_job {
	struct capsplit_options *o;
	struct cutter_options cut;
	struct trainers trainers;
	struct config *config;             /* or NULL */
	pthread_mutex_t lock;              /* of opening reader */
	struct scene_reader reader;        /* of captions that windows cut; open once there is one */
	struct arena a;
};

/* A thread's state. */
struct state {
	struct arena a;
	struct cutters cutters;
};

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

	cutters_close(&s->cutters);
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

/* One text that the trainer reads in the caption, and how it is cut. Windows cut what is fed, the others what is written. */
struct cut_text {
	const struct read_text *read; /* NULL: the text is the caption itself */
	bool fed;
	struct span text;
	struct split s;
};

/* What a text says that no window holds whole, by its scene graph. */
static void put_loses(struct capsplit_job *job, struct jwrite *w, const struct cut_text *x, struct arena *a)
{
	const struct split *s = &x->s;
	struct scene_range *windows = arena_alloc(a, s->n * sizeof *windows), lost[LOSES];
	struct scene scene;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].cut)
			windows[n++] = (struct scene_range){(uint32_t)s->v[i].start, (uint32_t)s->v[i].end};
	scene_read(reader(job), x->text, a, &scene);
	n = scene_lost(&scene, windows, n, lost, LOSES);
	if (n == 0)
		return;
	jw_key(w, "loses");
	jw_arr(w);
	for (size_t i = 0; i < n; i++)
		jw_str(w, span_cut(x->text, lost[i].start, lost[i].end));
	jw_arr_end(w);
}

/* Where a part stands in the caption. */
static void place(const struct cut_text *x, const struct split_part *p, uint32_t *from, uint32_t *to)
{
	*from = (uint32_t)p->start;
	*to = (uint32_t)p->end;
	if (x->read)
		(x->fed ? read_fed_place : read_place)(x->read, *from, *to, from, to);
}

/* Which of how many parts of the record, of which text (-1: there is one). */
struct part_of {
	size_t part, parts;
	int text;
	bool first; /* of its text */
	bool unread;
};

/* What is the same for all parts (the whole caption, the other members) comes with the first, so that many parts of a long caption
 * stay in proportion to it. */
static void put_part(struct capsplit_job *job, struct buf *out, const struct record *r, const struct cutter *c, const struct cut_text *x,
		     const struct split_part *p, struct part_of at, struct arena *a)
{
	static const char *const drop[] = {"captok", "capscore", "capsplit", NULL};
	struct span caption = span_cut(x->text, p->start, p->end);
	const char *by = job->o->by;
	bool window = strcmp(by, "window") == 0, whole = at.part == 0 || job->o->repeat;
	uint32_t from, to;

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
	JW_NUM(&w, "part", at.part);
	JW_NUM(&w, "parts", at.parts);
	if (at.text >= 0)
		JW_NUM(&w, "text", at.text);
	place(x, p, &from, &to);
	jw_range(&w, "span", from, to);
	if (c)
		JW_NUM(&w, "tokens", p->tokens);
	if (p->cut)
		JW_BOOL(&w, "cut", true);
	if (at.unread)
		JW_BOOL(&w, "unread", true);
	if (whole) {
		JW_STR(&w, "of", r->caption);
	} else {
		jw_key(&w, "of_id");
		record_id(out, r);
	}
	if (window && at.first && x->s.n > 1)
		put_loses(job, &w, x, a);
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
			s->v[i].tokens = cutter_measure(c, span_cut(caption, s->v[i].start, s->v[i].end), &room);
	} else if (c->layout && !job->o->pack) {
		split_windows(c->layout, c->run, caption, a, s);
	} else {
		split_budget(&(struct split_meter){cutter_measure, c}, caption, a, s);
	}
	drop_padding(s);
}

/* The texts that the trainer reads in the caption, cut, and as a last one what it does not read behind them: nothing of a caption gets lost. */
static size_t cut_all(struct capsplit_job *job, struct cutter *c, const struct record *r, struct arena *a, struct cut_text **out)
{
	const struct trainer_spec *t = trainers_of(&job->trainers, r);
	bool fed = strcmp(job->o->by, "window") == 0;
	struct reading read;
	uint32_t behind = 0;

	if (r->n_texts)
		read_list(t, r->caption, r->texts, r->n_texts, a, &read);
	else
		read_caption(t, r->caption, r->line_end, a, &read);
	struct cut_text *v = *out = arena_zalloc(a, read.n + 1, sizeof *v);
	for (size_t i = 0; i < read.n; i++) {
		const struct read_text *x = &read.v[i];
		v[i] = (struct cut_text){.read = x, .fed = fed, .text = fed ? x->fed : x->text};
		cut(job, c, v[i].text, a, &v[i].s);
		behind = x->end > behind ? x->end : behind;
		if (x->json) /* what stands behind its last value is structure */
			behind = (uint32_t)r->caption.n;
	}
	struct span rest = span_cut(r->caption, behind, r->caption.n);
	if (read.whole || read.cut || uni_strip(rest).n == 0)
		return read.n;
	struct split_part *unread = arena_alloc(a, sizeof *unread);
	size_t room;
	*unread = (struct split_part){.start = behind, .end = r->caption.n, .tokens = c ? cutter_measure(c, rest, &room) : 0, .cut = true};
	v[read.n] = (struct cut_text){.text = r->caption, .s = {.v = unread, .n = 1}};
	return read.n + 1;
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
	struct state *own = state;
	struct cutter *c = cutter_of(&own->cutters, &job->cut, run_model(r), &own->a, &d);
	struct cut_text *v;
	struct part_of at = {.text = -1};

	(void)side;
	if (!c && (run_common.model || !r->model.n || strcmp(d.code, "unknown-model") != 0)) {
		/* Without windows the tokens are only a courtesy. */
		if (window || strcmp(d.code, "no-vocabulary") != 0)
			die("%s", d.message);
	} else if (!c) {
		return refuse(out, r, &d);
	}
	size_t n = cut_all(job, c, r, a, &v), texts = n;
	for (size_t i = 0; i < n; i++)
		at.parts += v[i].s.n;
	if (n > 1 && !v[n - 1].read)
		texts--; /* what is not read is no text */
	if (too_many(job, r, at.parts)) {
		diag_set(&d, "too-large", "%zu parts, each with this id and source, would be over 64 times the caption", at.parts);
		return refuse(out, r, &d);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i].s.n; k++, at.part++) {
			at.text = texts > 1 && i < texts ? (int)i : -1;
			at.first = k == 0;
			at.unread = i >= texts;
			put_part(job, out, r, c, &v[i], &v[i].s.v[k], at, a);
		}
	return true;
}

static void set_trainer(struct capsplit_job *job, const struct capsplit_options *o)
{
	job->config = config_open();
	config_globs(job->config, &run_common.source.globs);
	trainers_open(&job->trainers, NULL, &job->a);
	job->cut.kohya = o->max_token_length;
	if (job->trainers.all) {
		job->cut.trainer = trainer_name(job->trainers.all);
		struct span length = trainer_text_of(job->trainers.all, "max_token_length");
		if (!job->cut.kohya && length.n)
			job->cut.kohya = length.p;
	} else if (job->cut.kohya) {
		job->cut.trainer = "kohya"; /* only it has the setting */
	}
	if (!job->cut.kohya || (strcmp(job->cut.kohya, "150") != 0 && strcmp(job->cut.kohya, "225") != 0))
		job->cut.kohya = "75";
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
	if (o->layout && !(job->cut.layout = split_layout_find(span_of(o->layout))))
		die("unknown layout '%s'; capsplit --list-layouts lists them", o->layout);
	if (o->encoder && !(job->cut.encoder = encoder_find(span_of(o->encoder))))
		unknown_encoder(o->encoder);
	if (job->cut.layout && job->cut.encoder && !cutter_is_clip(job->cut.encoder))
		die("layout %s is CLIP's; encoder %s has none", o->layout, o->encoder);
	set_trainer(job, o);
	struct diag d;
	if (run_common.model && !model_find(span_of(run_common.model)) && model_unknown(span_of(run_common.model), &d))
		die("%s", d.message);
	pthread_mutex_init(&job->lock, NULL);
	*f = (struct filter){.ctx = job, .open = open_state, .close = close_state, .work = work};
}

void capsplit_close(struct filter *f)
{
	struct capsplit_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	scene_reader_close(&job->reader);
	config_free(job->config);
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
