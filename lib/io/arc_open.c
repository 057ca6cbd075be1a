/* arc_open.c: libarchive behind a small door: which formats it may read, and callbacks that skip with
 * lseek. */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "io/arc_priv.h"

enum {
	ZIP_END = 22, ZIP_TAIL = ZIP_END + (64 << 10), /* a zip's end record, and with the longest comment */
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

static la_ssize_t on_read(struct archive *a, void *ctx, const void **to)
{
	struct arc *c = ctx;
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
			struct pollfd p = {.fd = in->fd, .events = POLLIN};
			poll(&p, 1, -1);
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

static la_int64_t on_skip(struct archive *a, void *ctx, la_int64_t n)
{
	struct arc *c = ctx;
	struct input *in = &c->s->in;

	(void)a;
	if (!in->seekable || !c->started || n < SKIP_MIN || in->got >= in->size)
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

static bool tar_header(struct span h)
{
	unsigned sum = 0, want = 0, zeros = 0;
	int signed_sum = 0;

	if (h.n < TAR_BLOCK)
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		unsigned char b = i >= 148 && i < 156 ? ' ' : (unsigned char)h.p[i];
		sum += b;
		signed_sum += (signed char)b;
		zeros += h.p[i] == 0;
	}
	if (zeros == TAR_BLOCK) /* an empty archive */
		return true;
	size_t i = 148;
	while (i < 156 && h.p[i] == ' ')
		i++;
	if (i == 156 || h.p[i] < '0' || h.p[i] > '7')
		return false;
	for (; i < 156 && h.p[i] >= '0' && h.p[i] <= '7'; i++)
		want = want * 8 + (unsigned)(h.p[i] - '0');
	return want == sum || (int)want == signed_sum; /* old tars summed signed bytes */
}

enum arc_kind arc_kind(struct span h)
{
	static const struct {
		enum arc_kind kind;
		struct span magic;
	} known[] = {
		{ARC_ZIP, SPAN_INIT("PK\3\4")}, {ARC_ZIP, SPAN_INIT("PK\5\6")}, {ARC_ZIP, SPAN_INIT("PK\7\10PK")},
		{ARC_7Z, SPAN_INIT("7z\xBC\xAF\x27\x1C")}, {ARC_GZIP, SPAN_INIT("\x1F\x8B\x08")},
		{ARC_ZSTD, SPAN_INIT("\x28\xB5\x2F\xFD")}, {ARC_XZ, SPAN_INIT("\xFD" "7zXZ\0")},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (span_starts(h, known[i].magic))
			return known[i].kind;
	/* "BZh" may begin a caption; the block magic behind it does not. An empty bzip2 file has the end
	 * magic there. */
	if (h.n >= 10 && span_starts(h, SPAN("BZh")) && h.p[3] >= '1' && h.p[3] <= '9' &&
	    (memcmp(h.p + 4, "1AY&SY", 6) == 0 || memcmp(h.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
		return ARC_BZIP2;
	/* zstd in several frames (pzstd, seekable) begins with a skippable one. */
	if (h.n >= 4 && (h.p[0] & 0xF0) == 0x50 && memcmp(h.p + 1, "\x2A\x4D\x18", 3) == 0)
		return ARC_ZSTD;
	return tar_header(h) ? ARC_TAR : ARC_NONE;
}

/* How many entries the end record in the last bytes of a zip says there are; -1: there is none, so it is
 * cut off. */
static int64_t zip_end(const char *tail, size_t n)
{
	for (size_t i = n < ZIP_END ? 0 : n - ZIP_END + 1; i-- > 0;)
		if (memcmp(tail + i, "PK\5\6", 4) == 0) {
			const unsigned char *e = (const unsigned char *)tail + i;
			unsigned count = e[10] | (unsigned)e[11] << 8;
			return count == 0xFFFF ? INT64_MAX : count; /* the number is in a zip64 record: many */
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
	case ARC_GZIP: rc = archive_read_support_filter_gzip(a); break;
	case ARC_ZSTD: rc = archive_read_support_filter_zstd(a); break;
	case ARC_XZ: rc = archive_read_support_filter_xz(a); break;
	case ARC_BZIP2: rc = archive_read_support_filter_bzip2(a); break;
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
	c->kind = arc_kind(source_peek(s, TAR_BLOCK, d));
	c->a = archive_read_new();
	c->own = archive_entry_new();
	if (!c->a || !c->own || formats(c, d) != 0 || took(archive_read_set_callback_data(c->a, c), d) != 0 ||
	    took(archive_read_set_read_callback(c->a, on_read), d) != 0 ||
	    took(archive_read_set_skip_callback(c->a, on_skip), d) != 0 ||
	    (s->in.seekable && took(archive_read_set_seek_callback(c->a, on_seek), d) != 0))
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
	buf_fini(&c->content);
}
