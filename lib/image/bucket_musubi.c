/* bucket_musubi.c: musubi-tuner. Widths from half the square's side on, in steps that the architecture sets. */
#include "image/bucket.h"

#include <math.h>

struct own {
	int64_t w, h, step;
	bool bucket, no_upscale, control;
	struct bucket_list list;
};

/* src/musubi_tuner/dataset/config_utils.py:34 at 30c658c4. */
static const struct setting settings[] = {
	{"resolution", SETTING_SIZES, "[960,544]", "n or [w,h]"},
	{"enable_bucket", SETTING_FLAG, "false", "several sizes; off: one"},
	{"bucket_no_upscale", SETTING_FLAG, "false", "small pictures are not enlarged"},
	{"architecture", SETTING_WORD, "\"hv\"", "hv wan fk fp qi qie zi f2d hv15 ho1 ...: ho1 has steps of 32, all others of 16"},
	{"batch_size", SETTING_NUMBER, "1", "pictures in a step"},
	{"num_repeats", SETTING_NUMBER, "1", "times a picture is seen in an epoch"},
	{"control_resolution", SETTING_SIZES, "null", "the pictures are control images, brought to this area"},
	{"kind", SETTING_WORD, "null", "a note on what the pictures are; changes nothing"},
};

static int64_t down(int64_t x, int64_t step)
{
	return x - x % step;
}

static void make_list(struct own *o, struct arena *a)
{
	int64_t area = o->w * o->h, side = (int64_t)sqrt((double)area);

	for (int64_t w = down(side / 2, o->step); w < side + o->step; w += o->step) {
		if (w == 0)
			continue;
		int64_t h = down(area / w, o->step);
		bucket_add(&o->list, w, h, a);
		bucket_add(&o->list, h, w, a);
	}
	bucket_sort(&o->list);
}

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	struct sizes r;

	p->own = o;
	o->control = settings_has(&p->settings, "control_resolution");
	settings_sizes(&p->settings, o->control ? "control_resolution" : "resolution", &r);
	sizes_pair(&r, &o->w, &o->h);
	if (o->w < 1 || o->h < 1 || r.n > 2 || o->w > 65536 || o->h > 65536)
		return diag_set(d, "bad-option", "resolution is a size in pixels");
	o->step = span_is(settings_word(&p->settings, "architecture"), "ho1") ? 32 : 16;
	o->bucket = settings_flag(&p->settings, "enable_bucket");
	o->no_upscale = o->bucket && settings_flag(&p->settings, "bucket_no_upscale");
	if (o->bucket)
		make_list(o, a);
	if (!o->list.n)
		bucket_add(&o->list, o->w, o->h, a);
	return 0;
}

/* A control image goes to the best of five widths around its own ratio's. */
static void place_control(const struct own *o, int64_t w, int64_t h, struct place *p)
{
	int64_t area = o->w * o->h;
	double ratio = (double)w / (double)h, least = INFINITY;
	int64_t middle = down((int64_t)sqrt((double)area * ratio), o->step);

	p->bucket[0] = middle;
	p->bucket[1] = down((int64_t)sqrt((double)area / ratio), o->step);
	for (int i = -2; i < 3; i++) {
		int64_t bw = middle + i * o->step, bh = bw > 0 ? down(area / bw, o->step) : 0;
		if (bh == 0)
			continue;
		double off = fabs((double)bw / (double)bh - ratio);
		if (off >= least)
			continue;
		least = off;
		p->bucket[0] = bw;
		p->bucket[1] = bh;
	}
}

static void place(struct bucket_plan *plan, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = plan->own;
	struct place *p = &out->v[0];

	(void)frames;
	if (o->control) {
		place_control(o, w, h, p);
	} else if (o->no_upscale && w * h <= o->w * o->h) { /* a side under the step gives a bucket of no height or width */
		p->bucket[0] = down(w, o->step);
		p->bucket[1] = down(h, o->step);
	} else {
		const struct bucket_size *b = bucket_nearest(&o->list, (double)w / (double)h, false);
		p->bucket[0] = b->w;
		p->bucket[1] = b->h;
	}
	double sw = (double)p->bucket[0] / (double)w, sh = (double)p->bucket[1] / (double)h, scale = sw > sh ? sw : sh;
	p->resized[0] = (int64_t)((double)w * scale + 0.5);
	p->resized[1] = (int64_t)((double)h * scale + 0.5);
	place_centre(p, w, h);
}

const struct bucketing bucketing_musubi = {
	.name = "musubi",
	.title = "musubi-tuner",
	.source = "kohya-ss/musubi-tuner 30c658c4 src/musubi_tuner/dataset/bucket.py:79, media_utils.py:101",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.extensions = ".png .jpg .jpeg .webp .bmp .avif", .letters = CASE_LOWER_OR_UPPER, .clips_grey16 = true, .stops_on_broken = true},
	.remainder = REMAINDER_KEPT,
	.open = open,
	.place = place,
	.batch = batch_plain,
};
