/* scene_json.c: the scene graph as JSON; capscene's worker. */
#include "report/scene_json.h"

#include "base/die.h"
#include "conf/trainers.h"
#include "json/jwrite.h"
#include "model/model.h"
#include "parse/reader.h"

/* What the options come to; the same for all threads. */
struct capscene_job {
	struct trainers trainers;
	const struct capscene_options *o;
	struct scene_reader reader;
	struct arena a; /* holds this struct */
};

/* Heads of lists: where the attributes of an object begin, so that all are found in one pass. */
static void attributes(struct jwrite *w, const struct scene *s, const uint32_t *first, const uint32_t *next, uint32_t object)
{
	jw_key(w, "attributes");
	jw_arr(w);
	for (uint32_t i = first[object]; i; i = next[i - 1]) {
		const struct scene_attribute *t = &s->attributes[i - 1];
		jw_obj(w);
		JW_STR(w, "name", t->name);
		JW_STRZ(w, "kind", scene_kind_name(t->kind));
		jw_range(w, "span", t->start, t->end);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

static void objects(struct jwrite *w, const struct scene *s)
{
	struct buf lists = BUF_INIT;
	uint32_t *first = (uint32_t *)(void *)buf_room(&lists, ((size_t)s->n_objects + s->n_attributes + 1) * sizeof *first);
	uint32_t *next = first + s->n_objects;

	memset(first, 0, s->n_objects * sizeof *first);
	for (uint32_t i = s->n_attributes; i-- > 0; first[s->attributes[i].object] = i + 1)
		next[i] = first[s->attributes[i].object];
	jw_key(w, "objects");
	jw_arr(w);
	for (uint32_t i = 0; i < s->n_objects; i++) {
		const struct scene_object *o = &s->objects[i];
		jw_obj(w);
		JW_STR(w, "name", o->name);
		JW_STR(w, "head", o->head);
		jw_range(w, "span", o->start, o->end);
		if (o->count)
			JW_NUM(w, "count", o->count);
		if (o->implicit)
			JW_BOOL(w, "implicit", true);
		attributes(w, s, first, next, i);
		jw_obj_end(w);
	}
	jw_arr_end(w);
	buf_fini(&lists);
}

static void relations(struct jwrite *w, const struct scene *s)
{
	jw_key(w, "relations");
	jw_arr(w);
	for (uint32_t i = 0; i < s->n_relations; i++) {
		const struct scene_relation *r = &s->relations[i];
		jw_obj(w);
		JW_NUM(w, "subject", r->subject);
		JW_STR(w, "predicate", r->predicate);
		JW_NUM(w, "object", r->object);
		jw_range(w, "span", r->start, r->end);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

static void words(struct jwrite *w, const struct scene *s)
{
	jw_key(w, "words");
	jw_arr(w);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct scene_word *x = &s->words[i];
		jw_obj(w);
		jw_range(w, "span", x->start, x->end);
		JW_STRZ(w, "tag", scene_tag_name((enum scene_tag)x->tag));
		if (x->verb != VERB_NONE)
			JW_STRZ(w, "verb", scene_verb_name((enum scene_verb)x->verb));
		JW_STR(w, "lemma", x->lemma);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

void scene_json(struct buf *out, const struct scene *s, bool tags)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	if (s->foreign)
		JW_BOOL(&w, "foreign", true);
	objects(&w, s);
	relations(&w, s);
	jw_key(&w, "picture");
	jw_arr(&w);
	for (uint32_t i = 0; i < s->n_picture; i++) {
		jw_obj(&w);
		JW_STRZ(&w, "kind", scene_term_name(s->picture[i].kind));
		JW_STR(&w, "text", s->picture[i].text);
		jw_range(&w, "span", s->picture[i].start, s->picture[i].end);
		jw_obj_end(&w);
	}
	jw_arr_end(&w);
	jw_key(&w, "empty");
	jw_arr(&w);
	for (uint32_t i = 0; i < s->n_empty; i++) {
		jw_obj(&w);
		jw_range(&w, "span", s->empty[i].start, s->empty[i].end);
		JW_STRZ(&w, "kind", scene_void_name(s->empty[i].kind));
		jw_obj_end(&w);
	}
	jw_arr_end(&w);
	if (tags)
		words(&w, s);
	JW_NUM(&w, "facts", s->n_said);
	if (s->cut)
		JW_NUM(&w, "read", s->text.n);
	jw_obj_end(&w);
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct capscene_job *job = ctx;
	static const char *const drop[] = {"capscene", NULL};
	struct scene scene;

	(void)state, (void)side;
	scene_read(&job->reader, r->caption, a, &scene);
	if (job->o->text) {
		scene_text(out, &scene, job->o->colour);
		return true;
	}
	record_begin(out, r, r->caption, drop);
	BUF_LIT(out, ",\"capscene\":");
	scene_json(out, &scene, job->o->tags);
	BUF_LIT(out, "}\n");
	return true;
}

void capscene_filter(struct filter *f, const struct capscene_options *o)
{
	struct arena hold = ARENA_INIT;
	struct capscene_job *job = arena_zalloc(&hold, 1, sizeof *job);
	struct diag d = {0};

	job->a = hold;
	job->o = o;
	if (run_common.model && !model_find(span_of(run_common.model)) && model_unknown(span_of(run_common.model), &d))
		die("%s", d.message); /* the scene needs none; a misspelt name is a mistake all the same */
	trainers_open(&job->trainers, NULL, &job->a); /* whose captions have that extension */
	if (scene_reader_open(&job->reader, &d) != 0)
		die("%s", d.message);
	*f = (struct filter){.ctx = job, .work = work, .swallow = o->text};
}

void capscene_close(struct filter *f)
{
	struct capscene_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	scene_reader_close(&job->reader);
	arena_fini(&a);
}
