/* arc_open.c: libarchive behind a small door: which formats it may read, and callbacks that skip with
 * lseek. */
#include <errno.h>

#include "base/sys.h"
#include "io/arc_priv.h"

enum {
	ZIP64_ENDS = 56 + 20, /* a zip64 end record and its locator */
	ZIP_END = 22, ZIP_TAIL = ZIP64_ENDS + ZIP_END + (64 << 10), /* a zip's end record, and with the longest comment and what may stand in front */
	SKIP_MIN = 16 << 10, /* a shorter stretch is read as fast as skipped */
	ZIP_ENTRIES = 65534 /* libarchive keeps some 200 bytes for each entry of a zip's directory: 13 MiB; more are streamed */
};

/* ---- what libarchive calls ---- */

/* The next block overwrites this one; its last bytes may begin a zip's end record. */
static void keep_tail(struct arc *c)
{
	struct buf *b = &c->s->in.b;
	size_t n = b->n < sizeof c->tail ? b->n : sizeof c->tail;

	if (n) {
		memcpy(c->tail, b->p + b->n - n, n);
		c->tail_n = n;
	}
	b->n = c->s->in.at = 0;
	buf_room(b, ARC_BLOCK_MAX);
}

static la_ssize_t read_raw(struct archive *a, struct arc *c, const void **to)
{
	struct input *in = &c->s->in;

	if (!c->started) { /* what was read for the bids */
		c->started = true;
		struct span h = input_head(in);
		if (h.n) {
			*to = h.p;
			input_take(in, h.n);
			return (la_ssize_t)h.n;
		}
	}
	keep_tail(c);
	for (;;) {
		ssize_t r = read(in->fd, in->b.p, c->block);
		if (r < 0 && errno == EAGAIN) {
			sys_wait_readable(in->fd, -1);
			continue;
		}
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0) {
			c->error = errno;
			archive_set_error(a, errno, "read: %s", strerror(errno));
			return ARCHIVE_FATAL;
		}
		c->at_end = r == 0;
		in->got += (uint64_t)r;
		in->b.n = (size_t)r;
		*to = in->b.p;
		if (c->block < ARC_BLOCK_MAX)
			c->block *= 2;
		return r;
	}
}

static int more_xz(void *ctx, struct span *raw, struct diag *d)
{
	struct arc *c = ctx;
	const void *p = NULL;
	la_ssize_t n = read_raw(c->a, c, &p);

	if (n < 0) /* libarchive knows why */
		return diag_set(d, "read", "%s", archive_error_string(c->a));
	*raw = (struct span){p, (size_t)n};
	return n > 0;
}

static la_ssize_t on_read(struct archive *a, void *ctx, const void **to)
{
	struct arc *c = ctx;
	struct diag d = {0};
	struct span s = {NULL, 0};

	if (!c->x)
		return read_raw(a, c, to);
	if (unxz_next(c->x, &s, &d) < 0) {
		archive_set_error(a, EILSEQ, "%s", d.message);
		return ARCHIVE_FATAL;
	}
	*to = s.p;
	return (la_ssize_t)s.n;
}

static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t n)
{
	struct arc *c = ctx;
	struct input *in = &c->s->in;

	(void)a;
	if (c->x || !in->seekable || !c->started || n < SKIP_MIN || in->got >= in->size)
		return 0;
	if ((uint64_t)n > in->size - in->got) /* never behind the end: a cut archive must be seen */
		n = (la_int64_t)(in->size - in->got);
	if (lseek(in->fd, (off_t)n, SEEK_CUR) < 0)
		return 0;
	in->got += (uint64_t)n;
	c->block = ARC_BLOCK_MIN;
	return n;
}

static la_int64_t on_seek(struct archive *a, void *ctx, la_int64_t offset, int whence)
{
	struct arc *c = ctx;
	struct input *in = &c->s->in;
	int64_t to = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (int64_t)in->got : (int64_t)in->size;

	to += offset;
	if (to < 0 || lseek(in->fd, (off_t)(in->base + (uint64_t)to), SEEK_SET) < 0) {
		archive_set_error(a, EINVAL, "seek to %lld", (long long)to);
		return ARCHIVE_FATAL;
	}
	c->started = true;
	in->got = (uint64_t)to;
	c->block = ARC_BLOCK_MIN;
	return to;
}

/* ---- opening ---- */

/* The number is in a zip64 record, which nearly always stands right in front, with its locator between: else it counts as many. e: the end
 * record, with before bytes in front of it. */
static int64_t zip64_end(const unsigned char *e, size_t before)
{
	uint64_t n = 0;

	if (before < ZIP64_ENDS || memcmp(e - ZIP64_ENDS, "PK\6\6", 4) != 0)
		return INT64_MAX;
	for (int i = 7; i >= 0; i--)
		n = n << 8 | e[i + 32 - ZIP64_ENDS];
	return n < INT64_MAX ? (int64_t)n : INT64_MAX;
}

/* How many entries the end record in the last bytes of a zip says there are; -1: there is none, so it is
 * cut off. */
static int64_t zip_end(const char *tail, size_t n)
{
	for (size_t i = n < ZIP_END ? 0 : n - ZIP_END + 1; i-- > 0;)
		if (memcmp(tail + i, "PK\5\6", 4) == 0) {
			const unsigned char *e = (const unsigned char *)tail + i;
			unsigned count = e[10] | (unsigned)e[11] << 8;
			return count == 0xFFFF ? zip64_end(e, i) : count;
		}
	return -1;
}

static int64_t zip_entries(const struct input *in)
{
	char tail[ZIP_TAIL];
	size_t n = in->size < sizeof tail ? (size_t)in->size : sizeof tail;
	ssize_t got = pread(in->fd, tail, n, (off_t)(in->base + in->size - n));

	return got > 0 ? zip_end(tail, (size_t)got) : -1;
}

bool arc_zip_ends(struct arc *c)
{
	struct buf all = BUF_INIT;
	const void *block = c->s->in.b.p;
	la_ssize_t n = (la_ssize_t)c->s->in.b.n;

	buf_add(&all, c->tail, c->tail_n);
	for (;;) {
		if (n > 0)
			buf_add(&all, block, (size_t)n);
		if (n < 0 || (n == 0 && c->at_end))
			break;
		if (all.n > ZIP_TAIL) {
			memmove(all.p, all.p + all.n - ZIP_TAIL, ZIP_TAIL);
			all.n = ZIP_TAIL;
		}
		n = on_read(c->a, c, &block);
	}
	bool ends = zip_end(all.p, all.n) >= 0;
	buf_fini(&all);
	return ends;
}

/* What libarchive cannot take for want of memory, it crashes on later. */
static int took(int rc, struct diag *d)
{
	return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? 0 : diag_set(d, "memory", "out of memory");
}

static int formats(struct arc *c, struct diag *d)
{
	struct archive *a = c->a;
	const struct input *in = &c->s->in;
	int64_t n;
	int rc = ARCHIVE_OK;

	c->complete = true;
	switch (c->kind) {
	/* One compression, the one that was seen: a gzip in a gzip in ... is refused for what it is. */
	case ARC_GZIP: rc = archive_read_append_filter(a, ARCHIVE_FILTER_GZIP); break;
	case ARC_ZSTD: rc = archive_read_append_filter(a, ARCHIVE_FILTER_ZSTD); break;
	case ARC_XZ:
		c->x = unxz_open(more_xz, c, d);
		if (!c->x)
			return -1;
		break;
	case ARC_BZIP2: rc = archive_read_append_filter(a, ARCHIVE_FILTER_BZIP2); break;
	case ARC_ZIP:
		n = in->seekable ? zip_entries(in) : 0;
		c->complete = n >= 0;
		rc = archive_read_support_format_zip_streamable(a);
		if (rc == ARCHIVE_OK && in->seekable && n >= 0 && n <= ZIP_ENTRIES)
			rc = archive_read_support_format_zip_seekable(a);
		return took(rc, d);
	case ARC_7Z:
		if (!in->seekable)
			return diag_set(d, "not-seekable",
			                "a 7z archive cannot be read from a pipe: name the file, or repack it as tar or zip");
		return took(archive_read_support_format_7zip(a), d);
	case ARC_TAR: case ARC_NONE:
		break;
	}
	c->filtered = c->kind != ARC_TAR && c->kind != ARC_NONE;
	if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
		rc = archive_read_support_format_tar(a);
	return took(rc, d);
}

struct arc *arc_open(struct source *s, struct diag *d)
{
	struct arc *c = arena_zalloc(&s->own, 1, sizeof *c);

	c->s = s;
	c->block = ARC_BLOCK_MAX;
	source_peek(s, SIGNATURE_HEAD, d);
	c->kind = source_kind(s);
	c->a = archive_read_new();
	c->own = archive_entry_new();
	if (!c->a || !c->own || formats(c, d) != 0 || took(archive_read_set_callback_data(c->a, c), d) != 0 ||
	    took(archive_read_set_read_callback(c->a, on_read), d) != 0 ||
	    took(archive_read_set_skip_callback(c->a, on_skip), d) != 0 ||
	    (s->in.seekable && !c->x && took(archive_read_set_seek_callback(c->a, on_seek), d) != 0))
		goto bad;
	if (archive_read_open1(c->a) == ARCHIVE_OK)
		return c;
	arc_broken(c, d);
bad:
	if (!c->a || !c->own)
		diag_set(d, "memory", "out of memory");
	if (d)
		d->fatal = true;
	arc_close(c);
	return NULL;
}

void arc_close(struct arc *c)
{
	if (!c)
		return;
	if (c->a)
		archive_read_free(c->a);
	if (c->own)
		archive_entry_free(c->own);
	unxz_close(c->x);
	buf_fini(&c->content);
}
