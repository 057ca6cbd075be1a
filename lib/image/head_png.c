/* head_png.c: PNG by its chunks up to the pixels, then its end chunk. */
#include <spng.h>

#include "image/head.h"

#include "image/thumb.h"

enum { CHUNKS_MAX = 100000 };

static bool is(struct span first)
{
	return first.n >= 8 && memcmp(first.p, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static void header(struct span s, struct image_head *h)
{
	static const char *const modes[] = {"grey", NULL, "rgb", "palette", "grey", NULL, "rgb"};
	unsigned colour = (unsigned char)s.p[9];

	h->width = be32(s.p);
	h->height = be32(s.p + 4);
	h->bits = (uint8_t)s.p[8];
	h->mode = colour < 7 ? modes[colour] : NULL;
	if (colour == 4 || colour == 6)
		h->alpha = "channel";
	if (!h->mode || h->width > INT32_MAX || h->height > INT32_MAX)
		head_fault(h, FAULT_BROKEN, "the header makes no sense");
}

/* It is compressed: libspng undoes that. What comes behind it does not matter. */
static void profile(struct image_file *f, uint64_t end, struct arena *a, struct image_head *h)
{
	struct spng_iccp p;
	struct span head = head_copy(f, 0, end, a);
	spng_ctx *c = spng_ctx_new(SPNG_CTX_IGNORE_ADLER32);

	h->has_icc = false;
	if (c && spng_set_chunk_limits(c, HEAD_ICC_MAX, 2 * HEAD_ICC_MAX) == 0 && spng_set_png_buffer(c, head.p, head.n) == 0 &&
	    spng_get_iccp(c, &p) == 0)
		head_icc(h, (struct span){p.profile, p.profile_len});
	else
		head_icc(h, SPAN(""));
	spng_ctx_free(c);
}

/* Deflate gives at most 1032 bytes for one. */
static bool fits(const struct image_file *f, const struct image_head *h)
{
	return (uint64_t)h->width * h->height / 8 / 1032 <= f->size;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	uint64_t at = 8, profile_at = 0;
	bool pixels = false, end = false;

	for (int i = 0; i < CHUNKS_MAX && !end; i++) {
		struct span s = f->at(f, at, 8);
		if (s.n < 8)
			break;
		uint32_t n = be32(s.p);
		char type[4];
		memcpy(type, s.p + 4, 4);
		at += 8;
		if (i == 0 && (memcmp(type, "IHDR", 4) != 0 || n != 13 || !(s = head_at(f, at, 13)).n)) {
			head_fault(h, FAULT_BROKEN, "the header chunk is missing");
			return;
		}
		if (i == 0)
			header(s, h);
		else if (memcmp(type, "tRNS", 4) == 0 && !h->alpha)
			h->alpha = h->mode && h->mode[0] == 'p' ? "palette" : "key";
		else if (memcmp(type, "acTL", 4) == 0 && (s = head_at(f, at, 4)).n)
			h->frames = be32(s.p);
		else if (memcmp(type, "iCCP", 4) == 0 && n < HEAD_ICC_MAX && !head_beyond(f, at, (uint64_t)n + 4))
			profile_at = at + n + 4;
		else if (memcmp(type, "eXIf", 4) == 0 && n < HEAD_EXIF_MAX)
			head_exif(h, head_copy(f, at, n, a));
		end = memcmp(type, "IEND", 4) == 0 && !head_beyond(f, at, (uint64_t)n + 4);
		if (memcmp(type, "IDAT", 4) == 0 && !pixels) {
			pixels = true;
			/* Mostly the end is where it should be, and the many chunks between need not be walked. */
			s = head_at(f, f->size - 12, 12);
			if (f->size > at + 12 && s.n && memcmp(s.p, "\0\0\0\0IEND", 8) == 0)
				end = true;
		}
		at += (uint64_t)n + 4;
		if (at > f->size && !end)
			break;
	}
	if (profile_at)
		profile(f, profile_at, a, h);
	if (!end)
		head_fault(h, FAULT_TRUNCATED, pixels ? "the file has no end chunk: its last lines are missing" : "the file ends before its picture begins");
	else if (!pixels)
		head_fault(h, FAULT_BROKEN, "the file holds no pixels");
	else if (!fits(f, h))
		head_fault(h, FAULT_SIZE_LIES, "so few bytes hold no picture of that size");
}

const struct head_format head_png = {.name = "png", .title = "PNG", .is = is, .read = read, .shrink = thumb_png};
