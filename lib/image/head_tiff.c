/* head_tiff.c: TIFF by its first directory; the others are counted as frames. */
#include "image/head.h"

enum { ENTRIES_MAX = 512, FRAMES_MAX = 10000, STRIPS_MAX = 100000 };

struct tiff {
	struct image_file *f;
	bool big_endian;
	uint64_t offsets, counts, n_offsets, n_counts; /* of the strips or tiles: where the two tables are */
	unsigned offset_size, count_size;
	unsigned photometric, samples, format;
};

static bool is(struct span first)
{
	return first.n >= 8 && (memcmp(first.p, "II*\0", 4) == 0 || memcmp(first.p, "MM\0*", 4) == 0);
}

static uint32_t u16(const struct tiff *t, const char *p)
{
	return t->big_endian ? be16(p) : le16(p);
}

static uint32_t u32(const struct tiff *t, const char *p)
{
	return t->big_endian ? be32(p) : le32(p);
}

/* The first value of an entry of SHORT or LONG. */
static uint32_t value(const struct tiff *t, const char *e)
{
	unsigned type = u16(t, e + 2);
	uint32_t n = u32(t, e + 4);

	if (type == 3 && n <= 2)
		return u16(t, e + 8);
	if (type == 3) {
		struct span s = head_at(t->f, u32(t, e + 8), 2);
		return s.n ? u16(t, s.p) : 0;
	}
	if (type == 4 && n > 1) {
		struct span s = head_at(t->f, u32(t, e + 8), 4);
		return s.n ? u32(t, s.p) : 0;
	}
	return type == 4 ? u32(t, e + 8) : type == 1 ? (unsigned char)e[8] : 0;
}

/* Where the n values of an entry stand. */
static uint64_t table_of(const struct tiff *t, const char *e, uint64_t at, unsigned *size)
{
	*size = u16(t, e + 2) == 3 ? 2 : 4;
	return (uint64_t)u32(t, e + 4) * *size <= 4 ? at + 8 : u32(t, e + 8);
}

static void entry(struct tiff *t, const char *e, uint64_t at, struct arena *a, struct image_head *h)
{
	uint32_t n = u32(t, e + 4);

	switch (u16(t, e)) {
	case 256: h->width = value(t, e); break;
	case 257: h->height = value(t, e); break;
	case 258: h->bits = (uint8_t)value(t, e); break;
	case 262: t->photometric = value(t, e); break;
	case 274: h->orientation = value(t, e) <= 8 ? (uint8_t)value(t, e) : 0; break;
	case 277: t->samples = value(t, e); break;
	case 338: h->alpha = value(t, e) ? "channel" : h->alpha; break;
	case 339: t->format = value(t, e); break;
	case 273: case 324: t->n_offsets = n; t->offsets = table_of(t, e, at, &t->offset_size); break;
	case 279: case 325: t->n_counts = n; t->counts = table_of(t, e, at, &t->count_size); break;
	case 34675:
		if (n < HEAD_ICC_MAX)
			head_icc(h, head_copy(t->f, u32(t, e + 8), n, a));
		break;
	}
}

static uint32_t table_at(const struct tiff *t, uint64_t at, unsigned size, uint64_t i)
{
	struct span s = head_at(t->f, at + i * size, size);

	return !s.n ? 0 : size == 2 ? u16(t, s.p) : u32(t, s.p);
}

static void check_strips(struct tiff *t, struct image_head *h)
{
	uint64_t n = t->n_offsets < t->n_counts ? t->n_offsets : t->n_counts;

	for (uint64_t i = 0; i < n && i < STRIPS_MAX; i++)
		if (head_beyond(t->f, table_at(t, t->offsets, t->offset_size, i), table_at(t, t->counts, t->count_size, i))) {
			head_fault(h, FAULT_TRUNCATED, "the file is shorter than its picture: some lines are missing");
			return;
		}
	if (!n)
		head_fault(h, FAULT_BROKEN, "the file holds no pixels");
}

/* One directory; the place of the next, 0 at the end. */
static uint64_t directory(struct tiff *t, uint64_t at, struct arena *a, struct image_head *h)
{
	struct span s = head_at(t->f, at, 2);
	unsigned n = s.n ? u16(t, s.p) : 0;

	if (!n || n > ENTRIES_MAX || head_beyond(t->f, at, 2 + 12 * (uint64_t)n)) {
		if (a)
			head_fault(h, FAULT_TRUNCATED, "the file ends before its directory");
		return 0;
	}
	for (unsigned i = 0; a && i < n; i++) {
		char e[12];
		s = head_at(t->f, at + 2 + 12ull * i, 12);
		if (!s.n)
			break;
		memcpy(e, s.p, 12);
		entry(t, e, at + 2 + 12ull * i, a, h);
	}
	s = head_at(t->f, at + 2 + 12 * (uint64_t)n, 4);
	return s.n ? u32(t, s.p) : 0;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct tiff t = {.f = f, .photometric = 2, .samples = 1, .format = 1};
	struct span s = head_at(f, 0, 8);

	t.big_endian = s.p[0] == 'M';
	h->bits = 1;
	uint64_t next = directory(&t, u32(&t, s.p + 4), a, h), seen = next;
	for (unsigned i = 0; next && i < FRAMES_MAX; i++) {
		h->frames++;
		next = directory(&t, next, NULL, h);
		if (next <= seen) /* in a ring, or backwards */
			break;
		seen = next;
	}
	h->mode = t.photometric <= 1 ? "grey" : t.photometric == 3 ? "palette" : t.photometric == 5 ? "cmyk" : "rgb";
	h->real = t.format == 3;
	if (!h->fault)
		check_strips(&t, h);
}

const struct head_format head_tiff = {.name = "tiff", .title = "TIFF", .is = is, .read = read};
