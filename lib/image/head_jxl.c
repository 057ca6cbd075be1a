/* head_jxl.c: JPEG XL, bare or in boxes: the size header and the first of the image metadata (ISO 18181-1, D.2 and D.3). */
#include "image/head.h"

struct bits {
	const unsigned char *p;
	size_t n, at; /* bits */
};

static const char box[] = "\0\0\0\x0CJXL \r\n\x87\n";

static bool is(struct span first)
{
	return (first.n >= 2 && memcmp(first.p, "\xFF\x0A", 2) == 0) || (first.n >= 12 && memcmp(first.p, box, 12) == 0);
}

static uint32_t take(struct bits *b, unsigned n)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < n; i++, b->at++)
		if (b->at / 8 < b->n && b->p[b->at / 8] >> (b->at & 7) & 1)
			v |= 1u << i;
	return v;
}

/* A selector of two bits, then a constant or so many bits on top of one. */
static uint32_t choose(struct bits *b, const uint32_t base[4], const unsigned width[4])
{
	unsigned k = take(b, 2);

	return base[k] + take(b, width[k]);
}

static uint32_t side(struct bits *b)
{
	static const uint32_t base[] = {1, 1, 1, 1};
	static const unsigned width[] = {9, 13, 18, 30};

	return choose(b, base, width);
}

static void size(struct bits *b, uint32_t *w, uint32_t *h)
{
	static const uint8_t num[] = {0, 1, 12, 4, 3, 16, 5, 2}, den[] = {1, 1, 10, 3, 2, 9, 4, 1};
	bool small = take(b, 1);

	*h = small ? (take(b, 5) + 1) * 8 : side(b);
	unsigned ratio = take(b, 3);
	*w = ratio ? (uint32_t)((uint64_t)*h * num[ratio] / den[ratio]) : small ? (take(b, 5) + 1) * 8 : side(b);
}

static void depth(struct bits *b, struct image_head *h)
{
	static const uint32_t whole[] = {8, 10, 12, 1}, real[] = {32, 16, 24, 1};
	static const unsigned width[] = {0, 0, 0, 6};

	h->real = take(b, 1);
	h->bits = (uint8_t)choose(b, h->real ? real : whole, width);
	if (h->real)
		take(b, 4);
}

static void metadata(struct bits *b, struct image_head *h)
{
	static const uint32_t extra[] = {0, 1, 2, 1};
	static const unsigned width[] = {0, 0, 4, 12};
	uint32_t w, hh;

	h->bits = 8;
	if (take(b, 1)) /* all as usual */
		return;
	if (take(b, 1)) {
		h->orientation = (uint8_t)(1 + take(b, 3));
		if (take(b, 1))
			size(b, &w, &hh);
		if (take(b, 1)) /* a preview: its header is another; what follows is not read */
			return;
		if (take(b, 1)) {
			h->frames = 0;
			return;
		}
	}
	depth(b, h);
	take(b, 1);
	if (choose(b, extra, width))
		h->alpha = "channel";
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct span s = f->at(f, 0, 64);
	uint64_t at = 0;

	(void)a;
	h->mode = "rgb";
	h->bits = 8;
	if (s.p[0] != '\xFF') {
		/* Boxes, up to the one that holds the codestream, or its first part. */
		uint64_t code = 0;
		for (int i = 0; i < 1000 && !code; i++) {
			s = f->at(f, at, 8);
			if (s.n < 8)
				break;
			uint64_t n = be32(s.p);
			if (memcmp(s.p + 4, "jxlc", 4) == 0)
				code = at + 8;
			else if (memcmp(s.p + 4, "jxlp", 4) == 0)
				code = at + 12;
			if ((n && n < 8) || n > f->size - at)
				head_fault(h, FAULT_TRUNCATED, "the file is shorter than its boxes");
			if (n < 8)
				break;
			at += n;
		}
		s = code ? f->at(f, code, 64) : SPAN("");
	}
	if (s.n < 4 || memcmp(s.p, "\xFF\x0A", 2) != 0) {
		head_fault(h, FAULT_TRUNCATED, "the file ends before its picture begins");
		return;
	}
	struct bits b = {(const unsigned char *)s.p, s.n, 16};
	size(&b, &h->width, &h->height);
	metadata(&b, h);
}

const struct head_format head_jxl = {.name = "jxl", .title = "JPEG XL", .is = is, .read = read};
