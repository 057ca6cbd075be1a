/* head_heif.c: AVIF and HEIC by their boxes (ISO 23008-12): the properties of the primary item. */
#include "image/head.h"

enum { BOXES_MAX = 4096, PROPERTIES_MAX = 256 };

struct property {
	char type[4];
	uint64_t at;
	uint32_t n;
};

struct heif {
	struct image_file *f;
	struct arena *a;
	struct image_head *h;
	uint32_t primary;
	uint64_t ipma, ipma_end;
	struct property property[PROPERTIES_MAX];
	size_t n_properties;
	int boxes;
};

static bool is(struct span first)
{
	static const char brands[][5] = {"avif", "avis", "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "miaf",
	                                 "isom", "mp41", "mp42", "qt  "};

	for (size_t i = 0; first.n >= 12 && memcmp(first.p + 4, "ftyp", 4) == 0 && i < sizeof brands / sizeof *brands; i++)
		if (memcmp(first.p + 8, brands[i], 4) == 0)
			return true;
	return false;
}

/* The box at *at: its type, and where its content begins and ends; *at is then behind it. False: none, or it goes on behind end. */
static bool box(struct heif *x, uint64_t *at, uint64_t end, char type[4], uint64_t *from, uint64_t *to)
{
	struct span s = x->f->at(x->f, *at, 16);

	if (s.n < 8 || *at + 8 > end || x->boxes++ > BOXES_MAX)
		return false;
	uint64_t n = be32(s.p), head = 8;
	memcpy(type, s.p + 4, 4);
	if (n == 1 && s.n == 16) {
		n = (uint64_t)be32(s.p + 8) << 32 | be32(s.p + 12);
		head = 16;
	} else if (n == 0) {
		n = end - *at;
	}
	if (n < head || n > end - *at)
		return false;
	*from = *at + head;
	*to = *at + n;
	*at = *to;
	return true;
}

static void turn(struct image_head *h, unsigned quarter)
{
	static const uint8_t exif[] = {1, 8, 3, 6}; /* irot turns against the clock */

	h->orientation = exif[quarter & 3];
}

static void apply(struct heif *x, const struct property *p)
{
	struct span s = x->f->at(x->f, p->at, p->n < 64 ? p->n : 64);
	struct image_head *h = x->h;

	if (memcmp(p->type, "ispe", 4) == 0 && s.n >= 12) {
		h->width = be32(s.p + 4);
		h->height = be32(s.p + 8);
	} else if (memcmp(p->type, "pixi", 4) == 0 && s.n >= 6) {
		h->bits = (uint8_t)s.p[5];
		h->mode = s.p[4] == 1 ? "grey" : "rgb";
	} else if (memcmp(p->type, "av1C", 4) == 0 && s.n >= 3 && !h->bits) {
		h->bits = s.p[2] & 0x40 ? (s.p[2] & 0x20 ? 12 : 10) : 8;
	} else if (memcmp(p->type, "irot", 4) == 0 && s.n >= 1) {
		turn(h, (unsigned char)s.p[0]);
	} else if (memcmp(p->type, "colr", 4) == 0 && s.n >= 4 && (memcmp(s.p, "prof", 4) == 0 || memcmp(s.p, "rICC", 4) == 0)) {
		if (p->n < HEAD_ICC_MAX)
			head_icc(h, head_copy(x->f, p->at + 4, p->n - 4, x->a));
	}
}

/* Which properties belong to the primary item. */
static bool associate(struct heif *x)
{
	struct span s = head_at(x->f, x->ipma, 8);
	uint64_t at = x->ipma + 8;
	bool found = false;

	if (!s.n)
		return false;
	unsigned version = (unsigned char)s.p[0], wide = s.p[3] & 1;
	uint32_t items = be32(s.p + 4);
	for (uint32_t i = 0; i < items && at < x->ipma_end && !found; i++) {
		unsigned id_size = version ? 4 : 2;
		s = head_at(x->f, at, id_size + 1);
		if (!s.n)
			break;
		uint32_t id = version ? be32(s.p) : be16(s.p);
		unsigned n = (unsigned char)s.p[id_size];
		at += id_size + 1;
		for (unsigned k = 0; k < n && at < x->ipma_end; k++, at += wide ? 2 : 1) {
			s = head_at(x->f, at, wide ? 2 : 1);
			unsigned index = !s.n ? 0 : wide ? be16(s.p) & 0x7FFF : (unsigned char)s.p[0] & 0x7F;
			if (id == x->primary && index >= 1 && index <= x->n_properties)
				apply(x, &x->property[index - 1]);
		}
		found = id == x->primary;
	}
	return found;
}

static void properties(struct heif *x, uint64_t at, uint64_t end)
{
	uint64_t from, to;
	char type[4];

	while (box(x, &at, end, type, &from, &to)) {
		if (memcmp(type, "ipco", 4) == 0) {
			uint64_t in = from, pf, pt;
			while (x->n_properties < PROPERTIES_MAX && box(x, &in, to, type, &pf, &pt)) {
				struct property *p = &x->property[x->n_properties++];
				memcpy(p->type, type, 4);
				p->at = pf;
				p->n = pt - pf < UINT32_MAX ? (uint32_t)(pt - pf) : UINT32_MAX;
				struct span s = memcmp(type, "auxC", 4) == 0 ? x->f->at(x->f, pf + 4, 48) : SPAN("");
				for (size_t i = 0; i + 5 <= s.n; i++)
					if (memcmp(s.p + i, "alpha", 5) == 0)
						x->h->alpha = "plane";
			}
		} else if (memcmp(type, "ipma", 4) == 0) {
			x->ipma = from;
			x->ipma_end = to;
		}
	}
}

static void meta(struct heif *x, uint64_t at, uint64_t end)
{
	uint64_t from, to;
	char type[4];

	at += 4; /* version and flags */
	while (box(x, &at, end, type, &from, &to)) {
		struct span s = x->f->at(x->f, from, 8);
		if (memcmp(type, "pitm", 4) == 0 && s.n >= 6)
			x->primary = s.p[0] ? (s.n >= 8 ? be32(s.p + 4) : 0) : be16(s.p + 4);
		else if (memcmp(type, "iprp", 4) == 0)
			properties(x, from, to);
	}
	if (x->ipma && associate(x))
		return;
	/* No table: the largest is the picture. */
	for (size_t i = 0; i < x->n_properties; i++) {
		struct image_head *h = x->h, had = *h;
		apply(x, &x->property[i]);
		if ((uint64_t)had.width * had.height > (uint64_t)h->width * h->height) {
			h->width = had.width;
			h->height = had.height;
		}
	}
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct heif x = {.f = f, .a = a, .h = h};
	struct span s = head_at(f, 8, 4);
	uint64_t at = 0, from, to;
	char type[4];
	bool film = false, items = false;

	if (s.n && (memcmp(s.p, "avif", 4) == 0 || memcmp(s.p, "avis", 4) == 0))
		h->format = "avif";
	h->frames = s.n && s.p[3] == 's' && s.p[0] != 'h' ? 0 : 1; /* a sequence: how long stands in its tracks */
	h->mode = "rgb";
	while (at < f->size && box(&x, &at, f->size, type, &from, &to)) {
		film |= memcmp(type, "moov", 4) == 0;
		items |= memcmp(type, "meta", 4) == 0;
		if (memcmp(type, "meta", 4) == 0)
			meta(&x, from, to);
	}
	if (film && !items) {
		h->format = "mp4";
		h->video = true;
	} else if (at < f->size) {
		head_fault(h, FAULT_TRUNCATED, "the file is shorter than its boxes");
	}
}

const struct head_format head_heif = {.name = "heic", .title = "HEIF", .is = is, .read = read};
