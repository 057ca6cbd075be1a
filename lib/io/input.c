/* input.c: one growing buffer in front of a descriptor. */
#include "io/input.h"

#include <errno.h>
#include <string.h>

#include "base/sys.h"

enum { CHUNK = 256 << 10, KEEP = 1 << 20 };

void input_init(struct input *in, int fd, bool own)
{
	struct stat st;
	off_t at;

	*in = (struct input){.fd = fd, .own = own};
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (at = lseek(fd, 0, SEEK_CUR)) >= 0) {
		in->seekable = true;
		in->base = (uint64_t)at;
		in->size = st.st_size > at ? (uint64_t)(st.st_size - at) : 0;
	}
}

void input_close(struct input *in)
{
	if (in->own && in->fd >= 0)
		close(in->fd);
	buf_fini(&in->b);
	buf_fini(&in->raw);
	in->fd = -1;
}

/* One read behind b. 1, 0, -1. */
static int fill(struct input *in, struct buf *b, struct diag *d)
{
	if (b->cap - b->n < CHUNK / 4)
		buf_room(b, b->cap < CHUNK ? CHUNK : b->cap);
	size_t room = b->cap - b->n < CHUNK ? b->cap - b->n : CHUNK; /* memory that is not touched costs nothing */
	for (;;) {
		ssize_t r = read(in->fd, b->p + b->n, room);
		if (r > 0) {
			b->n += (size_t)r;
			in->got += (uint64_t)r;
			return 1;
		}
		if (r == 0)
			return 0;
		if (errno == EAGAIN) { /* somebody left standard input non-blocking */
			sys_wait_readable(in->fd, -1);
		} else if (errno != EINTR) {
			diag_set(d, "read", "read: %s", strerror(errno));
			if (d)
				d->fatal = true;
			return -1;
		}
	}
}

/* Moves what is not taken to the front, and gives back what a huge line has left behind. */
static void settle(struct input *in)
{
	size_t left = in->b.n - in->at;

	if (in->at == 0)
		return;
	if (in->b.cap > KEEP && left < CHUNK / 2) {
		struct buf small = BUF_INIT;
		buf_room(&small, CHUNK);
		buf_add(&small, in->b.p + in->at, left);
		buf_fini(&in->b);
		in->b = small;
	} else {
		memmove(in->b.p, in->b.p + in->at, left);
		in->b.n = left;
	}
	in->seen = in->seen > in->at ? in->seen - in->at : 0;
	in->at = 0;
}

int input_more(struct input *in, struct diag *d)
{
	if (in->end)
		return 0;
	settle(in);
	if (!in->charset) {
		int rc = fill(in, &in->b, d);
		in->end = rc == 0;
		return rc;
	}
	size_t was = in->b.n;
	while (in->b.n == was && !in->end) {
		int rc = fill(in, &in->raw, d);
		if (rc < 0)
			return -1;
		in->end = rc == 0;
		charset_piece(in->charset, &in->raw, in->end, &in->b);
	}
	return in->b.n > was;
}

void input_decode(struct input *in, struct charset *c)
{
	in->charset = c;
	in->raw = in->b;
	in->b = (struct buf)BUF_INIT;
	charset_piece(c, &in->raw, in->end, &in->b);
}

void input_take(struct input *in, size_t n)
{
	in->at += n;
	in->taken += n;
	if (in->seen < in->at) {
		in->seen = in->at;
		in->line_ready = false;
	}
}

/* Looks for the next line break behind seen. */
static bool find_break(struct input *in)
{
	if (in->line_ready)
		return true;
	const char *p = in->b.n > in->seen ? memchr(in->b.p + in->seen, '\n', in->b.n - in->seen) : NULL;
	in->seen = p ? (size_t)(p - in->b.p) : in->b.n;
	in->line_ready = p != NULL;
	return in->line_ready;
}

/* Drops the rest of a line that is too long. */
static int skip_line(struct input *in, struct diag *d)
{
	while (!find_break(in)) {
		input_take(in, in->b.n - in->at);
		int rc = input_more(in, d);
		if (rc <= 0)
			return rc;
	}
	input_take(in, in->seen + 1 - in->at);
	return 0;
}

int input_line(struct input *in, size_t max, struct span *line, struct diag *d)
{
	while (!find_break(in)) {
		if (in->b.n - in->at > max + 1) { /* + 1: a CR may be the last byte so far */
			size_t n = max < INPUT_BEGIN ? max : INPUT_BEGIN;
			memcpy(in->begin, in->b.p + in->at, n);
			*line = (struct span){in->begin, n};
			return skip_line(in, d) < 0 ? -1 : 2;
		}
		int rc = input_more(in, d);
		if (rc < 0)
			return -1;
		if (rc == 0)
			break;
	}
	size_t n = in->seen - in->at;
	if (!in->line_ready && n == 0)
		return 0;
	*line = (struct span){in->b.p + in->at, n};
	bool ended = in->line_ready;
	input_take(in, n + ended);
	if (ended && n && line->p[n - 1] == '\r')
		line->n--;
	if (line->n > max) {
		line->n = max < INPUT_BEGIN ? max : INPUT_BEGIN;
		return 2;
	}
	find_break(in);
	return 1;
}

bool input_would_block(const struct input *in)
{
	return !in->line_ready && !in->end && !in->seekable && sys_would_block(in->fd);
}
