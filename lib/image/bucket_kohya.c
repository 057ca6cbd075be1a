/* bucket_kohya.c: sd-scripts. A list of sizes under one area, matched by the plain ratio. */
#include "image/bucket.h"

#include <math.h>

struct own {
	int64_t w, h, min, max, step;
	bool bucket, no_upscale, cached, random_crop;
	struct bucket_list list;
};

/* library/config_util.py:115, library/train_util.py:4586 at 48d368fa. */
static const struct setting settings[] = {
	{"resolution", SETTING_SIZES, "512", "n or [w,h]; kohya has no default, 512 is that of its examples"},
	{"enable_bucket", SETTING_FLAG, "false", "several sizes; off: one, and pictures must have it unless latents are cached"},
	{"min_bucket_reso", SETTING_NUMBER, "256", "shortest side of a bucket"},
	{"max_bucket_reso", SETTING_NUMBER, "1024", "longest side of a bucket"},
	{"bucket_reso_steps", SETTING_NUMBER, "64", "what sides are multiples of"},
	{"bucket_no_upscale", SETTING_FLAG, "false", "small pictures are not enlarged"},
	{"cache_latents", SETTING_FLAG, "true", "pictures are resized before training; off, without buckets, they must fit"},
	{"random_crop", SETTING_FLAG, "false", "crop anywhere"},
	{"batch_size", SETTING_NUMBER, "1", "pictures in a step"},
	{"num_repeats", SETTING_NUMBER, "1", "times a picture is seen in an epoch"},
	{"imagesize", SETTING_WORD, "\"1.4.1\"", "the version of the package that reads sizes; 2 turns JPEGs, which are then decoded unturned"},
	{"alpha_mask", SETTING_FLAG, "false", "transparency is the mask of the loss"},
	{"script_min_steps", SETTING_NUMBER, "null", "what the script wants bucket_reso_steps to be a multiple of: 64 (SD 1.5), 32 (SDXL) ..."},
};

static void make_list(struct own *o, struct arena *a)
{
	int64_t area = o->w * o->h, side = (int64_t)(floor(sqrt((double)area) / (double)o->step)) * o->step;

	bucket_add(&o->list, side, side, a);
	for (int64_t w = o->min; w <= o->max; w += o->step) {
		int64_t h = w ? area / w / o->step * o->step : o->max;
		if (h > o->max)
			h = o->max;
		if (h < o->min)
			continue;
		bucket_add(&o->list, w, h, a);
		bucket_add(&o->list, h, w, a);
	}
	bucket_sort(&o->list);
}

/* library/train_util.py:747-771 and, of each script, verify_bucket_reso_steps. */
static void refuse(struct bucket_plan *p, const struct own *o, struct arena *a)
{
	double script = settings_number(&p->settings, "script_min_steps");

	if (!o->bucket)
		return;
	if (script > 0 && fmod((double)o->step, script) != 0)
		p->refused = arena_printf(a, "error: AssertionError: bucket_reso_steps is %lld. it must be divisible by %lld.", (long long)o->step,
		                          (long long)script).p;
	else if (script > 0 && !settings_given(&p->settings, "resolution"))
		return; /* only the steps are asked about */
	else if ((o->w < o->h ? o->w : o->h) < o->min)
		p->refused = "error: AssertionError: min_bucket_reso must be equal or less than resolution";
	else if ((o->w > o->h ? o->w : o->h) > o->max)
		p->refused = "error: AssertionError: max_bucket_reso must be equal or greater than resolution";
}

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	struct sizes r;

	p->own = o;
	settings_sizes(&p->settings, "resolution", &r);
	sizes_pair(&r, &o->w, &o->h);
	o->step = (int64_t)settings_number(&p->settings, "bucket_reso_steps");
	o->min = (int64_t)settings_number(&p->settings, "min_bucket_reso");
	o->max = (int64_t)settings_number(&p->settings, "max_bucket_reso");
	if (o->w < 1 || o->h < 1 || o->step < 1 || o->min < 0 || o->max < 1 || r.n > 2 || o->w > 65536 || o->h > 65536 || o->max > 65536)
		return diag_set(d, "bad-option", "resolution and the bucket_reso settings are sizes in pixels");
	o->min -= o->min % o->step;
	if (o->max % o->step)
		o->max += o->step - o->max % o->step;
	o->bucket = settings_flag(&p->settings, "enable_bucket");
	o->no_upscale = o->bucket && settings_flag(&p->settings, "bucket_no_upscale");
	o->cached = settings_flag(&p->settings, "cache_latents");
	o->random_crop = settings_flag(&p->settings, "random_crop");
	if (o->bucket)
		make_list(o, a);
	else
		bucket_add(&o->list, o->w, o->h, a);
	refuse(p, o, a);
	return 0;
}

static int64_t half_up(double x)
{
	return (int64_t)(x + 0.5);
}

static int64_t to_step(const struct own *o, double x)
{
	int64_t n = half_up(x);

	return n - n % o->step;
}

static void from_list(const struct own *o, int64_t w, int64_t h, struct place *p)
{
	double ratio = (double)w / (double)h;
	const struct bucket_size *b = NULL;

	for (size_t i = 0; i < o->list.n && !b; i++)
		if (o->list.v[i].w == w && o->list.v[i].h == h)
			b = &o->list.v[i];
	if (!b)
		b = bucket_nearest(&o->list, ratio, false);
	double scale = ratio > (double)b->w / (double)b->h ? (double)b->h / (double)h : (double)b->w / (double)w;
	p->bucket[0] = b->w;
	p->bucket[1] = b->h;
	p->resized[0] = half_up((double)w * scale);
	p->resized[1] = half_up((double)h * scale);
}

/* library/train_util.py:307. False: it divides by zero, which ends the run. */
static bool shrunk(const struct own *o, int64_t w, int64_t h, struct place *p)
{
	double ratio = (double)w / (double)h, area = (double)(o->w * o->h);

	p->resized[0] = w;
	p->resized[1] = h;
	if (w * h > o->w * o->h) {
		double rw = sqrt(area * ratio), rh = area / rw;
		int64_t bw = to_step(o, rw), bh = to_step(o, rh);
		int64_t h_of_w = to_step(o, (double)bw / ratio), w_of_h = to_step(o, (double)bh * ratio);
		if (!h_of_w || !bh)
			return false;
		double by_w = (double)bw / (double)h_of_w, by_h = (double)w_of_h / (double)bh;
		bool width = fabs(by_w - ratio) < fabs(by_h - ratio);
		p->resized[0] = width ? bw : half_up((double)bh * ratio);
		p->resized[1] = width ? half_up((double)bw / ratio) : bh;
	}
	p->bucket[0] = p->resized[0] - p->resized[0] % o->step;
	p->bucket[1] = p->resized[1] - p->resized[1] % o->step;
	return p->bucket[1] != 0;
}

/* What SDXL is told of the crop: computed from the ratios, not from the box (library/train_util.py:349). */
static void condition(struct place *p, int64_t w, int64_t h)
{
	double bw = (double)p->bucket[0], bh = (double)p->bucket[1], ratio = (double)w / (double)h;
	bool tall = bw / bh > ratio;
	double rw = tall ? bh * ratio : bw, rh = tall ? bh : bw / ratio;

	p->has_conditioning = true;
	p->conditioning[0] = floor((bw - rw) / 2);
	p->conditioning[1] = floor((bh - rh) / 2);
	p->conditioning[2] = p->conditioning[0] + rw;
	p->conditioning[3] = p->conditioning[1] + rh;
}

static void place(struct bucket_plan *plan, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = plan->own;
	struct place *p = &out->v[0];

	(void)frames;
	if (!o->bucket && !o->cached && !o->random_crop && (w > o->w || h > o->h)) {
		place_drop(out, "error: AssertionError: image too large, but cropping and bucketing are disabled");
		return;
	}
	if (!o->bucket && !o->cached && (w < o->w || h < o->h)) {
		place_drop(out, "error: AssertionError: image size is small");
		return;
	}
	if (o->no_upscale) {
		if (!shrunk(o, w, h, p)) {
			place_drop(out, "error: ZeroDivisionError: division by zero");
			return;
		}
	} else {
		from_list(o, w, h, p);
	}
	place_centre(p, w, h);
	condition(p, w, h);
	if (o->random_crop)
		place_anywhere(p);
}

const struct bucketing bucketing_kohya = {
	.name = "kohya",
	.title = "sd-scripts",
	.source = "kohya-ss/sd-scripts 48d368fa library/train_util.py:286, library/model_util.py:1316",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.extensions = ".png .jpg .jpeg .webp .bmp .avif .jxl", .letters = CASE_LOWER_OR_UPPER, .clips_grey16 = true,
	            .stops_on_broken = true, .webp_short = true},
	.remainder = REMAINDER_KEPT,
	.open = open,
	.place = place,
	.batch = batch_plain,
};
