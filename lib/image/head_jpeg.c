/* head_jpeg.c: JPEG by its markers up to the first scan, then its end mark. */
#include "image/head.h"

#include <math.h>

#include "image/thumb.h"

enum { MARKERS_MAX = 4096 };

struct icc {
	struct { uint64_t at; uint32_t n; } part[256];
	unsigned count;
	uint64_t bytes;
};

static bool is(struct span first)
{
	return first.n >= 3 && memcmp(first.p, "\xFF\xD8\xFF", 3) == 0;
}

/* ITU T.81 B.2.2; 4, 8 and 12 are no frames. */
static bool is_frame(unsigned m)
{
	return m >= 0xC0 && m <= 0xCF && m != 0xC4 && m != 0xC8 && m != 0xCC;
}

static void frame(struct image_file *f, uint64_t at, uint32_t n, unsigned marker, struct image_head *h, unsigned *components, bool *baseline)
{
	struct span s = head_at(f, at, 6);

	if (n < 6 || !s.n || h->width)
		return;
	h->bits = (uint8_t)s.p[0];
	h->height = be16(s.p + 1);
	h->width = be16(s.p + 3);
	*components = (unsigned char)s.p[5];
	*baseline = marker <= 0xC1;
}

/* The quality whose table of luminance has this mean, by the IJG's scaling of the standard's example (T.81 K.1, mean 57.625). */
static void quality(struct image_file *f, uint64_t at, uint32_t n, struct image_head *h)
{
	struct span s = head_at(f, at, 65);
	double sum = 0;

	if (n < 65 || !s.n || s.p[0] != 0)
		return;
	for (int i = 1; i < 65; i++)
		sum += (unsigned char)s.p[i];
	double scale = sum / 64 / 57.625 * 100, q = scale <= 100 ? (200 - scale) / 2 : 5000 / scale;
	h->quality = q < 1 ? 1 : q > 100 ? 100 : (uint8_t)lround(q);
}

static void application(struct image_file *f, struct arena *a, uint64_t at, uint32_t n, unsigned marker, struct image_head *h, struct icc *icc,
                        int *transform)
{
	if (marker == 0xE1 && n > 14) {
		struct span s = head_at(f, at, n);
		if (s.n && memcmp(s.p, "Exif\0", 6) == 0)
			head_exif(h, span_cut(s, 6, n));
	} else if (marker == 0xE2 && n > 14) {
		struct span s = head_at(f, at, 14);
		if (s.n && memcmp(s.p, "ICC_PROFILE", 12) == 0) {
			unsigned k = (unsigned char)s.p[12];
			icc->part[k].at = at + 14;
			icc->part[k].n = n - 14;
			icc->bytes += n - 14;
			icc->count++;
		}
	} else if (marker == 0xEE && n >= 12) {
		struct span s = head_at(f, at, 12);
		if (s.n && memcmp(s.p, "Adobe", 5) == 0)
			*transform = (unsigned char)s.p[11];
	}
	(void)a;
}

static void profile(struct image_file *f, struct arena *a, const struct icc *icc, struct image_head *h)
{
	if (!icc->count || icc->bytes > HEAD_ICC_MAX)
		return;
	char *all = arena_alloc(a, (size_t)icc->bytes + 1);
	size_t n = 0;
	for (int i = 0; i < 256; i++) {
		struct span s = icc->part[i].n ? head_at(f, icc->part[i].at, icc->part[i].n) : SPAN("");
		if (n + s.n <= icc->bytes && s.n) {
			memcpy(all + n, s.p, s.n);
			n += s.n;
		}
	}
	head_icc(h, (struct span){all, n});
}

/* An end mark somewhere behind the scan's first byte: phones append films to it. */
static bool ends(struct image_file *f, uint64_t from)
{
	uint64_t at;

	/* Mostly it is the last thing there, but for some zeros. */
	struct span tail = f->at(f, f->size > 64 ? f->size - 64 : 0, 64);
	while (tail.n && tail.p[tail.n - 1] == 0)
		tail.n--;
	if (tail.n >= 2 && memcmp(tail.p + tail.n - 2, "\xFF\xD9", 2) == 0 && f->size - from >= 2)
		return true;
	for (at = from; at + 1 < f->size;) {
		struct span s = f->at(f, at, HEAD_WINDOW);
		if (s.n < 2)
			return f->gap_to > f->gap_from && at >= f->gap_from && at < f->gap_to ? true : false;
		for (const char *p = s.p, *end = s.p + s.n - 1; (p = memchr(p, 0xFF, (size_t)(end - p))); p++)
			if ((unsigned char)p[1] == 0xD9)
				return true;
		at += s.n - 1;
	}
	return false;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct icc icc = {.count = 0};
	unsigned components = 0;
	int transform = -1;
	bool baseline = false, scan = false;
	uint64_t at = 2;

	for (int i = 0; i < MARKERS_MAX && !scan; i++) {
		struct span s = f->at(f, at, 4);
		if (s.n < 4 || s.p[0] != '\xFF')
			break;
		unsigned marker = (unsigned char)s.p[1];
		if (marker == 0xFF) { /* padding */
			at++;
			continue;
		}
		if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
			at += 2;
			continue;
		}
		uint32_t n = be16(s.p + 2);
		if (marker == 0xD9 || n < 2)
			break;
		n -= 2;
		at += 4;
		scan = marker == 0xDA;
		if (is_frame(marker))
			frame(f, at, n, marker, h, &components, &baseline);
		else if (marker == 0xDB)
			quality(f, at, n, h);
		else
			application(f, a, at, n, marker, h, &icc, &transform);
		at += n;
	}
	profile(f, a, &icc, h);
	h->mode = components == 1 ? "grey" : components == 4 ? (transform == 2 ? "ycck" : "cmyk") : components == 3 ? "rgb" : NULL;
	if (!scan || at >= f->size)
		head_fault(h, FAULT_TRUNCATED, "the file ends before its picture begins");
	else if (!ends(f, at))
		head_fault(h, FAULT_TRUNCATED, "the file has no end mark: its last lines are missing");
	/* A block of 8 x 8 takes two bits at least where each is coded by itself. */
	if (baseline && (uint64_t)h->width * h->height / 256 > f->size)
		head_fault(h, FAULT_SIZE_LIES, "so few bytes hold no picture of that size");
}

const struct head_format head_jpeg = {.name = "jpeg", .title = "JPEG", .is = is, .read = read, .shrink = thumb_jpeg};
