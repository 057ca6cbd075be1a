/* thumb_png.c: PNG by libspng, a line at a time. */
#include "image/thumb.h"

#include <spng.h>

#include "base/buf.h"
#include "base/die.h"

enum { CHUNK_MAX = 16 << 20, CHUNKS_MAX = 32 << 20, STREAM = -2, ZLIB_ROOM = 64 << 10 };

static int fault(struct diag *d, int e)
{
	if (e == SPNG_EMEM || e == SPNG_EZLIB_INIT) /* zlib, of a header that is read already: memory, too */
		die_nomem();
	diag_set(d, "broken", "broken PNG: %s", spng_strerror(e));
	return e == SPNG_EIDAT_STREAM ? STREAM : -1;
}

/* Interlaced lines come again and again, finer each time: only the whole is a picture. */
static int decode_whole(spng_ctx *c, struct shrink *s, size_t size, struct diag *d)
{
	uint8_t *all = arena_alloc(s->a, size);
	int e = spng_decode_image(c, all, size, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS);

	if (e)
		return fault(d, e);
	for (uint32_t y = 0; y < s->h; y++)
		shrink_line(s, all + (size_t)y * s->w * 4, 4);
	return 0;
}

static int decode_lines(spng_ctx *c, struct shrink *s, struct diag *d)
{
	size_t width = (size_t)s->w * 4;
	uint8_t *line = arena_alloc(s->a, width);
	int e = spng_decode_image(c, NULL, 0, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE);

	while (!e) {
		e = spng_decode_row(c, line, width);
		if (!e || e == SPNG_EOI)
			shrink_line(s, line, 4);
	}
	return e == SPNG_EOI ? 0 : fault(d, e);
}

static int decode(spng_ctx *c, struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d)
{
	struct spng_ihdr h;
	size_t size;
	int e;

	spng_set_crc_action(c, SPNG_CRC_USE, SPNG_CRC_USE);
	spng_set_chunk_limits(c, CHUNK_MAX, CHUNKS_MAX);
	if ((e = spng_set_png_buffer(c, file.p, file.n)) || (e = spng_get_ihdr(c, &h)))
		return fault(d, e);
	if (thumb_too_large(t, h.width, h.height, h.interlace_method != 0, d))
		return -1;
	if ((e = spng_decoded_image_size(c, SPNG_FMT_RGBA8, &size)))
		return fault(d, e);
	shrink_open(s, s->a, h.width, h.height, edge);
	return h.interlace_method ? decode_whole(c, s, size, d) : decode_lines(c, s, d);
}

int thumb_png(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d)
{
	int status = STREAM;

	/* Data that zlib had no memory for look broken: what is broken is so twice, and with memory at hand. */
	for (int i = 0; i < 2 && status == STREAM; i++) {
		struct buf room = BUF_INIT;
		buf_room(&room, ZLIB_ROOM);
		buf_fini(&room);
		spng_ctx *c = spng_ctx_new(0);
		if (!c)
			die_nomem();
		status = decode(c, file, edge, s, t, d);
		spng_ctx_free(c);
	}
	return status == 0 ? 0 : -1;
}
