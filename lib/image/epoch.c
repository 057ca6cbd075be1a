/* epoch.c: counts pictures into buckets and buckets into batches. */
#include "image/epoch.h"

#include <stdlib.h>

#include "base/hash.h"

enum { IDS_MAX = 10000 }; /* ids kept of one bucket, and named as never trained */

void epoch_init(struct epoch *e, const struct bucket_plan *p, struct arena *a)
{
	*e = (struct epoch){.plan = p, .a = a};
	p->trainer->batch(p, &e->unit, &e->repeats);
	if (!e->unit)
		e->unit = 1;
}

void epoch_repeats(struct epoch *e, const struct bucket_plan *p)
{
	uint64_t unit, before = e->repeats;

	p->trainer->batch(p, &unit, &e->repeats);
	e->mixed |= e->images && e->repeats != before;
}

static struct epoch_bucket *bucket_of(struct epoch *e, const struct place *p)
{
	struct { int64_t size[2]; double aspect; uint64_t more; } key = {{p->bucket[0], p->bucket[1]}, p->aspect,
	                                                                 (uint64_t)p->frames << 32 | p->resolution};
	struct epoch_bucket **at = &e->table[hash_bytes((const char *)&key, sizeof key, 0) % 1024];

	for (struct epoch_bucket *b = *at; b; b = b->next)
		if (b->size[0] == p->bucket[0] && b->size[1] == p->bucket[1] && b->aspect == p->aspect && b->frames == p->frames &&
		    b->resolution == p->resolution)
			return b;
	struct epoch_bucket *b = arena_zalloc(e->a, 1, sizeof *b);
	b->size[0] = p->bucket[0];
	b->size[1] = p->bucket[1];
	b->aspect = p->aspect;
	b->frames = p->frames;
	b->resolution = p->resolution;
	b->next = *at;
	*at = b;
	*ARENA_PUSH(e->a, &e->buckets) = b;
	return b;
}

static bool leaves_out(const struct epoch *e)
{
	return e->plan->trainer->remainder >= REMAINDER_DROPPED && e->unit > 1;
}

static void note_untrained(struct epoch *e, struct span id)
{
	if (e->untrained.n < IDS_MAX)
		*ARENA_PUSH(e->a, &e->untrained) = id;
}

void epoch_add(struct epoch *e, struct span id, const struct placement *p)
{
	size_t n = p->how == PLACE_ANY_OF ? 1 : p->n;

	e->images++;
	e->drawn |= p->how == PLACE_ANY_OF;
	for (size_t i = 0; i < n; i++) {
		if (p->v[i].dropped) {
			if (i == 0) {
				e->dropped++;
				e->lost += e->repeats;
				note_untrained(e, arena_dup(e->a, id));
			}
			continue;
		}
		struct epoch_bucket *b = bucket_of(e, &p->v[i]);
		/* One that fills a batch is trained, and nobody asks for its ids. A picture in several buckets is named once. */
		if (leaves_out(e) && i == 0 && b->n_ids == b->count && b->n_ids < IDS_MAX && b->seen < e->unit) {
			if (!b->ids)
				b->ids = arena_alloc(e->a, sizeof *b->ids);
			else if ((b->n_ids & (b->n_ids - 1)) == 0)
				b->ids = arena_grow(e->a, b->ids, b->n_ids * sizeof *b->ids, 2 * b->n_ids * sizeof *b->ids);
			b->ids[b->n_ids++] = arena_dup(e->a, id);
		}
		b->count++;
		b->seen += e->repeats;
	}
}

static int by_size(const void *a, const void *b)
{
	const struct epoch_bucket *x = *(struct epoch_bucket *const *)a, *y = *(struct epoch_bucket *const *)b;

	for (int k = 0; k < 2; k++)
		if (x->size[k] != y->size[k])
			return x->size[k] < y->size[k] ? -1 : 1;
	if (x->resolution != y->resolution)
		return x->resolution < y->resolution ? -1 : 1;
	if (x->aspect != y->aspect)
		return x->aspect < y->aspect ? -1 : 1;
	return (x->frames > y->frames) - (x->frames < y->frames);
}

static void end_bucket(struct epoch *e, struct epoch_bucket *b)
{
	uint64_t rest = b->seen % e->unit;

	b->trains = true;
	b->short_by = rest ? e->unit - rest : 0;
	switch (e->plan->trainer->remainder) {
	case REMAINDER_KEPT:
		b->batches = (b->seen + e->unit - 1) / e->unit;
		e->partial += rest != 0;
		break;
	case REMAINDER_FILLED:
		b->batches = (b->seen + e->unit - 1) / e->unit;
		e->filled += b->short_by;
		break;
	case REMAINDER_DROPPED: case REMAINDER_CUT:
		b->batches = b->seen / e->unit;
		b->trains = b->batches != 0;
		e->lost += rest;
		break;
	case REMAINDER_STOPS:
		b->batches = (b->seen + e->unit - 1) / e->unit;
		b->trains = b->seen >= e->unit;
		e->partial += rest != 0;
		break;
	}
}

/* SimpleTuner: buckets under one batch are pruned where minimum_image_size is set, filled up with allow_dataset_oversubscription
 * (and no repeats), and stop the run else (metadata/backends/base.py:741,1024). */
static void end_stopping(struct epoch *e)
{
	const struct settings *s = &e->plan->settings;
	bool prunes = settings_number(s, "minimum_image_size") != 0;
	bool fills = settings_flag(s, "allow_dataset_oversubscription") && e->repeats == 1;
	size_t under = 0;

	for (size_t i = 0; i < e->buckets.n; i++) {
		struct epoch_bucket *b = e->buckets.v[i];
		if (b->trains)
			continue;
		under++;
		if (prunes) {
			e->partial -= b->seen % e->unit != 0;
			e->lost += b->seen;
			b->batches = 0;
		} else if (fills) {
			/* Repeated whole until a batch is full, then to the end of the last one. */
			uint64_t copies = (e->unit + b->count - 1) / b->count;
			b->batches = (b->count * copies + e->unit - 1) / e->unit;
			b->seen = b->batches * e->unit;
			b->trains = true;
		}
	}
	if (under && !prunes && !fills) {
		e->stops = "error: ValueError: Dataset configuration will produce zero usable batches.";
		e->partial = 0;
	}
}

void epoch_end(struct epoch *e)
{
	if (e->buckets.n)
		qsort(e->buckets.v, e->buckets.n, sizeof *e->buckets.v, by_size);
	for (size_t i = 0; i < e->buckets.n; i++)
		end_bucket(e, e->buckets.v[i]);
	if (e->plan->trainer->remainder == REMAINDER_STOPS)
		end_stopping(e);
	if (e->plan->refused)
		e->stops = e->plan->refused;
	for (size_t i = 0; i < e->buckets.n; i++) {
		struct epoch_bucket *b = e->buckets.v[i];
		e->batches += b->batches;
		e->empty += !b->trains;
		for (size_t k = 0; !b->trains && !e->stops && k < b->n_ids; k++)
			note_untrained(e, b->ids[k]);
	}
}
