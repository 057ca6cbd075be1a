/* latent.c: buckets as sd-scripts chooses them (library/model_util.py make_bucket_resolutions and library/train_util.py
 * BucketManager.select_bucket, at 48d368fa): sides are multiples of 64 from 256, the area is at most the native one, and the picture
 * is scaled to cover the bucket of the nearest aspect ratio and cropped. sd-scripts' own longest side is 1024 unless
 * --max_bucket_reso says otherwise; twice the native side is what its SDXL documentation advises. */
#include "view/latent.h"

#include <math.h>
#include <stddef.h>

enum { STEP = 64, LEAST = 256 };

/* Native sides: the resolution that the model's card or its reference pipeline (diffusers 58eb52c0, default height) names; for
 * video models the side of the square of their frame's area. Factors: vae_scale_factor there; Sana's autoencoder has 32. */
static const struct {
	const char *model;
	unsigned native, factor;
} natives[] = {
	{"sd15", 512, 8}, {"sd2", 768, 8}, {"sana", 1024, 32}, {"qwen-image", 1328, 8}, {"hunyuanvideo", 960, 8}, {"wan", 632, 8},
};

static uint32_t floor_step(uint64_t v)
{
	return (uint32_t)(v / STEP * STEP);
}

struct best {
	double aspect, error;
	uint32_t w, h;
};

/* The nearest aspect ratio; of equals the first in the sorted list. */
static void consider(struct best *b, uint32_t w, uint32_t h)
{
	double error = fabs((double)w / h - b->aspect);

	if (b->w && (error > b->error || (error == b->error && (w > b->w || (w == b->w && h >= b->h)))))
		return;
	b->error = error;
	b->w = w;
	b->h = h;
}

static struct best bucket_of(unsigned native, uint32_t w, uint32_t h)
{
	struct best b = {.aspect = (double)w / h};
	uint64_t area = (uint64_t)native * native;
	uint32_t most = floor_step(2 * native);

	consider(&b, floor_step(native), floor_step(native));
	for (uint32_t a = LEAST; a <= most; a += STEP) {
		uint32_t other = floor_step(area / a);
		if (other > most)
			other = most;
		if (other < LEAST)
			continue;
		/* A picture that has a bucket's size already keeps it. */
		if ((w == a && h == other) || (w == other && h == a))
			return (struct best){b.aspect, 0, w, h};
		consider(&b, a, other);
		consider(&b, other, a);
	}
	return b;
}

struct latent latent_of(struct span model, uint32_t w, uint32_t h)
{
	struct latent l = {.native = 1024, .factor = 8};
	double scale;

	for (size_t i = 0; i < sizeof natives / sizeof *natives; i++)
		if (span_is(model, natives[i].model)) {
			l.native = natives[i].native;
			l.factor = natives[i].factor;
		}
	struct best b = bucket_of(l.native, w, h);
	l.bucket_w = b.w;
	l.bucket_h = b.h;
	if (b.aspect > (double)b.w / b.h)
		scale = (double)b.h / h;
	else
		scale = (double)b.w / w;
	l.scaled_w = (uint32_t)(w * scale + 0.5);
	l.scaled_h = (uint32_t)(h * scale + 0.5);
	return l;
}
