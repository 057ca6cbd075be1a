/* latent.h: what becomes of a picture before the model sees it: scaled and cropped to a bucket, then cut into latent cells. */
#ifndef CAPTOOLS_VIEW_LATENT_H
#define CAPTOOLS_VIEW_LATENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "image/bucket.h"

struct latent {
	unsigned native;             /* the model's native resolution: a square of this side */
	unsigned factor;             /* pixels of a latent cell's side */
	uint32_t bucket_w, bucket_h; /* what is trained on */
	uint32_t scaled_w, scaled_h; /* before the crop */
};

/* The buckets of the native sides that were asked for so far; a set by the caller, the rest zero. */
enum { LATENT_NATIVES = 7 };
struct latents {
	struct arena *a;
	struct bucket_plan *plan[LATENT_NATIVES];
};

/* For a picture of w x h under a model (empty or unknown: sdxl). Without a bucket where a side is 0 or beyond PLACE_SIDE_MAX. */
struct latent latent_of(struct latents *l, struct span model, uint32_t w, uint32_t h);

#endif
