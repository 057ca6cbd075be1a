/* bucket_ai_toolkit.c: ai-toolkit. No list: the picture's own ratio, cut to the model's unit. */
#include "image/bucket.h"

#include <math.h>

struct own {
	bool buckets, square, random;
	double scale;
	int64_t unit;
	size_t n;
	int64_t resolution[PLACES_MAX];
};

/* toolkit/config_modules.py:945-1095 at 27a03a91. The model's divisibility overwrites bucket_tolerance (toolkit/data_loader.py:395). */
static const struct setting settings[] = {
	{"resolution", SETTING_SIZES, "512", "n, or a list: one copy of the set for each"},
	{"buckets", SETTING_FLAG, "true", "keep the ratio; off: a square out of the middle"},
	{"square_crop", SETTING_FLAG, "false", "a square of the resolution"},
	{"random_crop", SETTING_FLAG, "false", "crop anywhere"},
	{"scale", SETTING_NUMBER, "1", "sizes are multiplied by it first"},
	{"bucket_tolerance", SETTING_NUMBER, "16", "what sides are multiples of, as the model sets it: SDXL 16, FLUX.1 32 ..."},
	{"fast_image_size", SETTING_FLAG, "false", "sizes are read without EXIF: turned pictures land in the wrong bucket"},
	{"batch_size", SETTING_NUMBER, "1", "pictures in a step"},
	{"num_repeats", SETTING_NUMBER, "1", "times a picture is seen in an epoch"},
};

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	struct sizes r;

	p->own = o;
	settings_sizes(&p->settings, "resolution", &r);
	for (size_t i = 0; i < r.n && o->n < PLACES_MAX; i++)
		o->resolution[o->n++] = (int64_t)r.of[i].v[0];
	o->buckets = settings_flag(&p->settings, "buckets");
	o->square = settings_flag(&p->settings, "square_crop");
	o->random = settings_flag(&p->settings, "random_crop");
	o->scale = settings_number(&p->settings, "scale");
	o->unit = (int64_t)settings_number(&p->settings, "bucket_tolerance");
	for (size_t i = 0; i < o->n; i++)
		if (o->resolution[i] < 1 || o->resolution[i] > 65536)
			return diag_set(d, "bad-option", "resolution is a size in pixels");
	if (o->unit < 1 || o->scale <= 0)
		return diag_set(d, "bad-option", "scale and bucket_tolerance are more than 0");
	return 0;
}

/* toolkit/buckets.py:17. */
static void bucket(const struct own *o, int64_t res, double w, double h, int64_t out[2])
{
	double unit = (double)o->unit, most = (double)(res * res), area = w * h < most ? w * h : most;
	double scale = sqrt(area / (w * h)), ideal[2] = {w * scale, h * scale}, least = INFINITY;
	int64_t side[2][2];

	for (int i = 0; i < 2; i++) {
		side[i][0] = (int64_t)(floor(ideal[i] / unit) * unit);
		side[i][1] = (int64_t)(ceil(ideal[i] / unit) * unit);
		out[i] = side[i][0] > o->unit ? side[i][0] : o->unit;
	}
	for (int i = 0; i < 4; i++) {
		int64_t bw = side[0][i / 2], bh = side[1][i % 2];
		double off = fabs((double)(bw * bh) - area);
		if (bw <= 0 || bh <= 0 || (double)(bw * bh) > most || off >= least)
			continue;
		least = off;
		out[0] = bw;
		out[1] = bh;
	}
}

static void place_one(const struct own *o, int64_t res, int64_t w, int64_t h, struct place *p)
{
	double fw = (double)w, fh = (double)h;

	p->resolution = (uint32_t)res;
	if (!o->buckets) {
		/* toolkit/dataloader_mixins.py:939-964 */
		p->bucket[0] = p->bucket[1] = res;
		p->resized[0] = p->resized[1] = w < h ? w : h;
		p->upscaled = p->resized[0] < res;
		return;
	}
	if (o->square)
		p->bucket[0] = p->bucket[1] = res;
	else
		bucket(o, res, fw, fh, p->bucket);
	double sw = (double)p->bucket[0] / fw, sh = (double)p->bucket[1] / fh, scale = sw > sh ? sw : sh;
	p->resized[0] = (int64_t)ceil(fw * scale);
	p->resized[1] = (int64_t)ceil(fh * scale);
	place_centre(p, w, h);
	if (o->square) { /* one axis is cut only, in halves of their own */
		bool wide = w > h;
		int64_t at = (int64_t)((double)p->resized[wide ? 0 : 1] / 2 - (double)res / 2);
		p->crop[0] = wide ? (double)at : 0;
		p->crop[1] = wide ? 0 : (double)at;
		p->crop[2] = p->crop[0] + (double)res;
		p->crop[3] = p->crop[1] + (double)res;
	}
	if (o->random)
		place_anywhere(p);
}

static void place(struct bucket_plan *plan, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = plan->own;
	int64_t sw = (int64_t)((double)w * o->scale), sh = (int64_t)((double)h * o->scale);

	(void)frames;
	out->how = o->n > 1 ? PLACE_ALL_OF : PLACE_ONE;
	out->n = o->n;
	for (size_t i = 0; i < o->n; i++) {
		out->v[i] = (struct place){0};
		if (sw && sh)
			place_one(o, o->resolution[i], sw, sh, &out->v[i]);
		else
			out->v[i] = (struct place){.resolution = (uint32_t)o->resolution[i], .dropped = "error: ZeroDivisionError: division by zero"};
		out->v[i].upscaled = out->v[i].crop_in != CROP_NONE || out->v[i].random_crop ?
			out->v[i].resized[0] > w || out->v[i].resized[1] > h : out->v[i].upscaled;
	}
}

const struct bucketing bucketing_ai_toolkit = {
	.name = "ai-toolkit",
	.title = "ai-toolkit",
	.source = "ostris/ai-toolkit 27a03a91 toolkit/buckets.py:17, toolkit/dataloader_mixins.py:216",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.extensions = ".jpg .jpeg .png .webp", .letters = CASE_ANY, .turns = true, .clips_grey16 = true, .recursive = true},
	.remainder = REMAINDER_FILLED,
	.open = open,
	.place = place,
	.batch = batch_plain,
};
