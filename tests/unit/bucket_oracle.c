/* bucket_oracle.c: every line of ../shared/oracle/buckets.jsonl.zst: what the trainers' own code made of pictures of given sizes. */
#include <math.h>

#include "image/epoch.h"
#include "json/jread.h"
#include "unit/oracle.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static struct json_members object(struct span raw)
{
	struct json_members m = {0};
	struct diag d = {0};

	json_read_object(&a, raw, &m, &d);
	return m;
}

/* The numbers of a JSON array; how many. */
static size_t numbers(struct span raw, double *v, size_t most)
{
	struct json_members m = {0};
	struct diag d = {0};
	size_t n = 0;

	if (!raw.p || json_read_array(&a, raw, &m, &d) != 0)
		return 0;
	while (n < m.n && n < most) {
		if (!json_real(m.v[n].raw, &v[n]))
			return 0;
		n++;
	}
	return n;
}

static bool pair_is(const struct json_members *m, const char *key, const int64_t *have)
{
	double v[2];

	return numbers(json_get(m, key), v, 2) == 2 && v[0] == (double)have[0] && v[1] == (double)have[1];
}

static bool box_is(struct span raw, const double *have)
{
	double v[4];

	if (numbers(raw, v, 4) != 4)
		return false;
	for (int i = 0; i < 4; i++)
		if (fabs(v[i] - have[i]) > 1e-9 * fabs(v[i]))
			return false;
	return true;
}

/* A number that the row has (null: 0), or none. */
static bool real_is(const struct json_members *m, const char *key, double have)
{
	struct span raw = json_get(m, key);
	double v = 0;

	return !raw.p || ((span_is(raw, "null") || json_real(raw, &v)) && v == have);
}

/* What names the bucket beside its size: frames and ratio. */
static bool names_are(const struct json_members *r, const struct place *p)
{
	double size[3] = {0};
	size_t n = numbers(json_get(r, "size_bucket"), size, 3);

	return real_is(r, "frame_bucket", p->frames) && real_is(r, "ar_bucket", p->aspect) && real_is(r, "aspect_bucket", p->aspect) &&
	       (n == 0 || size[2] == p->frames);
}

static bool place_is(struct span raw, const struct place *p)
{
	struct json_members r = object(raw);
	struct span dropped = json_get(&r, "dropped"), crop = json_get(&r, "crop"), bucket = json_get(&r, "bucket"), why;

	if (dropped.p && dropped.p[0] == '"')
		return p->dropped && json_string(&a, dropped, &why) && (span_is(why, p->dropped) || !bucket.p);
	if (p->dropped || !names_are(&r, p))
		return false;
	if (!bucket.p) /* a video's row has only its frames and ratio */
		return true;
	if (!pair_is(&r, "bucket", p->bucket))
		return false;
	if (!json_get(&r, "resized").p) /* a control image: only its bucket */
		return true;
	if (!pair_is(&r, "resized", p->resized) || json_true(json_get(&r, "upscaled")) != p->upscaled)
		return false;
	if (crop.p && crop.p[0] == '[' ? p->crop_in == CROP_NONE || !box_is(crop, p->crop) : p->crop_in != CROP_NONE)
		return false;
	struct span c = json_get(&r, "crop_ltrb_conditioning");
	return (!c.p || box_is(c, p->conditioning)) &&
	       (!json_get(&r, "actual_image").p || pair_is(&r, "actual_image", p->handed_on)) &&
	       (!json_get(&r, "crop_room").p || pair_is(&r, "crop_room", p->room));
}

static bool placement_is(struct span raw, const struct placement *got)
{
	struct json_members r = object(raw), list = {0};
	struct span several = json_get(&r, got->how == PLACE_ANY_OF ? "any_of" : "all_of");
	struct diag d = {0};

	if (got->how == PLACE_ONE)
		return place_is(raw, &got->v[0]);
	if (!several.p || json_read_array(&a, several, &list, &d) != 0 || list.n != got->n)
		return false;
	for (size_t i = 0; i < list.n; i++)
		if (!place_is(list.v[i].raw, &got->v[i]))
			return false;
	return true;
}

static struct bucket_plan *plan_of(struct span trainer, struct span settings)
{
	struct json_members m = object(settings);
	struct diag d = {0};
	struct bucket_plan *p = bucket_plan_open(trainer, &a, &d);

	for (size_t i = 0; p && i < m.n; i++)
		if (!span_is(m.v[i].raw, "\"default (true)\"") && !span_is(m.v[i].key, "caption") && settings_set(&p->settings, m.v[i].key, m.v[i].raw, &a, &d) != 0)
			p = NULL;
	if (!p || bucket_plan_read(p, &a, &d) != 0) {
		printf("# %s\n", d.message);
		return NULL;
	}
	return p;
}

static size_t rows[8], wrong[8], sets[8], sets_wrong[8], refusals, refusals_wrong;

static void one(struct span line, const struct json_members *m, struct span trainer, size_t t)
{
	struct bucket_plan *p = plan_of(trainer, json_get(m, "settings"));
	struct span result = json_get(m, "result"), refused;
	struct json_members r = object(result), s = object(json_get(m, "settings"));
	struct placement got;
	double size[2];
	long long frames = 1;

	if (json_get(&r, "config_error").p) {
		refusals++;
		bool says = json_string(&a, json_get(&r, "config_error"), &refused);
		refusals_wrong += !p || (says ? !p->refused || !span_is(refused, p->refused) : p->refused != NULL);
		return;
	}
	rows[t]++;
	json_long(json_get(m, "frames"), &frames);
	bool ok = p && numbers(json_get(m, "image"), size, 2) == 2;
	if (ok) {
		bucket_plan_place(p, (int64_t)size[0], (int64_t)size[1], (uint32_t)frames, &got);
		if (span_is(json_get(&s, "caption"), "\"missing\""))
			bucket_plan_uncaptioned(p, SPAN("/x/a.png"), &a, &got);
		ok = placement_is(result, &got);
	}
	if (!ok && wrong[t]++ < 6) {
		printf("# %.*s\n", (int)(line.n < 900 ? line.n : 900), line.p);
		if (p)
			printf("# got %lldx%lld from %lldx%lld [%g %g %g %g] up %d %s\n", (long long)got.v[0].bucket[0], (long long)got.v[0].bucket[1],
			       (long long)got.v[0].resized[0], (long long)got.v[0].resized[1], got.v[0].crop[0], got.v[0].crop[1], got.v[0].crop[2],
			       got.v[0].crop[3], got.v[0].upscaled, got.v[0].dropped ? got.v[0].dropped : "");
	}
}

/* Numbers as strings, so that ids can be compared with the positions that the oracle gives. */
static bool holds(const struct epoch *e, double at)
{
	struct span id = arena_printf(&a, "%.0f", at);

	for (size_t i = 0; i < e->untrained.n; i++)
		if (span_eq(e->untrained.v[i], id))
			return true;
	return false;
}

static bool buckets_are(const struct epoch *e, struct span raw)
{
	struct json_members list = {0};
	struct diag d = {0};
	double v[2];
	long long count, resolution;

	if (json_read_array(&a, raw, &list, &d) != 0 || list.n != e->buckets.n)
		return false;
	for (size_t i = 0, k; i < list.n; i++) {
		struct json_members b = object(list.v[i].raw);
		bool each = json_long(json_get(&b, "resolution"), &resolution), ok = false;
		if (numbers(json_get(&b, "size"), v, 2) != 2 || !json_long(json_get(&b, "count"), &count))
			return false;
		for (k = 0; k < e->buckets.n && !ok; k++) {
			const struct epoch_bucket *x = e->buckets.v[k];
			bool all = e->plan->trainer->remainder == REMAINDER_STOPS; /* its counts are of pictures */
			ok = v[0] == (double)x->size[0] && v[1] == (double)x->size[1] && (uint64_t)count == (all ? x->count : x->seen) &&
			     (!each || resolution == x->resolution);
		}
		if (!ok)
			return false;
	}
	return true;
}

static bool number_is(const struct json_members *r, const char *key, uint64_t have)
{
	long long v;

	return !json_get(r, key).p || (json_long(json_get(r, key), &v) && (uint64_t)v == have);
}

/* Buckets whose last batch is filled up. */
static uint64_t padded(const struct epoch *e)
{
	uint64_t n = 0;

	for (size_t k = 0; k < e->buckets.n; k++)
		n += e->buckets.v[k]->short_by > 0;
	return n;
}

/* simpletuner's after_split: how many places in an epoch's list the pictures of each ratio have, before its repeats. */
static bool ratios_are(const struct epoch *e, struct span raw)
{
	struct json_members m = object(raw);
	uint64_t all = 0, have = 0;
	long long count;

	for (size_t k = 0; raw.p && !e->stops && k < e->buckets.n; k++)
		have += e->buckets.v[k]->trains ? e->buckets.v[k]->seen / e->repeats : 0;
	for (size_t i = 0; i < m.n; i++) {
		double ratio = strtod(m.v[i].key.p, NULL);
		uint64_t n = 0;
		for (size_t k = 0; k < e->buckets.n; k++)
			n += e->buckets.v[k]->aspect == ratio ? e->buckets.v[k]->seen / e->repeats : 0;
		if (!json_long(m.v[i].raw, &count) || (uint64_t)count != n)
			return false;
		all += n;
	}
	return all == have;
}

static bool set_is(struct span result, const struct epoch *e)
{
	struct json_members r = object(result);
	struct span error = json_get(&r, "error"), text;
	double ids[256];
	size_t n = numbers(json_get(&r, "never_trained"), ids, 256);
	bool ok = n == e->untrained.n && buckets_are(e, json_get(&r, "buckets")) && number_is(&r, "batches", e->batches) &&
	          number_is(&r, "partial_batches", e->partial) && number_is(&r, "dropped_per_epoch", e->lost) &&
	          number_is(&r, "repeated_slots", e->filled) && number_is(&r, "completely_dropped_buckets", e->empty);

	for (size_t i = 0; i < n; i++)
		ok &= holds(e, ids[i]);
	ok &= number_is(&r, "padded_batches", padded(e)) && ratios_are(e, json_get(&r, "after_split"));
	return ok && (json_string(&a, error, &text) ? e->stops && span_is(text, e->stops) : !e->stops);
}

static void set(struct span line, const struct json_members *m, struct span trainer, size_t t)
{
	struct bucket_plan *p = plan_of(trainer, json_get(m, "settings"));
	struct json_members images = {0};
	struct diag d = {0};
	struct epoch e;
	struct placement got;
	double size[2];
	bool ok = p && json_read_array(&a, json_get(m, "images"), &images, &d) == 0;

	sets[t]++;
	if (p) {
		p->remembers = true;
		epoch_init(&e, p, &a);
	}
	for (size_t i = 0; ok && i < images.n; i++) {
		ok = numbers(images.v[i].raw, size, 2) == 2;
		if (ok) {
			bucket_plan_place(p, (int64_t)size[0], (int64_t)size[1], 1, &got);
			epoch_add(&e, arena_printf(&a, "%zu", i), &got);
		}
	}
	if (ok)
		epoch_end(&e);
	if (ok && set_is(json_get(m, "result"), &e))
		return;
	if (sets_wrong[t]++ < 4) {
		printf("# %.*s\n", (int)(line.n < 2900 ? line.n : 2900), line.p);
		for (size_t i = 0; ok && i < e.buckets.n; i++)
			printf("# got %lldx%lld %llu\n", (long long)e.buckets.v[i]->size[0], (long long)e.buckets.v[i]->size[1],
			       (unsigned long long)e.buckets.v[i]->seen);
		printf("# batches %llu partial %llu lost %llu untrained %zu\n", (unsigned long long)e.batches, (unsigned long long)e.partial,
		       (unsigned long long)e.lost, e.untrained.n);
	}
}

int main(void)
{
	struct buf b = BUF_INIT;
	struct span line, trainer;
	size_t at = 0, n, t;
	const struct bucketing *const *all = bucketing_all(&n);

	if (!oracle_read("oracle/buckets.jsonl.zst", &b)) {
		printf("ok 1 # skip no ../shared/oracle/buckets.jsonl.zst\n1..1\n");
		return 0;
	}
	while (oracle_line(&b, &at, &line)) {
		arena_reset(&a);
		struct json_members m = object(line);
		if (!json_string(&a, json_get(&m, "trainer"), &trainer))
			continue;
		for (t = 0; t < n && !span_is(trainer, all[t]->name); t++)
			;
		if (t < n && json_get(&m, "images").p)
			set(line, &m, trainer, t);
		else if (t < n)
			one(line, &m, trainer, t);
	}
	for (t = 0; t < n; t++)
		OK(rows[t] > 0 && wrong[t] == 0, "%s: %zu of %zu sizes as its own code has them", all[t]->name, rows[t] - wrong[t], rows[t]);
	for (t = 0; t < n; t++)
		OK(sets[t] > 0 && sets_wrong[t] == 0, "%s: %zu of %zu sets", all[t]->name, sets[t] - sets_wrong[t], sets[t]);
	OK(refusals_wrong == 0, "%zu of %zu settings that a trainer would or would not begin with", refusals - refusals_wrong, refusals);
	buf_fini(&b);
	arena_fini(&a);
	return tap_end();
}
