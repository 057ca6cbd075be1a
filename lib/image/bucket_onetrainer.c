/* bucket_onetrainer.c: OneTrainer over mgds. Seventeen ratios at one area, matched by height over width. */
#include "image/bucket.h"

#include <math.h>

struct target {
	double side;              /* the square's side */
	struct bucket_list list;  /* height and width swapped in nothing: w and h as everywhere */
};

struct own {
	bool bucket, jitter;
	size_t n;
	struct target target[PLACES_MAX];
};

/* modules/util/config/TrainConfig.py:1053, ConceptConfig.py:49 at 23df3832. */
static const struct setting settings[] = {
	{"resolution", SETTING_WORD, "\"512\"", "n, n,n,... (drawn at random) or WxH"},
	{"aspect_ratio_bucketing", SETTING_FLAG, "true", "several sizes; off: a square"},
	{"model_type", SETTING_WORD, "\"SDXL\"", "sets what sides are multiples of: SD15 8, PIXART 16, SANA 32, WUERSTCHEN 128, else 64"},
	{"quantization", SETTING_NUMBER, "null", "that number itself"},
	{"enable_crop_jitter", SETTING_FLAG, "true", "crop anywhere"},
	{"enable_resolution_override", SETTING_FLAG, "false", "the concept has a resolution of its own"},
	{"resolution_override", SETTING_WORD, "\"512\"", "it"},
	{"batch_size", SETTING_NUMBER, "1", "pictures in a step"},
	{"gpus", SETTING_NUMBER, "1", "they multiply the batch"},
	{"repeats", SETTING_NUMBER, "1", "the concept's balancing: times a picture is seen in an epoch"},
	{"latent_caching", SETTING_FLAG, "true", "changes which pictures of a remainder are left out, not how many"},
};

static bool holds(struct span s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, word, n) == 0)
			return true;
	return false;
}

static double quantum(const struct bucket_plan *p)
{
	static const struct { const char *word; double q; } table[] = {
		{"SD15", 8}, {"STABLE_DIFFUSION_15", 8}, {"PIXART", 16}, {"SANA", 32}, {"WUERSTCHEN", 128}, {"CASCADE", 128},
	};
	struct span type = settings_word(&p->settings, "model_type");

	if (settings_has(&p->settings, "quantization") && settings_number(&p->settings, "quantization") >= 1)
		return settings_number(&p->settings, "quantization");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (holds(type, table[i].word))
			return table[i].q;
	return 64;
}

static int64_t quantized(double side, double q)
{
	return (int64_t)(rint(side / q) * q);
}

/* mgds src/mgds/pipelineModules/AspectBucketing.py:18,70 at 3a6994ad. */
static void make_list(struct target *t, double q, struct arena *a)
{
	static const double ratio[] = {1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4};

	for (size_t i = 0; i < 2 * sizeof ratio / sizeof *ratio; i++) {
		double r = ratio[i / 2], root = sqrt(r);
		double low = 1.0 / root * t->side, high = r / root * t->side;
		int64_t w = quantized(i % 2 ? low : high, q), h = quantized(i % 2 ? high : low, q);
		if (w && h)
			bucket_add(&t->list, w, h, a);
	}
	bucket_sort(&t->list);
}

static struct span unblank(struct span s)
{
	while (s.n && s.p[0] == ' ')
		s = span_cut(s, 1, s.n);
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* Digits with blanks around, as Python's int reads them; 0 if it does not. */
static int64_t whole(struct span s)
{
	int64_t v = 0;

	s = unblank(s);
	if (!s.n || s.n > 5)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		v = v * 10 + s.p[i] - '0';
	}
	return v;
}

/* The next of a list behind commas. */
static struct span cut_comma(struct span *text)
{
	const char *comma = memchr(text->p, ',', text->n);
	size_t n = comma ? (size_t)(comma - text->p) : text->n;
	struct span one = span_cut(*text, 0, n);

	*text = span_cut(*text, n + (n < text->n), text->n);
	return unblank(one);
}

static int open(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	struct own *o = arena_zalloc(a, 1, sizeof *o);
	bool other = settings_flag(&p->settings, "enable_resolution_override");
	struct span text = settings_word(&p->settings, other ? "resolution_override" : "resolution");
	const char *x = text.n ? memchr(text.p, 'x', text.n) : NULL;
	double q = quantum(p);

	p->own = o;
	o->bucket = settings_flag(&p->settings, "aspect_ratio_bucketing");
	o->jitter = settings_flag(&p->settings, "enable_crop_jitter");
	if (!text.n)
		return diag_set(d, "bad-option", "resolution is empty");
	if (o->bucket && x && !memchr(text.p, ',', text.n)) {
		size_t at = (size_t)(x - text.p);
		int64_t w = whole(span_cut(text, 0, at)), h = whole(span_cut(text, at + 1, text.n));
		if (!w || !h || !quantized((double)w, q) || !quantized((double)h, q))
			return diag_set(d, "bad-option", "resolution is n, n,n,... or WxH");
		bucket_add(&o->target[0].list, quantized((double)w, q), quantized((double)h, q), a);
		o->n = 1;
		return 0;
	}
	while (text.n && o->n < PLACES_MAX) {
		struct span one = cut_comma(&text);
		struct target *t = &o->target[o->n];
		t->side = (double)whole(one);
		if (t->side < 1) {
			p->refused = arena_printf(a, "error: ValueError: invalid literal for int() with base 10: '%.*s'", SPAN_ARG(one)).p;
			o->n = 0;
			return 0;
		}
		if (o->bucket)
			make_list(t, q, a);
		if (!t->list.n)
			bucket_add(&t->list, (int64_t)t->side, (int64_t)t->side, a);
		o->n++;
	}
	return 0;
}

static void place_one(const struct own *o, const struct target *t, int64_t w, int64_t h, struct place *p)
{
	const struct bucket_size *b = bucket_nearest(&t->list, (double)h / (double)w, true);
	double fw = (double)w, fh = (double)h;
	bool tall = fh / fw > (double)b->h / (double)b->w;

	p->bucket[0] = b->w;
	p->bucket[1] = b->h;
	p->resized[0] = tall ? b->w : (int64_t)rint(fw * ((double)b->h / fh));
	p->resized[1] = tall ? (int64_t)rint(fh * ((double)b->w / fw)) : b->h;
	place_centre(p, w, h);
	if (o->jitter)
		place_anywhere(p);
}

static void place(struct bucket_plan *plan, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	const struct own *o = plan->own;

	(void)frames;
	if (!o->n) {
		place_drop(out, plan->refused);
		return;
	}
	out->how = o->n > 1 ? PLACE_ANY_OF : PLACE_ONE;
	out->n = o->n;
	for (size_t i = 0; i < o->n; i++) {
		out->v[i] = (struct place){0};
		place_one(o, &o->target[i], w, h, &out->v[i]);
	}
}

static void batch(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats)
{
	*unit = (uint64_t)(settings_number(&p->settings, "batch_size") * settings_number(&p->settings, "gpus"));
	*repeats = (uint64_t)settings_number(&p->settings, "repeats");
}

const struct bucketing bucketing_onetrainer = {
	.name = "onetrainer",
	.title = "OneTrainer",
	.source = "Nerogar/mgds 3a6994ad src/mgds/pipelineModules/AspectBucketing.py:114, SingleAspectCalculation.py:68",
	.settings = settings,
	.n_settings = sizeof settings / sizeof *settings,
	.loading = {.extensions = ".bmp .jpg .jpeg .png .tif .tiff .webp .avif", .letters = CASE_ANY, .turns = true, .stops_on_broken = true,
	            .recursive = true},
	.remainder = REMAINDER_DROPPED,
	.open = open,
	.place = place,
	.batch = batch,
};
