/* view.c: rows, notes and pictures in, script elements of data out. Each row's details are an element of their own, parsed only when
 * the row is looked at; what the list needs to sort and filter comes in larger lots. */
#include "view/view.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "json/jread.h"
#include "json/jwrite.h"
#include "view/html.h"
#include "view/latent.h"
#include "view/page.h"
#include "view/row.h"
#include "view/terms.h"

enum { LOT = 256, FLUSH = 1 << 20, NOTES_MAX = 64 };

struct picture {
	struct span model; /* of the first row that shows it */
	bool done;
};

struct view {
	const struct view_options *o;
	struct arena a, scratch;
	struct page page;
	struct buf out, index;
	size_t rows, lot;
	struct latents latents;
	struct rules rules;
	struct terms terms;
	struct map states, names; /* rows by id and caption, UINT32_MAX: shown; pictures by name */
	struct { struct picture *v; size_t n, cap; } pictures;
	struct { struct after { size_t row; struct row_brief b; } *v; size_t n, cap; } after;
	struct { struct span *v; size_t n, cap; } notes;
	bool asked; /* a dataset was there to look for pictures */
	uint64_t seed;
};

static void flush(struct view *v, size_t least)
{
	if (v->out.n <= least)
		return;
	v->o->write(v->o->ctx, v->out.p, v->out.n);
	buf_reset(&v->out);
}

struct view *view_open(const struct view_options *o, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct view *v = arena_zalloc(&a, 1, sizeof *v);

	v->a = a;
	v->latents.a = &v->a;
	v->o = o;
	v->seed = hash_seed();
	if (page_load(&v->page, &v->a, span_of(o->title), d) != 0) {
		a = v->a;
		arena_fini(&a);
		return NULL;
	}
	buf_adds(&v->out, v->page.head);
	return v;
}

static void end_lot(struct view *v)
{
	if (!v->lot)
		return;
	BUF_LIT(&v->out, "<script type=\"application/json\" class=\"ix\">[");
	html_json(&v->out, buf_span(&v->index));
	BUF_LIT(&v->out, "]</script>\n");
	buf_reset(&v->index);
	v->lot = 0;
}

static uint64_t hash_state(const struct view *v, struct span id, struct span caption)
{
	return hash_bytes(caption.p, caption.n, hash_bytes(id.p, id.n, v->seed)) | 1;
}

/* The picture's number, or -1. */
static long long picture_of(struct view *v, const struct view_record *r)
{
	uint64_t hash = hash_bytes(r->image.p, r->image.n, v->seed) | 1;
	const uint32_t *p = map_find(&v->names, hash);

	if (!r->image.n)
		return -1;
	if (p)
		return (long long)*p;
	*map_add(&v->names, hash, NULL) = (uint32_t)v->pictures.n;
	*ARENA_PUSH(&v->a, &v->pictures) = (struct picture){arena_dup(&v->a, r->model), false};
	return (long long)v->pictures.n - 1;
}

static void put_details(struct view *v, const char *kind, size_t row, struct span json)
{
	buf_printf(&v->out, "<script type=\"application/json\" id=\"%s%zu\">", kind, row);
	html_json(&v->out, json);
	BUF_LIT(&v->out, "</script>\n");
}

/* Whether the record is an earlier row after capfix: then it goes with that row. */
static bool put_second(struct view *v, const struct view_record *r, const struct row_brief *b, struct buf *json)
{
	const uint32_t *p = b->before.p ? map_find(&v->states, hash_state(v, r->id, b->before)) : NULL;
	struct jwrite w;

	if (!p || *p == UINT32_MAX)
		return false;
	size_t row = *p;
	*map_add(&v->states, hash_state(v, r->id, b->before), NULL) = UINT32_MAX; /* once */
	*ARENA_PUSH(&v->a, &v->after) = (struct after){row, *b};
	json->n--; /* the brace */
	w = (struct jwrite){json, true};
	JW_STR(&w, "c", r->caption);
	if (b->scored) {
		jw_key(&w, "s");
		jw_real(&w, b->score, 1);
	}
	jw_obj_end(&w);
	put_details(v, "f", row, buf_span(json));
	return true;
}

/* A bad record, or an image without a caption, passes through every tool as it is: behind the fix it comes again. True the second time. */
static bool seen_bare(struct view *v, const struct view_record *r)
{
	const struct span named[] = {r->id, r->path, r->member, r->image, r->error};
	uint64_t h = v->seed;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		h = hash_bytes(named[i].p, named[i].n, h + 1);
	if (map_find(&v->states, h | 1))
		return true;
	*map_add(&v->states, h | 1, NULL) = UINT32_MAX;
	return false;
}

void view_row(struct view *v, const struct view_record *r)
{
	struct row_brief b = {0};
	struct term_ids terms = {0};
	struct buf json = BUF_INIT;

	if (!r->captioned && seen_bare(v, r))
		return;
	arena_reset(&v->scratch);
	row_details(&json, r, &v->rules, &v->scratch, &b);
	if (!r->captioned || !put_second(v, r, &b, &json)) {
		long long picture = picture_of(v, r);
		if (r->captioned) {
			terms_add(&v->terms, r->caption, &v->scratch, &terms);
			*map_add(&v->states, hash_state(v, r->id, r->caption), NULL) = (uint32_t)v->rows;
		}
		put_details(v, "r", v->rows, buf_span(&json));
		if (v->lot++)
			buf_addc(&v->index, ',');
		row_index(&v->index, r, &b, &terms);
		v->index.n--; /* the bracket */
		buf_printf(&v->index, ",%lld]", picture);
		v->rows++;
		if (v->lot == LOT)
			end_lot(v);
	}
	buf_fini(&json);
	flush(v, FLUSH);
}

void view_note(struct view *v, struct span raw)
{
	if (v->notes.n < NOTES_MAX)
		*ARENA_PUSH(&v->a, &v->notes) = arena_dup(&v->a, raw);
}

size_t view_pictures(struct view *v)
{
	end_lot(v);
	v->asked = true;
	return v->pictures.n;
}

static const uint32_t *wanted(const struct view *v, struct span image)
{
	const uint32_t *p = map_find(&v->names, hash_bytes(image.p, image.n, v->seed) | 1);

	return p && !v->pictures.v[*p].done ? p : NULL;
}

bool view_wants(const struct view *v, struct span image)
{
	return wanted(v, image) != NULL;
}

/* Thumbnails get smaller the more there are, so that a page of ten thousand still opens. */
unsigned view_edge(const struct view *v)
{
	size_t n = v->pictures.n;

	return v->o->edge ? v->o->edge : n <= 500 ? 320 : n <= 2000 ? 224 : n <= 10000 ? 144 : 96;
}

static void put_picture(struct view *v, size_t number, const struct thumb *t, unsigned orientation, const char *why)
{
	buf_printf(&v->out, "<script type=\"text/plain\" id=\"i%zu\"", number);
	if (t->width) {
		bool across = orientation >= 5; /* the bucket is of the picture as it is shown */
		struct latent l = latent_of(&v->latents, v->pictures.v[number].model, across ? t->height : t->width, across ? t->width : t->height);
		if (l.bucket_w) /* none for sides that no picture has */
			buf_printf(&v->out, " data-size=\"%u %u %u %u %u %u %u %u\"", t->width, t->height, l.bucket_w,
				   l.bucket_h, l.scaled_w, l.scaled_h, l.factor, l.native);
	}
	if (orientation > 1 && orientation <= 8)
		buf_printf(&v->out, " data-turn=\"%u\"", orientation);
	if (t->format)
		buf_printf(&v->out, " data-format=\"%s\"", t->format);
	if (why) {
		BUF_LIT(&v->out, " data-why=\"");
		html_text(&v->out, span_of(why));
		BUF_LIT(&v->out, "\"");
	}
	BUF_LIT(&v->out, ">");
	html_base64(&v->out, t->webp);
	BUF_LIT(&v->out, "</script>\n");
	flush(v, FLUSH);
}

void view_picture(struct view *v, struct span image, const struct thumb *t, unsigned orientation, const char *why)
{
	const uint32_t *p = wanted(v, image);

	if (!p)
		return;
	v->pictures.v[*p].done = true;
	put_picture(v, *p, t, orientation, why);
}

static void put_rules(struct view *v, struct jwrite *w)
{
	jw_key(w, "rules"); /* [code, name, title, why, captions, severity] */
	jw_arr(w);
	for (size_t i = 0; i < v->rules.list.n; i++) {
		const struct met *m = &v->rules.list.v[i];
		struct span title = SPAN(""), why = SPAN("");
		if (v->o->rule)
			v->o->rule(m->code, &title, &why);
		jw_arr(w);
		jw_str(w, m->code);
		jw_str(w, m->name);
		jw_str(w, title);
		jw_str(w, why);
		jw_num(w, m->captions);
		jw_num(w, m->severity);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_encoders(struct view *v, struct jwrite *w)
{
	jw_key(w, "encoders"); /* [names, limit] */
	jw_arr(w);
	for (size_t i = 0; i < v->rules.encoders.n; i++) {
		const struct met_encoder *e = &v->rules.encoders.v[i];
		jw_arr(w);
		jw_str(w, e->names);
		jw_num(w, e->limit < 0 ? 0 : e->limit);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_buckets(struct view *v, struct jwrite *w)
{
	jw_key(w, "buckets"); /* [width, height, resolution or 0, ratio or 0] */
	jw_arr(w);
	for (size_t i = 0; i < v->rules.buckets.n; i++) {
		const struct met_bucket *b = &v->rules.buckets.v[i];
		jw_arr(w);
		jw_num(w, b->width);
		jw_num(w, b->height);
		jw_num(w, b->resolution);
		jw_real(w, b->aspect, 6);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_terms(struct view *v, struct jwrite *w)
{
	uint32_t *top = arena_alloc(&v->scratch, TERMS_SHOWN * sizeof *top);
	size_t n = terms_top(&v->terms, top, TERMS_SHOWN);

	jw_key(w, "terms"); /* [number, text, captions] */
	jw_arr(w);
	for (size_t i = 0; i < n; i++) {
		jw_arr(w);
		jw_num(w, top[i]);
		jw_str(w, v->terms.list.v[top[i]].text);
		jw_num(w, v->terms.list.v[top[i]].count);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_after(struct view *v, struct jwrite *w)
{
	jw_key(w, "after"); /* [row, score, tokens, changed] */
	jw_arr(w);
	for (size_t i = 0; i < v->after.n; i++) {
		const struct row_brief *b = &v->after.v[i].b;
		jw_arr(w);
		jw_num(w, (long long)v->after.v[i].row);
		if (b->scored)
			jw_real(w, b->score, 1);
		else
			jw_null(w);
		if (b->counted)
			jw_num(w, b->tokens);
		else
			jw_null(w);
		jw_bool(w, b->changed);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_summary(struct view *v)
{
	struct buf b = BUF_INIT;
	struct jwrite w = jw(&b);

	jw_obj(&w);
	JW_STRZ(&w, "title", v->o->title);
	JW_STRZ(&w, "version", v->o->version);
	JW_NUM(&w, "rows", v->rows);
	JW_BOOL(&w, "pictures", v->asked);
	put_rules(v, &w);
	put_encoders(v, &w);
	put_buckets(v, &w);
	put_terms(v, &w);
	put_after(v, &w);
	jw_key(&w, "notes");
	jw_arr(&w);
	for (size_t i = 0; i < v->notes.n; i++)
		jw_raw(&w, v->notes.v[i]);
	jw_arr_end(&w);
	jw_obj_end(&w);
	BUF_LIT(&v->out, "<script type=\"application/json\" id=\"summary\">");
	html_json(&v->out, buf_span(&b));
	BUF_LIT(&v->out, "</script>\n");
	buf_fini(&b);
}

void view_close(struct view *v)
{
	end_lot(v);
	for (size_t i = 0; i < v->pictures.n && v->asked; i++)
		if (!v->pictures.v[i].done)
			put_picture(v, i, &(struct thumb){0}, 0, "not in the dataset");
	put_summary(v);
	buf_adds(&v->out, v->page.tail);
	flush(v, 0);
	buf_fini(&v->out);
	buf_fini(&v->index);
	map_fini(&v->states);
	map_fini(&v->names);
	terms_fini(&v->terms);
	arena_fini(&v->rules.a);
	arena_fini(&v->scratch);
	struct arena a = v->a; /* v lives in it */
	arena_fini(&a);
}
