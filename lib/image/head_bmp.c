/* head_bmp.c: BMP by its two headers. */
#include "image/head.h"

static bool is(struct span first)
{
	return first.n >= 18 && first.p[0] == 'B' && first.p[1] == 'M' && le32(first.p + 14) >= 12 && le32(first.p + 14) <= 4096;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct span s = f->at(f, 0, 70);
	uint32_t header = s.n >= 18 ? le32(s.p + 14) : 0, compression = 0;

	(void)a;
	if (s.n < 26 || (header >= 40 && s.n < 54)) {
		head_fault(h, FAULT_TRUNCATED, "the file ends in its header");
		return;
	}
	bool old = header < 40;
	int32_t w = old ? (int32_t)le16(s.p + 18) : (int32_t)le32(s.p + 18), hh = old ? (int32_t)le16(s.p + 20) : (int32_t)le32(s.p + 22);
	unsigned bits = old ? le16(s.p + 24) : le16(s.p + 28);
	if (!old)
		compression = le32(s.p + 30);
	if (w <= 0 || hh == 0 || hh == INT32_MIN) {
		head_fault(h, FAULT_BROKEN, "the header makes no sense");
		return;
	}
	h->width = (uint32_t)w;
	h->height = (uint32_t)(hh < 0 ? -hh : hh); /* negative: from the top down */
	h->bits = bits == 16 ? 5 : bits <= 8 ? (uint8_t)bits : 8;
	h->mode = bits <= 8 ? "palette" : "rgb";
	if (bits == 32 && header >= 56 && s.n >= 70 && le32(s.p + 66))
		h->alpha = "channel";
	uint64_t line = ((uint64_t)h->width * bits + 31) / 32 * 4;
	if ((compression == 0 || compression == 3) && line && (f->size < le32(s.p + 10) || h->height > (f->size - le32(s.p + 10)) / line))
		head_fault(h, FAULT_TRUNCATED, "the file is shorter than its picture: its last lines are missing");
}

const struct head_format head_bmp = {.name = "bmp", .title = "BMP", .is = is, .read = read};
