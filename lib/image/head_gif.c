/* head_gif.c: GIF, walked block by block: frames are counted in no other way. */
#include "image/head.h"

static bool is(struct span first)
{
	return first.n >= 6 && (memcmp(first.p, "GIF87a", 6) == 0 || memcmp(first.p, "GIF89a", 6) == 0);
}

/* Behind the blocks of data at at; 0: the file ends in them. */
static uint64_t skip_data(struct image_file *f, uint64_t at)
{
	for (;;) {
		struct span s = f->at(f, at, 1);
		if (!s.n)
			return 0;
		unsigned n = (unsigned char)s.p[0];
		at += 1 + (uint64_t)n;
		if (!n)
			return at;
	}
}

static uint64_t table(unsigned flags)
{
	return flags & 0x80 ? 3ull << ((flags & 7) + 1) : 0;
}

static void read(struct image_file *f, struct arena *a, struct image_head *h)
{
	struct span s = head_at(f, 0, 13);
	uint64_t at = 13;

	(void)a;
	if (!s.n) {
		head_fault(h, FAULT_TRUNCATED, "the file ends in its header");
		return;
	}
	h->width = le16(s.p + 6);
	h->height = le16(s.p + 8);
	h->bits = 8;
	h->mode = "palette";
	h->frames = 0;
	at += table((unsigned char)s.p[10]);
	for (;;) {
		s = f->at(f, at, 10);
		if (!s.n || s.p[0] == ';')
			break;
		if (s.p[0] == '!' && s.n >= 4) {
			if ((unsigned char)s.p[1] == 0xF9 && s.p[3] & 1)
				h->alpha = "palette";
			at = skip_data(f, at + 2);
		} else if (s.p[0] == ',' && s.n == 10) {
			h->frames++;
			at = skip_data(f, at + 10 + table((unsigned char)s.p[9]) + 1);
		} else {
			at = 0;
		}
		if (!at)
			break;
	}
	if (!h->frames)
		head_fault(h, at ? FAULT_BROKEN : FAULT_TRUNCATED, "the file holds no picture");
	else if (!at || !s.n)
		head_fault(h, FAULT_TRUNCATED, "the file has no end mark: its last lines are missing");
}

const struct head_format head_gif = {.name = "gif", .title = "GIF", .is = is, .read = read};
