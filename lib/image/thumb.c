/* thumb.c: a picture made small, whatever its format, and the thumbnail as WebP. */
#include "image/thumb.h"

#include <webp/encode.h>

#include "base/die.h"
#include "image/head.h"

int thumb_encode(const struct shrink *s, struct thumb *t, struct diag *d)
{
	WebPConfig c;
	WebPPicture p;
	WebPMemoryWriter w;
	bool ok;

	if (!WebPConfigPreset(&c, WEBP_PRESET_PICTURE, 72) || !WebPPictureInit(&p))
		return diag_set(d, "broken", "libwebp is another version than its headers");
	c.method = 2; /* twice as fast as the default, 4% larger */
	WebPMemoryWriterInit(&w);
	p.width = (int)s->small_w;
	p.height = (int)s->small_h;
	p.writer = WebPMemoryWrite;
	p.custom_ptr = &w;
	ok = WebPPictureImportRGB(&p, s->rgb, (int)s->small_w * 3) && WebPEncode(&c, &p);
	/* Some of its allocations fail without a code. */
	if (!ok && (p.error_code == VP8_ENC_OK || p.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
		    p.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY || p.error_code == VP8_ENC_ERROR_BAD_WRITE))
		die_nomem();
	WebPPictureFree(&p);
	if (ok) {
		t->small_w = s->small_w;
		t->small_h = s->small_h;
		t->webp = arena_dup(s->a, (struct span){(const char *)w.mem, w.size});
	}
	WebPMemoryWriterClear(&w);
	return ok ? 0 : diag_set(d, "broken", "the preview could not be encoded");
}

int thumb_shrink(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d)
{
	const struct head_format *format = head_format_of(file.n > HEAD_FIRST ? span_cut(file, 0, HEAD_FIRST) : file);

	*t = (struct thumb){.format = format ? format->title : NULL};
	if (file.n == 0)
		return diag_set(d, "broken", "an empty file");
	if (!format)
		return diag_set(d, "unsupported", "no picture format that is known");
	if (!format->shrink)
		return diag_set(d, "unsupported", "no preview of %s", format->title);
	return format->shrink(file, edge, s, t, d);
}

int thumb_make(struct span file, unsigned edge, struct arena *a, struct thumb *t, struct diag *d)
{
	struct shrink s = {.a = a};

	return thumb_shrink(file, edge, &s, t, d) == 0 ? thumb_encode(&s, t, d) : -1;
}
