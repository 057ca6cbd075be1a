/* bytes.c: how the bytes of a picture file are come by: from memory, or window by window from a descriptor. */
#include <errno.h>

#include "base/sys.h"
#include "image/head.h"

static struct span memory_at(struct image_file *f, uint64_t off, size_t n)
{
	if (off >= f->all.n)
		return SPAN("");
	return span_cut(f->all, (size_t)off, n < f->all.n - off ? (size_t)off + n : f->all.n);
}

void image_memory(struct image_file *f, struct span bytes)
{
	*f = (struct image_file){.size = bytes.n, .at = memory_at, .all = bytes};
}

static struct span piece_at(struct image_file *f, uint64_t off, size_t n)
{
	struct image_piece *p = (struct image_piece *)f;

	if (off >= f->size)
		return SPAN("");
	if (n > f->size - off)
		n = (size_t)(f->size - off);
	if (off < p->window_at || off + n > p->window_at + p->window_n) {
		/* A first look takes little: most headers are in the first page or two. */
		size_t want = n < 4096 ? 4096 : n;
		if (want > f->size - off)
			want = (size_t)(f->size - off);
		p->window_at = off;
		p->window_n = 0;
		while (p->window_n < want) {
			ssize_t r = pread(p->fd, p->room + p->window_n, want - p->window_n, (off_t)(p->from + off + p->window_n));
			if (r < 0 && errno == EINTR)
				continue;
			if (r <= 0)
				break;
			p->window_n += (size_t)r;
		}
	}
	size_t at = (size_t)(off - p->window_at), have = p->window_n > at ? p->window_n - at : 0;
	return (struct span){p->room + at, n < have ? n : have};
}

void image_piece(struct image_piece *p, int fd, uint64_t from, uint64_t size, char *room)
{
	*p = (struct image_piece){.f = {.size = size, .at = piece_at}, .fd = fd, .from = from, .room = room};
}

struct span head_at(struct image_file *f, uint64_t off, size_t n)
{
	struct span s = f->at(f, off, n);

	return s.n == n ? s : SPAN("");
}

bool head_beyond(const struct image_file *f, uint64_t off, uint64_t n)
{
	return off > f->size || n > f->size - off;
}

struct span head_copy(struct image_file *f, uint64_t off, uint64_t n, struct arena *a)
{
	if (off >= f->size)
		return SPAN("");
	if (n > f->size - off)
		n = f->size - off;
	char *to = arena_alloc(a, (size_t)n + 1);
	size_t got = 0;
	while (got < n) {
		size_t want = n - got < HEAD_WINDOW ? (size_t)(n - got) : HEAD_WINDOW;
		struct span s = f->at(f, off + got, want);
		if (!s.n)
			break;
		memcpy(to + got, s.p, s.n);
		got += s.n;
	}
	return (struct span){to, got};
}

void head_fault(struct image_head *h, enum image_fault fault, const char *why)
{
	if (h->fault)
		return;
	h->fault = fault;
	h->why = why;
}
