/* see_json.c: what capsee says of a picture and of a set, as JSON. Key order is fixed; capjson(5) and share/schema describe it. */
#include <stdio.h>
#include <stdlib.h>

#include "json/jwrite.h"
#include "report/see/see_out.h"

static void put_pair(struct jwrite *w, const char *key, double a, double b)
{
	jw_key(w, key);
	jw_arr(w);
	jw_num(w, (long long)a);
	jw_num(w, (long long)b);
	jw_arr_end(w);
}

static void put_image(struct jwrite *w, const struct image_head *h)
{
	uint32_t shown[2];

	image_shown(h, shown);
	jw_key(w, "image");
	jw_obj(w);
	JW_STRZ(w, "format", h->format);
	if (h->width)
		put_pair(w, "size", h->width, h->height);
	if (h->width)
		put_pair(w, "shown", shown[0], shown[1]);
	if (h->orientation)
		JW_NUM(w, "orientation", h->orientation);
	if (h->bits)
		JW_NUM(w, "bits", h->bits);
	JW_STRZ(w, "mode", h->mode);
	JW_STRZ(w, "alpha", h->alpha);
	JW_STRZ(w, "icc", h->has_icc ? h->icc : NULL);
	JW_NUM(w, "frames", h->frames);
	if (h->quality)
		JW_NUM(w, "quality", h->quality);
	JW_NUM(w, "bytes", h->bytes);
	JW_STRZ(w, "fault", image_fault_name(h->fault));
	jw_obj_end(w);
}

/* So many digits as bring the same double back. */
static void put_exact(struct jwrite *w, double v)
{
	char t[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(t, sizeof t, "%.*g", digits, v);
		if (strtod(t, NULL) == v)
			break;
	}
	jw_raw(w, span_of(t));
}

static void put_box(struct jwrite *w, const char *key, const double *v, bool there)
{
	jw_key(w, key);
	if (!there) {
		jw_null(w);
		return;
	}
	jw_arr(w);
	for (int i = 0; i < 4; i++)
		put_exact(w, v[i]);
	jw_arr_end(w);
}

/* The members of one place, as the oracle of the trainers names them. */
static void put_place(struct jwrite *w, const struct place *p)
{
	if (p->resolution)
		JW_NUM(w, "resolution", p->resolution);
	if (p->dropped) {
		jw_key(w, "bucket");
		jw_null(w);
		jw_key(w, "resized");
		jw_null(w);
	} else {
		put_pair(w, "bucket", (double)p->bucket[0], (double)p->bucket[1]);
		put_pair(w, "resized", (double)p->resized[0], (double)p->resized[1]);
	}
	put_box(w, "crop", p->crop, !p->dropped && p->crop_in != CROP_NONE);
	if (p->crop_in == CROP_SOURCE)
		JW_STRZ(w, "crop_in", "source");
	if (p->random_crop)
		put_pair(w, "crop_room", (double)p->room[0], (double)p->room[1]);
	if (p->has_conditioning)
		put_box(w, "crop_ltrb_conditioning", p->conditioning, true);
	if (p->aspect > 0) {
		jw_key(w, "aspect");
		put_exact(w, p->aspect);
	}
	if (p->handed_on[0])
		put_pair(w, "actual_image", (double)p->handed_on[0], (double)p->handed_on[1]);
	JW_BOOL(w, "upscaled", p->upscaled);
	JW_STRZ(w, "dropped", p->dropped);
}

static void put_trained(struct jwrite *w, const struct sight *s)
{
	const struct placement *p = s->placed;
	const char *differs[SIGHT_DIFFERS];
	size_t n = sight_differs(s, differs);

	jw_key(w, "trained");
	if (!s->plan || !p) {
		jw_null(w);
		return;
	}
	jw_obj(w);
	JW_STRZ(w, "trainer", s->plan->trainer->name);
	put_pair(w, "read", (double)s->size[0], (double)s->size[1]);
	if (p->how == PLACE_ONE) {
		put_place(w, &p->v[0]);
	} else {
		jw_key(w, p->how == PLACE_ANY_OF ? "any_of" : "all_of");
		jw_arr(w);
		for (size_t i = 0; i < p->n; i++) {
			jw_obj(w);
			put_place(w, &p->v[i]);
			jw_obj_end(w);
		}
		jw_arr_end(w);
	}
	if (!p->v[0].dropped) {
		jw_key(w, "scale");
		jw_real(w, s->scale, 4);
		jw_key(w, "lost");
		jw_real(w, s->lost, 4);
	}
	jw_key(w, "differs");
	jw_arr(w);
	for (size_t i = 0; i < n; i++)
		jw_strz(w, differs[i]);
	jw_arr_end(w);
	JW_STRZ(w, "error", s->plan->refused);
	jw_obj_end(w);
}

static void put_findings(struct jwrite *w, const struct lint_result *r, const bool *known)
{
	jw_key(w, "findings");
	jw_arr(w);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		jw_obj(w);
		JW_STRZ(w, "rule", f->rule->name);
		JW_STRZ(w, "code", f->rule->code);
		JW_STRZ(w, "severity", severity_names[f->severity]);
		JW_STR(w, "message", f->message);
		if (known[i])
			JW_BOOL(w, "known", true);
		jw_obj_end(w);
	}
	jw_arr_end(w);
}

void see_put(struct buf *out, const struct sight *s, const struct lint_result *r, const bool *known)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	if (s->head && !s->unreadable) {
		put_image(&w, s->head);
	} else {
		jw_key(&w, "image");
		jw_null(&w);
	}
	put_trained(&w, s);
	put_findings(&w, r, known);
	jw_obj_end(&w);
}

static void put_bucket(struct jwrite *w, const struct epoch_bucket *b)
{
	jw_obj(w);
	put_pair(w, "size", (double)b->size[0], (double)b->size[1]);
	if (b->resolution)
		JW_NUM(w, "resolution", b->resolution);
	if (b->aspect > 0) {
		jw_key(w, "aspect");
		put_exact(w, b->aspect);
	}
	if (b->frames > 1)
		JW_NUM(w, "frames", b->frames);
	JW_NUM(w, "count", b->count);
	JW_NUM(w, "repeats", b->seen);
	JW_NUM(w, "batches", b->batches);
	if (!b->trains)
		JW_BOOL(w, "trains", false);
	jw_obj_end(w);
}

static void put_epoch(struct jwrite *w, const struct epoch *e)
{
	JW_STRZ(w, "trainer", e->plan->trainer->name);
	JW_NUM(w, "batch", e->unit);
	if (!e->mixed)
		JW_NUM(w, "repeats", e->repeats);
	jw_key(w, "buckets");
	jw_arr(w);
	for (size_t i = 0; i < e->buckets.n; i++)
		put_bucket(w, e->buckets.v[i]);
	jw_arr_end(w);
	JW_NUM(w, "steps", e->batches);
	JW_NUM(w, "batches", e->batches);
	JW_NUM(w, "partial", e->partial);
	JW_NUM(w, "dropped_per_epoch", e->lost);
	if (e->filled)
		JW_NUM(w, "filled", e->filled);
	if (e->drawn)
		JW_BOOL(w, "drawn", true);
	jw_key(w, "untrained");
	jw_arr(w);
	for (size_t i = 0; i < e->untrained.n; i++)
		jw_str(w, e->untrained.v[i]);
	jw_arr_end(w);
	JW_STRZ(w, "error", e->stops);
}

void see_put_set(struct buf *out, const struct epoch *e, const struct sight_set *set, uint64_t images, const struct lint_result *r, const bool *known)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	jw_key(&w, "dataset");
	jw_obj(&w);
	JW_NUM(&w, "images", images);
	if (set->folder)
		JW_STRZ(&w, "folder", set->folder);
	if (e->plan)
		put_epoch(&w, e);
	if (set->copies) {
		jw_key(&w, "duplicates");
		jw_arr(&w);
		for (size_t i = 0; i < set->n_copies; i++) {
			jw_arr(&w);
			jw_str(&w, set->copies[i].of);
			jw_str(&w, set->copies[i].id);
			jw_arr_end(&w);
		}
		jw_arr_end(&w);
	}
	put_findings(&w, r, known);
	jw_obj_end(&w);
	jw_obj_end(&w);
	buf_addc(out, '\n');
}
