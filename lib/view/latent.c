/* latent.c: buckets as sd-scripts chooses them (image/bucket_kohya.c), at the model's native resolution. Its own longest side is 1024 unless
 * --max_bucket_reso says otherwise; twice the native side is what its SDXL documentation advises. */
#include "view/latent.h"

#include "base/die.h"

enum { STEP = 64 };

/* Native sides: the resolution that the model's card or its reference pipeline (diffusers 58eb52c0, default height) names; for
 * video models the side of the square of their frame's area. Factors: vae_scale_factor there; Sana's autoencoder has 32. */
static const struct {
	const char *model;
	unsigned native, factor;
} natives[LATENT_NATIVES] = {
	{"", 1024, 8}, {"sd15", 512, 8}, {"sd2", 768, 8}, {"sana", 1024, 32}, {"qwen-image", 1328, 8}, {"hunyuanvideo", 960, 8}, {"wan", 632, 8},
};

static struct bucket_plan *plan_of(struct latents *l, size_t i)
{
	unsigned native = natives[i].native;
	struct diag d = {0};

	if (!l->plan[i])
		l->plan[i] = bucket_plan_open(arena_printf(l->a, "kohya:resolution=%u,enable_bucket,max_bucket_reso=%u", native,
							   2 * native / STEP * STEP), l->a, &d);
	if (!l->plan[i])
		die("%s", d.message);
	return l->plan[i];
}

struct latent latent_of(struct latents *l, struct span model, uint32_t w, uint32_t h)
{
	struct placement placed;
	size_t i = LATENT_NATIVES - 1;

	while (i > 0 && !span_is(model, natives[i].model))
		i--;
	bucket_plan_place(plan_of(l, i), w, h, 1, &placed);
	const struct place *p = &placed.v[0];
	return (struct latent){natives[i].native, natives[i].factor, (uint32_t)p->bucket[0], (uint32_t)p->bucket[1], (uint32_t)p->resized[0],
			       (uint32_t)p->resized[1]};
}
