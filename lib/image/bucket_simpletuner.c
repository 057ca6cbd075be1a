/* bucket_simpletuner.c: SimpleTuner. The ratio, rounded first, makes the target; the picture keeps its own ratio and is cropped to it. */
#include "image/bucket.h"

#include <math.h>

struct remembered {
	double megapixels, aspect;
	int64_t size[2];
};

struct own {
	double resolution, minimum, downsample; /* area: megapixels */
	double alignment;
	int digits;
	bool pixel, crop, downsamples;
	enum { ASPECT_SQUARE, ASPECT_PRESERVE, ASPECT_CLOSEST, ASPECT_RANDOM } aspect;
	enum { STYLE_CENTER, STYLE_RANDOM, STYLE_CORNER } style;
	struct sizes aspects;
	int64_t side;                           /* the square of the resolution */
	struct { size_t n, cap; struct remembered *v; } seen;
	struct arena *a;
};

/* simpletuner/helpers/data_backend/factory.py, documentation/DATALOADER.md at bc8e6ab7. */
static const struct setting settings[] = {
	{"resolution", SETTING_NUMBER, "1024", "pixels, or megapixels with resolution_type=area"},
	{"resolution_type", SETTING_WORD, "\"pixel_area\"", "pixel_area, area or pixel (the short side)"},
	{"crop", SETTING_FLAG, "false", "crop to crop_aspect; off, what does not fit the bucket is cropped all the same"},
	{"crop_aspect", SETTING_WORD, "\"square\"", "square, preserve, closest or random"},
	{"crop_aspect_buckets", SETTING_SIZES, "null", "the ratios of closest and random"},
	{"crop_style", SETTING_WORD, "\"random\"", "random, center or corner"},
	{"aspect_bucket_alignment", SETTING_NUMBER, "64", "what sides are multiples of; some models force 16"},
	{"aspect_bucket_rounding", SETTING_NUMBER, "2", "decimals of the ratio that names a bucket"},
	{"minimum_image_size", SETTING_NUMBER, "null", "smaller pictures are left out"},
	{"maximum_image_size", SETTING_NUMBER, "null", "only a switch for target_downsample_size"},
	{"target_downsample_size", SETTING_NUMBER, "null", "pictures are resized to it before the crop"},
	{"train_batch_size", SETTING_NUMBER, "1", "pictures in a step of one GPU"},
	{"gradient_accumulation_steps", SETTING_NUMBER, "1", "they multiply the batch"},
	{"gpus", SETTING_NUMBER, "1", "they multiply the batch"},
	{"repeats", SETTING_NUMBER, "0", "times more that a picture is seen in an epoch"},
	{"allow_dataset_oversubscription", SETTING_FLAG, "false", "a bucket under one batch does not stop the run"},
};

static int64_t to_multiple(const struct own *o, double x)
{
	int64_t r = (int64_t)(rint(x / o->alignment) * o->alignment), m = (int64_t)o->alignment;

	return r > m ? r : m;
}

static double size_setting(const struct bucket_plan *p, const char *name, bool pixel_area)
{
	double x = settings_number(&p->settings, name);

	return pixel_area ? x * x / 1e6 : x;
}

/* Round areas are taken for those of the usual squares (training_sample.py:222). */
static int64_t square_side(const struct own *o)
{
	static const double map[][2] = {{0.25, 512}, {0.5, 768}, {1, 1024}, {2, 1536}, {4, 2048}};

	if (o->pixel)
		return (int64_t)o->resolution;
	for (size_t i = 0; i < sizeof map / sizeof *map; i++)
		if (fabs(o->resolution - map[i][0]) < 0.05)
			return to_multiple(o, map[i][1]);
	return to_multiple(o, sqrt(o->resolution * 1e6));
}

static int choose(struct span word, const char *const *of, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(word, of[i]))
			return (int)i;
	return -1;
}

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	static const char *const types[] = {"pixel_area", "area", "pixel"}, *const aspects[] = {"square", "preserve", "closest", "random"},
	                         *const styles[] = {"center", "random", "corner", "centre"};
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	int type = choose(settings_word(&p->settings, "resolution_type"), types, 3);
	int aspect = choose(settings_word(&p->settings, "crop_aspect"), aspects, 4);
	int style = choose(settings_word(&p->settings, "crop_style"), styles, 4);

	p->own = o;
	o->a = a;
	if (type < 0 || aspect < 0 || style < 0)
		return diag_set(d, "bad-option", "resolution_type is pixel_area, area or pixel; crop_aspect square, preserve, closest or random; "
		                "crop_style random, center or corner");
	o->pixel = type == 2;
	o->aspect = (unsigned)aspect;
	o->style = style == 3 ? STYLE_CENTER : (unsigned)style;
	o->resolution = size_setting(p, "resolution", type == 0);
	o->alignment = settings_number(&p->settings, "aspect_bucket_alignment");
	o->digits = (int)settings_number(&p->settings, "aspect_bucket_rounding");
	o->crop = settings_flag(&p->settings, "crop");
	o->minimum = settings_has(&p->settings, "minimum_image_size") ? size_setting(p, "minimum_image_size", type == 0) : 0;
	o->downsamples = settings_number(&p->settings, "maximum_image_size") != 0 && settings_number(&p->settings, "target_downsample_size") != 0;
	o->downsample = size_setting(p, "target_downsample_size", type == 0);
	settings_sizes(&p->settings, "crop_aspect_buckets", &o->aspects);
	if (o->resolution <= 0 || o->alignment < 1 || o->digits < 0 || o->digits > 12 || o->resolution > 65536)
		return diag_set(d, "bad-option", "resolution and aspect_bucket_alignment are sizes, aspect_bucket_rounding 0 to 12");
	if (o->crop && o->aspect >= ASPECT_CLOSEST && !o->aspects.n)
		return diag_set(d, "bad-option", "crop_aspect closest and random want crop_aspect_buckets");
	o->side = square_side(o);
	return 0;
}

static double ratio_of(const struct own *o, int64_t w, int64_t h)
{
	return python_round((double)w / (double)h, o->digits);
}

/* The first size of a ratio stays for all (training/state_tracker.py:999). */
static void remember(struct bucket_plan *p, double megapixels, double aspect, int64_t size[2])
{
	struct own *o = p->own;

	if (!p->remembers)
		return;
	for (size_t i = 0; i < o->seen.n; i++)
		if (o->seen.v[i].aspect == aspect && o->seen.v[i].megapixels == megapixels) {
			size[0] = o->seen.v[i].size[0];
			size[1] = o->seen.v[i].size[1];
			return;
		}
	*ARENA_PUSH(o->a, &o->seen) = (struct remembered){megapixels, aspect, {size[0], size[1]}};
}

struct sized {
	int64_t target[2], between[2];
};

/* What is resized to: the picture's own ratio, grown until it covers the target. */
static void cover(int64_t w, int64_t h, struct sized *s)
{
	double own = (double)w / (double)h;
	bool tall = s->target[0] < s->target[1];

	s->between[0] = tall ? s->target[0] : (int64_t)((double)s->target[1] * own);
	s->between[1] = tall ? (int64_t)((double)s->target[0] / own) : s->target[1];
}

static void grow(int64_t w, int64_t h, struct sized *s)
{
	double own = (double)w / (double)h;
	int64_t wider = s->target[0] - s->between[0], higher = s->target[1] - s->between[1];

	if (wider > 0) {
		s->between[0] += wider;
		s->between[1] += (int64_t)((double)wider / own);
	} else if (higher > 0) {
		s->between[0] += (int64_t)((double)higher * own);
		s->between[1] += higher;
	}
}

/* multiaspect/image.py:129: the short side is the resolution. */
static void by_edge(const struct own *o, double aspect, double resolution, int64_t w, int64_t h, struct sized *s)
{
	int64_t side = (int64_t)resolution;

	s->target[0] = to_multiple(o, (double)(w < h ? side : (int64_t)((double)side * aspect)));
	s->target[1] = to_multiple(o, (double)(w < h ? (int64_t)((double)side / aspect) : side));
	cover(w, h, s);
	double own = (double)w / (double)h;
	if (s->target[0] > s->between[0]) {
		s->between[0] = s->target[0];
		s->between[1] = (int64_t)((double)s->target[0] / own);
	} else if (s->target[1] > s->between[1]) {
		s->between[0] = (int64_t)((double)s->target[1] * own);
		s->between[1] = s->target[1];
	}
}

/* multiaspect/image.py:179: the ratio at one area. */
static void by_area(struct bucket_plan *p, double aspect, double megapixels, int64_t w, int64_t h, struct sized *s)
{
	const struct own *o = p->own;
	int64_t edge = to_multiple(o, (double)(int64_t)sqrt(megapixels * 1e6));

	s->target[0] = to_multiple(o, (double)edge * sqrt(aspect));
	s->target[1] = to_multiple(o, (double)edge / sqrt(aspect));
	cover(w, h, s);
	remember(p, megapixels, ratio_of(o, s->target[0], s->target[1]), s->target);
	grow(w, h, s);
}

static void sizes_for(struct bucket_plan *p, double aspect, double resolution, int64_t w, int64_t h, struct sized *s)
{
	const struct own *o = p->own;

	if (o->pixel)
		by_edge(o, aspect, resolution, w, h, s);
	else
		by_area(p, aspect, resolution, w, h, s);
}

static double closest(const struct own *o, double aspect)
{
	double best = o->aspects.of[0].v[0];

	for (size_t i = 1; i < o->aspects.n; i++)
		if (fabs(o->aspects.of[i].v[0] - aspect) < fabs(best - aspect))
			best = o->aspects.of[i].v[0];
	return best;
}

/* training_sample.py:587: target, what is resized to, and the bucket's ratio. */
static double target_size(struct bucket_plan *p, double aspect, int64_t w, int64_t h, struct sized *s)
{
	const struct own *o = p->own;
	bool square = o->crop && o->aspect == ASPECT_SQUARE;

	sizes_for(p, square ? 1 : aspect, o->resolution, w, h, s);
	if (square)
		aspect = 1;
	else
		aspect = ratio_of(o, s->target[0], s->target[1]);
	if (aspect == 1) {
		if (s->between[0] < o->side)
			s->between[0] = s->between[1] = o->side;
		s->target[0] = s->target[1] = o->side;
	}
	return aspect;
}

/* With target_downsample_size: resized to that first (training_sample.py:452). */
static void downsample(struct bucket_plan *p, int64_t w, int64_t h, struct sized *s)
{
	const struct own *o = p->own;
	struct sized d;

	sizes_for(p, ratio_of(o, w, h), o->downsample, w, h, &d);
	for (int k = 0; k < 2; k++)
		if (d.between[k] < s->target[k]) {
			double scale = (double)s->target[k] / (double)d.between[k];
			d.between[!k] = (int64_t)((double)d.between[!k] * scale);
			d.between[k] = s->target[k];
			break;
		}
	s->between[0] = d.between[0];
	s->between[1] = d.between[1];
}

static bool too_small(const struct own *o, int64_t w, int64_t h)
{
	if (o->pixel)
		return (double)w < o->minimum || (double)h < o->minimum;
	double least = sqrt(o->minimum * 1e6);
	return (double)(w * h) < o->minimum * 1e6 ||
	       (o->crop && o->aspect == ASPECT_SQUARE && ((double)w < least || (double)h < least));
}

static void put(const struct own *o, const struct sized *s, int64_t w, int64_t h, struct place *out)
{
	for (int k = 0; k < 2; k++) {
		out->bucket[k] = s->target[k];
		out->resized[k] = s->between[k];
		int64_t room = s->between[k] - s->target[k], at = o->style == STYLE_CORNER || room < 0 ? 0 : room / 2;
		int64_t kept = room < 0 ? s->between[k] : s->target[k];
		out->crop[k] = (double)at;
		out->crop[k + 2] = (double)(at + kept);
		out->room[k] = room;
		if (room < 0)
			out->handed_on[k] = kept;
	}
	for (int k = 0; k < 2 && (out->handed_on[0] || out->handed_on[1]); k++)
		if (!out->handed_on[k])
			out->handed_on[k] = s->target[k];
	out->random_crop = o->style == STYLE_RANDOM;
	out->crop_in = out->random_crop ? CROP_NONE : CROP_RESIZED;
	out->upscaled = s->between[0] > w || s->between[1] > h;
}

static void place(struct bucket_plan *p, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = p->own;
	double aspect = ratio_of(o, w, h);
	size_t n = o->crop && o->aspect == ASPECT_RANDOM ? o->aspects.n : 1;
	struct sized s;

	(void)frames;
	if (o->minimum > 0 && too_small(o, w, h)) {
		place_drop(out, "too_small (minimum_image_size)");
		return;
	}
	out->n = n < PLACES_MAX ? n : PLACES_MAX;
	out->how = out->n > 1 ? PLACE_ANY_OF : PLACE_ONE;
	for (size_t i = 0; i < out->n; i++) {
		double a = !o->crop || o->aspect < ASPECT_CLOSEST ? aspect : o->aspect == ASPECT_CLOSEST ? closest(o, aspect) : o->aspects.of[i].v[0];
		out->v[i] = (struct place){0};
		if (!(a > 0)) {
			place_drop(out, "error: ZeroDivisionError: float division by zero");
			return;
		}
		out->v[i].aspect = target_size(p, a, w, h, &s);
		if (o->crop && o->downsamples)
			downsample(p, w, h, &s);
		put(o, &s, w, h, &out->v[i]);
	}
}

static void batch(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats)
{
	*unit = (uint64_t)(settings_number(&p->settings, "train_batch_size") *
	                   settings_number(&p->settings, "gradient_accumulation_steps") * settings_number(&p->settings, "gpus"));
	*repeats = (uint64_t)settings_number(&p->settings, "repeats") + 1;
}

const struct bucketing bucketing_simpletuner = {
	.name = "simpletuner",
	.title = "SimpleTuner",
	.source = "bghira/SimpleTuner bc8e6ab7 simpletuner/helpers/image_manipulation/training_sample.py:587, multiaspect/image.py:129,179",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.extensions = ".png .jpg .jpeg .webp .bmp .gif .tif .tiff .avif .jxl .jp2 .ico .tga .ppm .pgm .pbm .dds .psd", .letters = CASE_ANY,
	            .recursive = true},
	.remainder = REMAINDER_STOPS,
	.remembers = true,
	.open = open,
	.place = place,
	.batch = batch,
};
