/* captok.c: one caption through its encoders, as the captok key. */
#include "report/captok/captok.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/sys.h"
#include "conf/config.h"
#include "conf/trainers.h"
#include "json/jwrite.h"
#include "model/registry.h"
#include "report/captok/captok_count.h"
#include "report/captok/captok_fragmented.h"
#include "report/captok/captok_csv.h"
#include "report/captok/captok_table.h"
#include "report/captok/captok_text.h"
#include "report/feeds.h"

/* What the options come to; the same for all threads. */
struct captok_job {
	struct captok_options *o;
	struct config *config; /* or NULL */
	struct feeds_options feeds;
	struct trainers trainers;
	struct captok_table *table; /* or NULL */
	struct arena a;
};

/* A thread's state is its own struct feeds. */
static void *open_state(void *ctx)
{
	struct captok_job *job = ctx;

	return feeds_open(&job->feeds);
}

static void close_state(void *state)
{
	feeds_close(state);
}

/* What a token has of the token before is not given again: a character of several tokens comes with the first of them (a cluster of
 * n marks has n tokens; with each of them the output would grow with the square of n). One that has nothing of its own and stands where the one
 * before ends is its id alone: T5 makes eight tokens of a character of three bytes. */
static void put_pieces(struct jwrite *w, struct span text, const struct feed *f)
{
	struct tok_piece before = {0, 0, 0};

	jw_key(w, "pieces");
	jw_arr(w);
	for (size_t i = 0; i < f->n; i++) {
		struct tok_piece p = f->pieces[i];
		uint32_t start = p.start;
		if (start >= before.start && start < before.end)
			start = before.end < p.end ? before.end : p.end;
		bool own = start < p.end || start != before.end;
		before = p;
		jw_obj(w);
		JW_NUM(w, "id", p.id);
		if (own) {
			JW_STR(w, "text", span_cut(text, start, p.end));
			jw_range(w, "span", start, p.end);
		}
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

/* A row without template or cleaning has them all in its pieces: no need to tokenise again. */
static void put_ids(struct jwrite *w, const struct feed_encoder *e, struct span text, const struct feed *f, struct arena *a)
{
	const struct model_encoder *m = &e->model;
	size_t n;

	jw_key(w, "ids");
	if (m->before || m->joint || m->after || m->cleaning || f->n != f->content) {
		const uint32_t *ids = model_ids(e->run, m, text, a, &n);

		jw_ids(w, ids, sizeof *ids, n);
		return;
	}
	jw_arr(w);
	if (f->before)
		jw_num(w, m->encoder->bos);
	jw_ids_more(w, f->n ? &f->pieces->id : NULL, sizeof *f->pieces, f->n);
	if (f->after)
		jw_num(w, m->encoder->eos);
	jw_arr_end(w);
}

static void put_truncated(struct jwrite *w, struct span text, const struct feed *f)
{
	jw_key(w, "truncated");
	if (f->lost == 0) {
		jw_null(w);
		return;
	}
	jw_obj(w);
	JW_NUM(w, "tokens", f->lost);
	jw_range(w, "span", f->cut_start, f->cut_end);
	JW_STR(w, "text", span_cut(text, f->cut_start, f->cut_end));
	jw_obj_end(w);
}

/* Whether several models were asked for: then each encoder says whose it is. */
static bool several(void)
{
	return run_common.models.all.n > 1;
}

static void put_encoder(struct captok_job *job, struct jwrite *w, const struct feed_model *m, const struct feed_encoder *e, struct span text,
                        const struct feed *f, int text_index, struct arena *a)
{
	if (job->o->count && text_index < 0 && !several() && captok_counted(w, e->name, f))
		return;
	jw_obj(w);
	if (several())
		JW_STR(w, "model", m->name);
	JW_STRZ(w, "encoder", e->name);
	if (!job->o->count) {
		JW_STRZ(w, "variant", e->variant);
		JW_STRZ(w, "role", encoder_role_names[e->model.role]);
	}
	JW_NUM(w, "tokens", f->tokens);
	jw_key(w, "limit");
	if (f->limit)
		jw_num(w, (long long)f->limit);
	else
		jw_null(w);
	if (!job->o->count) {
		jw_key(w, "usable");
		if (f->limit)
			jw_num(w, (long long)f->usable);
		else
			jw_null(w);
		if (e->model.before || e->model.after) {
			jw_key(w, "template");
			jw_obj(w);
			JW_NUM(w, "before", f->before);
			JW_NUM(w, "after", f->after);
			JW_NUM(w, "lost", f->after_lost);
			jw_obj_end(w);
		}
	}
	put_truncated(w, text, f);
	if (f->refused)
		JW_BOOL(w, "refused", true);
	if (!job->o->count) {
		/* How many windows the caption would fill; a trainer that reads several has them in its limit. */
		size_t parts = e->model.chunks > 0 ? (size_t)e->model.chunks : 1, room = f->usable / parts;
		JW_NUM(w, "chunks", f->limit && room && f->content > room ? (f->content + room - 1) / room : 1);
		if (job->o->ids)
			put_ids(w, e, text, f, a);
		if (job->o->pieces)
			put_pieces(w, text, f);
		captok_fragmented(w, e, text, f);
	}
	if (text_index >= 0)
		JW_NUM(w, "text", text_index);
	jw_obj_end(w);
}

static void put_text(struct captok_job *job, struct jwrite *w, const struct feed_model *m, struct span text, int text_index, struct arena *a)
{
	struct feed *f = arena_alloc(a, m->n * sizeof *f);

	for (size_t i = 0; i < m->n; i++) {
		const struct feed_encoder *e = &m->v[i];
		if (e->same >= 0)
			f[i] = f[e->same];
		else
			model_feed(e->run, &e->model, text, !job->o->count, a, &f[i]);
		put_encoder(job, w, m, e, text, &f[i], text_index, a);
	}
}

static void put_fed(struct jwrite *w, const struct fed *fed)
{
	jw_key(w, "fed");
	jw_obj(w);
	jw_key(w, "texts");
	jw_arr(w);
	for (size_t i = 0; i < fed->n; i++)
		jw_str(w, fed->texts[i]);
	jw_arr_end(w);
	jw_key(w, "differs");
	jw_arr(w);
	for (size_t i = 0; i < fed->n_differs; i++)
		jw_strz(w, fed->differs[i]);
	jw_arr_end(w);
	JW_STRZ(w, "error", fed->error);
	if (fed->shuffled)
		JW_BOOL(w, "shuffled", true);
	jw_obj_end(w);
}

struct span captok_file(const struct record *r, struct arena *a)
{
	if (!r->line_end)
		return r->caption;
	return arena_cat(a, r->caption, r->line_end == 2 ? SPAN("\r\n") : SPAN("\n"));
}

void captok_fed(const struct trainer_spec *t, const struct record *r, struct arena *a, struct fed *out)
{
	struct { struct span *v; size_t n, cap; } texts = {0};
	struct { const char **v; size_t n, cap; } differs = {0};
	struct fed one;

	*out = (struct fed){0};
	if (!r->n_texts && !t) {
		*ARENA_PUSH(a, &texts) = r->caption;
		out->texts = texts.v;
		out->n = texts.n;
		return;
	}
	if (!r->n_texts) {
		trainer_feed(t, captok_file(r, a), false, a, out);
		return;
	}
	for (size_t i = 0; i < r->n_texts; i++) {
		if (!t) {
			*ARENA_PUSH(a, &texts) = r->texts[i];
			continue;
		}
		trainer_feed(t, r->texts[i], false, a, &one);
		out->shuffled |= one.shuffled;
		out->error = out->error ? out->error : one.error;
		for (size_t k = 0; k < one.n_differs; k++) {
			size_t at = 0;
			while (at < differs.n && strcmp(differs.v[at], one.differs[k]) != 0)
				at++;
			if (at == differs.n)
				*ARENA_PUSH(a, &differs) = one.differs[k];
		}
		for (size_t k = 0; k < one.n; k++)
			*ARENA_PUSH(a, &texts) = one.texts[k];
	}
	out->texts = texts.v;
	out->n = texts.n;
	out->differs = differs.v;
	out->n_differs = differs.n;
}

/* The texts through the encoders of every model asked for; m is the first one's. fed NULL: the caption as it is. */
static void put_encoders(struct captok_job *job, struct jwrite *w, struct feeds *s, const struct feed_model *m, const struct record *r, const struct fed *fed,
                         struct arena *a)
{
	struct diag d;

	jw_key(w, "encoders");
	jw_arr(w);
	for (size_t k = 0; k == 0 || k < run_common.models.all.n; k++) {
		if (several() && !(m = feeds_model(s, span_of(run_common.models.all.v[k].value), &d)))
			die("%s", d.message);
		if (!fed)
			put_text(job, w, m, r->caption, -1, a);
		for (size_t i = 0; fed && i < fed->n; i++)
			put_text(job, w, m, fed->texts[i], (int)i, a);
	}
	jw_arr_end(w);
}

/* The unknown name came with the record, so it is the record's fault, unless the user named it. */
static const struct feed_model *find_model(const struct captok_job *job, struct feeds *s, const struct record *r, struct buf *out)
{
	struct diag d; /* filled where there is no model: a caption pays for what is cleared */
	const struct feed_model *m = feeds_model(s, several() ? span_of(run_common.models.all.v[0].value) : run_model(r), &d);

	if (m)
		return m;
	if (run_common.model || !r->model.n || strcmp(d.code, "unknown-model") != 0)
		die("%s", d.message);
	struct record bad = *r;
	bad.error = d;
	if (job->o->csv || job->o->text)
		warn("%.*s: %s", SPAN_ARG(r->id), d.message);
	else
		record_error(out, &bad);
	return NULL;
}

static void put_row(struct captok_job *job, struct buf *out, struct buf *side, struct feeds *s, const struct record *r, struct arena *a)
{
	struct fed fed;

	captok_fed(trainers_of(&job->trainers, r), r, a, &fed);
	captok_table_row(job->table, s, r->id, fed.texts, fed.n, out, side, a);
}

static void put_csv(struct captok_job *job, struct buf *out, struct feeds *s, const struct feed_model *m, const struct record *r, struct arena *a)
{
	struct diag d = {0};
	struct fed fed;

	captok_fed(trainers_of(&job->trainers, r), r, a, &fed);
	for (size_t k = 0; k == 0 || k < run_common.models.all.n; k++) {
		if (several() && !(m = feeds_model(s, span_of(run_common.models.all.v[k].value), &d)))
			die("%s", d.message);
		for (size_t i = 0; i < fed.n; i++)
			captok_csv(out, r, m, fed.texts[i], a);
	}
}

static void count_row(void *ctx, const struct record *r, struct span side)
{
	(void)r;
	captok_table_count(((struct captok_job *)ctx)->table, side);
}

static void end_table(void *ctx, struct buf *out)
{
	captok_table_end(((struct captok_job *)ctx)->table, out);
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct captok_job *job = ctx;
	struct feeds *feeds = state;
	static const char *const drop[] = {"captok", NULL};
	const struct trainer_spec *t = trainers_of(&job->trainers, r);

	if (job->table) {
		put_row(job, out, side, feeds, r, a);
		return true;
	}
	const struct feed_model *m = find_model(job, feeds, r, out);
	if (!m)
		return false;
	if (job->o->csv) {
		put_csv(job, out, feeds, m, r, a);
		return true;
	}
	if (job->o->text) {
		captok_text(out, r, m, t, job->o, a);
		return true;
	}
	record_begin(out, r, r->caption, drop);
	struct jwrite w = captok_begin(out, m->name, t ? trainer_name(t) : NULL);
	struct fed fed = {0};
	bool reads = t || r->n_texts;
	if (reads) {
		captok_fed(t, r, a, &fed);
		put_fed(&w, &fed);
	}
	put_encoders(job, &w, feeds, m, r, reads ? &fed : NULL, a);
	jw_obj_end(&w);
	BUF_LIT(out, "}\n");
	return true;
}

/* NAME=FILE and FILE: the user's own vocabulary takes the place of the name's. */
static void load_user_file(struct captok_job *job, const char *text)
{
	const char *eq = strchr(text, '=');
	const char *path = eq ? eq + 1 : text;
	struct span name = eq ? (struct span){text, (size_t)(eq - text)} : span_of(text);
	const struct encoder *known = encoder_find(name);
	struct diag d = {0};

	if (!eq && known)
		return;
	if (!eq && faccessat(AT_FDCWD, path, R_OK, 0) != 0)
		die("%s, and there is no such file", (encoder_unknown(name, &d), d.message));
	const char *vocab = known ? known->vocab : arena_dup(&job->a, name).p;
	if (registry_user(vocab, path, &d) != 0)
		die("%s", d.message);
}

static void set_encoders(struct captok_job *job, struct captok_options *o)
{
	const char **names = arena_alloc(&job->a, (o->encoders.n + 1) * sizeof *names);

	for (size_t i = 0; i < o->encoders.n; i++) {
		const char *text = o->encoders.v[i].value, *eq = strchr(text, '=');
		load_user_file(job, text);
		/* With --model, pile-t5=FILE only supplies what the model needs. */
		if (run_common.model && eq && encoder_find((struct span){text, (size_t)(eq - text)}))
			continue;
		names[job->feeds.n_encoders++] = text;
	}
	job->feeds.encoders = names;
}

static enum tok_variant variant_of(const char *name)
{
	int v = TOK_FAST;

	while (v < TOK_TEKKEN && strcmp(name, tok_variant_names[v]) != 0)
		v++;
	return (enum tok_variant)v;
}

void captok_filter(struct filter *f, struct captok_options *o)
{
	struct arena hold = ARENA_INIT;
	struct captok_job *job = arena_zalloc(&hold, 1, sizeof *job);
	struct diag d = {0};

	job->a = hold;
	job->o = o;
	job->config = config_open();
	config_globs(job->config, &run_common.source.globs);
	if (o->max_token_length && !run_common.trainer)
		die("--max-token-length is kohya's setting; add --trainer kohya");
	trainers_open(&job->trainers, o->max_token_length ? arena_printf(&job->a, "max_token_length=%s", o->max_token_length).p : NULL, &job->a);
	const struct trainer_spec *t = job->feeds.trainer = job->trainers.all;
	job->feeds.variant = o->variant ? variant_of(o->variant) : t ? trainer_variant(t) : TOK_FAST;
	set_encoders(job, o);
	if (run_common.model) { /* say it before the first byte is read */
		struct feeds *try = feeds_open(&job->feeds);
		for (size_t i = 0; i < run_common.models.all.n; i++)
			if (!feeds_model(try, span_of(run_common.models.all.v[i].value), &d))
				die("%s", d.message);
		feeds_close(try);
	}
	*f = (struct filter){.ctx = job, .open = open_state, .close = close_state, .work = work, .swallow = o->text || o->csv || o->table};
	if (o->table || (o->text && several())) {
		struct feeds *s = feeds_open(&job->feeds);
		struct buf head = BUF_INIT;
		job->table = captok_table_open(s);
		feeds_close(s);
		f->fold = count_row;
		f->finish = end_table;
		captok_table_head(job->table, &head);
		out_write(head.p, head.n);
		buf_fini(&head);
	}
}

void captok_close(struct filter *f)
{
	struct captok_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	captok_table_close(job->table);
	config_free(job->config);
	arena_fini(&a);
}
