/* latent.h: what becomes of a picture before the model sees it: scaled and cropped to a bucket, then cut into latent cells. */
#ifndef CAPTOOLS_VIEW_LATENT_H
#define CAPTOOLS_VIEW_LATENT_H

#include <stdint.h>

#include "base/span.h"

struct latent {
	unsigned native;             /* the model's native resolution: a square of this side */
	unsigned factor;             /* pixels of a latent cell's side */
	uint32_t bucket_w, bucket_h; /* what is trained on */
	uint32_t scaled_w, scaled_h; /* before the crop */
};

/* For a picture of w x h (not 0) under a model (empty or unknown: sdxl). */
struct latent latent_of(struct span model, uint32_t w, uint32_t h);

#endif
