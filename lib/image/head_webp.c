/* head_webp.c: WebP by its RIFF chunks. */
#include "image/head.h"

#include "image/thumb.h"

enum { CHUNKS_MAX = 100000 };

static bool is(struct span first)
{
	return first.n >= 12 && memcmp(first.p, "RIFF", 4) == 0 && memcmp(first.p + 8, "WEBP", 4) == 0;
}

static uint32_t le24(const char *p)
{
	return le16(p) | (uint32_t)(unsigned char)p[2] << 16;
}

static void size(struct image_head *h, uint32_t w, uint32_t hh)
{
	if (h->width && h->frames <= 1 && (h->width != w || h->height != hh))
		head_fault(h, FAULT_SIZE_LIES, "two places name two sizes");
	if (h->width)
		return;
	h->width = w;
	h->height = hh;
}

/* RFC 9649. Returns false when the chunk holds the picture and nothing behind it is of use. */
static bool chunk(struct image_file *f, struct arena *a, const char *type, uint64_t at, uint32_t n, struct image_head *h, bool *animated)
{
	struct span s = f->at(f, at, 16);

	if (memcmp(type, "VP8X", 4) == 0 && s.n >= 10) {
		unsigned flags = (unsigned char)s.p[0];
		h->extended = true;
		*animated = flags & 2;
		h->frames = *animated ? 0 : 1;
		if (flags & 0x10)
			h->alpha = "channel";
		size(h, le24(s.p + 4) + 1, le24(s.p + 7) + 1);
	} else if (memcmp(type, "VP8 ", 4) == 0 && s.n >= 10) {
		if (memcmp(s.p + 3, "\x9D\x01\x2A", 3) != 0)
			head_fault(h, FAULT_BROKEN, "the frame's header makes no sense");
		size(h, le16(s.p + 6) & 0x3FFF, le16(s.p + 8) & 0x3FFF);
		return h->extended;
	} else if (memcmp(type, "VP8L", 4) == 0 && s.n >= 5) {
		uint32_t bits = le32(s.p + 1);
		if (s.p[0] != 0x2F)
			head_fault(h, FAULT_BROKEN, "the frame's header makes no sense");
		size(h, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
		if (bits >> 28 & 1)
			h->alpha = "channel";
		return h->extended;
	} else if (memcmp(type, "ANMF", 4) == 0) {
		h->frames++;
	} else if (memcmp(type, "EXIF", 4) == 0 && n < HEAD_EXIF_MAX) {
		head_exif(h, head_copy(f, at, n, a));
	} else if (memcmp(type, "ICCP", 4) == 0 && n < HEAD_ICC_MAX) {
		head_icc(h, head_copy(f, at, n, a));
	}
	return true;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct span s = head_at(f, 0, 12);
	uint64_t end = s.n ? (uint64_t)le32(s.p + 4) + 8 : 0, at = 12;
	bool animated = false, more = true;

	h->bits = 8;
	h->mode = "rgb";
	for (int i = 0; i < CHUNKS_MAX && more && at + 8 <= end; i++) {
		char type[4];
		s = f->at(f, at, 8);
		if (s.n < 8)
			break;
		memcpy(type, s.p, 4);
		uint32_t n = le32(s.p + 4);
		more = chunk(f, a, type, at + 8, n, h, &animated);
		at += 8 + (uint64_t)n + (n & 1);
	}
	/* The last byte of padding is often not there. */
	if (end > f->size + 1 || at > f->size + 1)
		head_fault(h, FAULT_TRUNCATED, "the file is shorter than it says: its last lines are missing");
	else if (!h->width)
		head_fault(h, FAULT_BROKEN, "the file holds no frame");
}

const struct head_format head_webp = {.name = "webp", .title = "WebP", .is = is, .read = read, .shrink = thumb_webp};
