/* thumb_webp.c: WebP by libwebp, which scales while it decodes. */
#include "image/thumb.h"

#include <webp/decode.h>

#include "base/die.h"

int thumb_webp(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d)
{
	WebPDecoderConfig c;
	const uint8_t *p = (const uint8_t *)file.p;

	if (!WebPInitDecoderConfig(&c))
		return diag_set(d, "broken", "libwebp is another version than its headers");
	if (WebPGetFeatures(p, file.n, &c.input) != VP8_STATUS_OK)
		return diag_set(d, "broken", "broken WebP");
	if (thumb_too_large(t, (uint64_t)c.input.width, (uint64_t)c.input.height, true, d))
		return -1;
	if (c.input.has_animation)
		return diag_set(d, "unsupported", "no preview of an animated WebP");
	shrink_open(s, s->a, t->width, t->height, edge);
	/* Twice the size, as for JPEG; the mean of four pixels does the rest. */
	uint32_t w = s->small_w * 2 < t->width ? s->small_w * 2 : t->width;
	uint32_t h = s->small_h * 2 < t->height ? s->small_h * 2 : t->height;
	uint32_t longest = s->small_w > s->small_h ? s->small_w : s->small_h;
	shrink_open(s, s->a, w, h, longest);
	c.options.use_scaling = w != t->width || h != t->height;
	c.options.scaled_width = (int)w;
	c.options.scaled_height = (int)h;
	c.output.colorspace = MODE_RGBA;
	VP8StatusCode status = WebPDecode(p, file.n, &c);
	bool ok = status == VP8_STATUS_OK;
	if (status == VP8_STATUS_OUT_OF_MEMORY)
		die_nomem();
	for (uint32_t y = 0; ok && y < h; y++)
		shrink_line(s, c.output.u.RGBA.rgba + (size_t)y * (size_t)c.output.u.RGBA.stride, 4);
	WebPFreeDecBuffer(&c.output);
	return ok ? 0 : diag_set(d, "broken", "broken WebP");
}
