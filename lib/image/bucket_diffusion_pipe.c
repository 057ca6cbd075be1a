/* bucket_diffusion_pipe.c: diffusion-pipe. Ratios in geometric steps, matched by their logarithm; each picture at every
 * resolution; crop and resize in one step, in the picture's own pixels. */
#include "image/bucket.h"

#include <math.h>
#include <stdlib.h>

struct size_bucket {
	int64_t size[2];
	int64_t frames;
	double off;     /* while sorting */
	size_t at;
};

struct own {
	double multiple;
	size_t n_ratios, n_resolutions, n_frames, n_sizes;
	double ratio[SIZES_MAX], resolution[PLACES_MAX];
	int64_t frames[SIZES_MAX + 1];
	struct size_bucket size[SIZES_MAX];
};

/* The code has no defaults for resolutions and ratios; these are those of examples/dataset.toml at 8f83dbf2. */
static const struct setting settings[] = {
	{"resolutions", SETTING_SIZES, "[512]", "each picture is trained at every one; [w,h] is its area"},
	{"enable_ar_bucket", SETTING_FLAG, "false", "several ratios; off: a square"},
	{"min_ar", SETTING_NUMBER, "0.5", "narrowest ratio"},
	{"max_ar", SETTING_NUMBER, "2.0", "widest ratio"},
	{"num_ar_buckets", SETTING_NUMBER, "7", "how many"},
	{"ar_buckets", SETTING_SIZES, "null", "the ratios themselves, as numbers or [w,h]"},
	{"size_buckets", SETTING_SIZES, "null", "sizes in place of resolutions and ratios: [w,h,frames]"},
	{"frame_buckets", SETTING_SIZES, "[1]", "lengths of videos"},
	{"pixels_round_to_multiple", SETTING_NUMBER, "16", "what sides are multiples of, as the model sets it: 16; Wan 2.2 5B, LTX 32"},
	{"micro_batch_size_per_gpu", SETTING_NUMBER, "1", "pictures in a step of one GPU"},
	{"gradient_accumulation_steps", SETTING_NUMBER, "1", "they multiply the batch"},
	{"gpus", SETTING_NUMBER, "1", "data-parallel ranks; they multiply the batch"},
	{"num_repeats", SETTING_NUMBER, "1", "times a picture is seen in an epoch"},
	{"skip_empty_caption", SETTING_FLAG, "true", "a picture without a caption is left out"},
	{"caption", SETTING_WORD, "null", "a note on the caption; changes nothing"},
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static size_t dedup_and_sort(double *v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof *v, by_value);
	for (size_t i = 0; i < n; i++)
		if (!i || v[i] != v[kept - 1])
			v[kept++] = v[i];
	return kept;
}

/* numpy's round of a float64: by multiplying, not through decimals as Python's. */
static double numpy_round3(double x)
{
	return rint(x * 1000) / 1000;
}

static void geometric(struct own *o, double from, double to, size_t n)
{
	double a = log10(from), b = log10(to);

	for (size_t i = 0; i < n; i++) {
		double v = i == 0 ? from : i + 1 == n ? to : pow(10, a + (double)i * ((b - a) / (double)(n - 1)));
		o->ratio[o->n_ratios++] = numpy_round3(v);
	}
}

static int longest_first(const void *a, const void *b)
{
	const struct size_bucket *x = a, *y = b;

	if (x->frames != y->frames)
		return x->frames > y->frames ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int read_size_buckets(struct bucket_plan *p, struct own *o, struct diag *d)
{
	struct sizes s;

	settings_sizes(&p->settings, "size_buckets", &s);
	for (size_t i = 0; i < s.n; i++) {
		if (s.of[i].n != 3 || s.of[i].v[0] < 1 || s.of[i].v[1] < 1)
			return diag_set(d, "bad-option", "size_buckets are [w,h,frames]");
		o->size[i] = (struct size_bucket){{(int64_t)s.of[i].v[0], (int64_t)s.of[i].v[1]}, (int64_t)s.of[i].v[2], 0, i};
	}
	o->n_sizes = s.n;
	qsort(o->size, s.n, sizeof *o->size, longest_first);
	for (size_t i = 0; i < s.n; i++)
		o->ratio[o->n_ratios++] = numpy_round3((double)o->size[i].size[0] / (double)o->size[i].size[1]);
	return 0;
}

static int read_ratios(struct bucket_plan *p, struct own *o, struct diag *d)
{
	double min = settings_number(&p->settings, "min_ar"), max = settings_number(&p->settings, "max_ar");
	double n = settings_number(&p->settings, "num_ar_buckets");
	struct sizes s;

	if (settings_has(&p->settings, "size_buckets"))
		return read_size_buckets(p, o, d);
	if (!settings_flag(&p->settings, "enable_ar_bucket")) {
		o->ratio[o->n_ratios++] = 1;
		return 0;
	}
	settings_sizes(&p->settings, "ar_buckets", &s);
	for (size_t i = 0; i < s.n; i++) {
		double r = s.of[i].n == 2 ? s.of[i].v[0] / s.of[i].v[1] : s.of[i].v[0];
		o->ratio[o->n_ratios++] = python_round(r, 3);
	}
	if (!s.n && (min <= 0 || max <= 0 || n < 1 || n > SIZES_MAX))
		return diag_set(d, "bad-option", "min_ar and max_ar are more than 0, num_ar_buckets 1 to %d", SIZES_MAX);
	if (!s.n)
		geometric(o, min, max, (size_t)n);
	for (size_t i = 0; i < o->n_ratios; i++)
		if (!(o->ratio[i] > 0) || !isfinite(o->ratio[i]))
			return diag_set(d, "bad-option", "a ratio is more than 0");
	return 0;
}

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	struct sizes s;
	bool one = false;

	p->own = o;
	settings_sizes(&p->settings, "resolutions", &s);
	if (s.n > PLACES_MAX)
		return diag_set(d, "bad-option", "at most %d resolutions", PLACES_MAX);
	for (size_t i = 0; i < s.n; i++) {
		double r = s.of[i].n == 2 ? sqrt(s.of[i].v[0] * s.of[i].v[1]) : s.of[i].v[0];
		if (!(r >= 1) || r > 65536)
			return diag_set(d, "bad-option", "resolutions are sizes in pixels");
		o->resolution[o->n_resolutions++] = python_round(r, 3);
	}
	o->n_resolutions = dedup_and_sort(o->resolution, o->n_resolutions);
	o->multiple = settings_number(&p->settings, "pixels_round_to_multiple");
	if (o->multiple < 1 || read_ratios(p, o, d) != 0)
		return o->multiple < 1 ? diag_set(d, "bad-option", "pixels_round_to_multiple is at least 1") : -1;
	o->n_ratios = dedup_and_sort(o->ratio, o->n_ratios);
	settings_sizes(&p->settings, "frame_buckets", &s);
	for (size_t i = 0; i < s.n; i++) {
		o->frames[o->n_frames++] = (int64_t)s.of[i].v[0];
		one |= s.of[i].v[0] == 1;
	}
	if (!one)
		o->frames[o->n_frames++] = 1;
	return 0;
}

static size_t nearest_ratio(const struct own *o, double log_ratio)
{
	size_t best = 0;

	for (size_t i = 1; i < o->n_ratios; i++)
		if (fabs(log_ratio - log(o->ratio[i])) < fabs(log_ratio - log(o->ratio[best])))
			best = i;
	return best;
}

static int nearest_first(const void *a, const void *b)
{
	const struct size_bucket *x = a, *y = b;

	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* utils/dataset.py:854: the order of the sorted, de-duplicated ratios picks among sizes that are in another order. */
static const struct size_bucket *nearest_size(const struct own *o, double log_ratio, int64_t frames)
{
	struct size_bucket order[SIZES_MAX];

	for (size_t i = 0; i < o->n_ratios; i++)
		order[i] = (struct size_bucket){.off = fabs(log_ratio - log(o->ratio[i])), .at = i};
	qsort(order, o->n_ratios, sizeof *order, nearest_first);
	for (size_t i = 0; i < o->n_ratios; i++) {
		const struct size_bucket *b = &o->size[order[i].at];
		if (!(frames > 1 && b->frames == 1) && frames >= b->frames)
			return b;
	}
	return NULL;
}

/* PIL's ImageOps.fit. */
static void fit(struct place *p, int64_t w, int64_t h)
{
	double fw = (double)w, fh = (double)h, have = fw / fh, want = (double)p->bucket[0] / (double)p->bucket[1];
	double cw = have > want ? want * fh : fw, ch = have < want ? fw / want : fh;

	p->resized[0] = p->bucket[0];
	p->resized[1] = p->bucket[1];
	p->crop_in = CROP_SOURCE;
	p->crop[0] = (fw - cw) * 0.5;
	p->crop[1] = (fh - ch) * 0.5;
	p->crop[2] = p->crop[0] + cw;
	p->crop[3] = p->crop[1] + ch;
	/* What is kept of the picture is enlarged. */
	p->upscaled = (double)p->bucket[0] > cw || (double)p->bucket[1] > ch;
}

static int64_t to_multiple(double x, double m)
{
	return (int64_t)(rint(x / m) * m);
}

static int64_t frame_bucket(const struct own *o, int64_t frames)
{
	int64_t best = 0;

	for (size_t i = 0; i < o->n_frames; i++)
		if (o->frames[i] <= frames && o->frames[i] > best)
			best = o->frames[i];
	return best;
}

static void place(struct bucket_plan *plan, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = plan->own;
	double log_ratio = log((double)w / (double)h), preprocessor = o->multiple < 16 ? o->multiple : 16;
	int64_t f = o->n_sizes ? 0 : frame_bucket(o, frames);
	const struct size_bucket *size = o->n_sizes ? nearest_size(o, log_ratio, frames) : NULL;
	double r = o->ratio[nearest_ratio(o, log_ratio)];

	if (o->n_sizes ? !size : !f || (frames > 1 && f == 1)) {
		place_drop(out, "video is being skipped because it is too short");
		return;
	}
	out->n = o->n_sizes ? 1 : o->n_resolutions;
	out->how = out->n > 1 ? PLACE_ALL_OF : PLACE_ONE;
	for (size_t i = 0; i < out->n; i++) {
		struct place *p = &out->v[i];
		*p = (struct place){.frames = (uint32_t)(size ? size->frames : f), .aspect = size ? 0 : r};
		double area = o->resolution[i] * o->resolution[i], bw = sqrt(area * r), bh = area / bw;
		for (int k = 0; k < 2; k++)
			p->bucket[k] = to_multiple((double)(size ? size->size[k] : to_multiple(k ? bh : bw, o->multiple)), preprocessor);
		if (!p->bucket[0] || !p->bucket[1]) {
			place_drop(out, "error: the bucket has a side of 0");
			return;
		}
		if (out->n > 1)
			p->resolution = (uint32_t)o->resolution[i];
		fit(p, w, h);
	}
}

static void batch(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats)
{
	*unit = (uint64_t)(settings_number(&p->settings, "micro_batch_size_per_gpu") *
	                   settings_number(&p->settings, "gradient_accumulation_steps") * settings_number(&p->settings, "gpus"));
	*repeats = (uint64_t)settings_number(&p->settings, "num_repeats");
}

const struct bucketing bucketing_diffusion_pipe = {
	.name = "diffusion-pipe",
	.title = "diffusion-pipe",
	.source = "tdrussell/diffusion-pipe 8f83dbf2 utils/dataset.py:376,819,838, models/base.py:41,166",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.white = true, .clips_grey16 = true, .animated_webp_stops = true},
	.remainder = REMAINDER_CUT,
	.open = open,
	.place = place,
	.batch = batch,
};
