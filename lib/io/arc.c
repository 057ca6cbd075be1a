/* arc.c: libarchive behind a small door: callbacks that skip with lseek, members one after the other, content with a cap. */
#include "io/arc.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "io/text.h"

enum {
	BLOCK_MIN = 16 << 10, BLOCK_MAX = 256 << 10, /* after a skip little is wanted: a header and a caption */
	SKIP_MIN = 16 << 10,                         /* a shorter stretch is read as fast as skipped */
	ZIP_ENTRIES = 100000,                        /* libarchive keeps some 200 bytes for each entry of a zip's directory */
	BAD_IN_A_ROW = 1000,
	TAR_BLOCK = 512
};
#define FREE_BYTES (64ull << 20) /* expansion is not looked at before */

struct arc {
	struct source *s;
	struct archive *a;
	struct archive_entry *e;
	enum arc_kind kind;
	bool filtered;         /* something is decompressed below the format */
	bool started, at_end;  /* the head was handed out; read said 0 */
	int error;             /* errno of a failed read */
	size_t block;
	struct buf content;
	unsigned bad;
	bool complete;
	uint64_t data_end;     /* of a tar: where the last member's data ends; 0 = not known */
};

/* ---- what libarchive calls ---- */

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
	in->b.n = in->at = 0;
	*to = buf_room(&in->b, BLOCK_MAX);
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
		if (c->block < BLOCK_MAX)
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
	c->block = BLOCK_MIN;
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
	c->block = BLOCK_MIN;
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
	/* "BZh" may begin a caption; the block magic behind it does not. An empty bzip2 file has the end magic there. */
	if (h.n >= 10 && span_starts(h, SPAN("BZh")) && h.p[3] >= '1' && h.p[3] <= '9' &&
	    (memcmp(h.p + 4, "1AY&SY", 6) == 0 || memcmp(h.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
		return ARC_BZIP2;
	/* zstd in several frames (pzstd, seekable) begins with a skippable one. */
	if (h.n >= 4 && (h.p[0] & 0xF0) == 0x50 && memcmp(h.p + 1, "\x2A\x4D\x18", 3) == 0)
		return ARC_ZSTD;
	return tar_header(h) ? ARC_TAR : ARC_NONE;
}

/* How many entries a zip's directory says it has; -1: there is no directory, so the file is cut off. */
static int64_t zip_entries(const struct input *in)
{
	char tail[(64 << 10) + 22];
	size_t n = in->size < sizeof tail ? (size_t)in->size : sizeof tail;
	ssize_t got = pread(in->fd, tail, n, (off_t)(in->base + in->size - n));

	for (ssize_t i = got - 22; i >= 0; i--)
		if (memcmp(tail + i, "PK\5\6", 4) == 0) {
			const unsigned char *e = (const unsigned char *)tail + i;
			unsigned count = e[10] | (unsigned)e[11] << 8;
			return count == 0xFFFF ? INT64_MAX : count; /* the number is in a zip64 record: many */
		}
	return -1;
}

static int formats(struct arc *c, struct diag *d)
{
	struct archive *a = c->a;
	const struct input *in = &c->s->in;
	int64_t n;

	c->complete = true;
	switch (c->kind) {
	case ARC_GZIP: archive_read_support_filter_gzip(a); break;
	case ARC_ZSTD: archive_read_support_filter_zstd(a); break;
	case ARC_XZ: archive_read_support_filter_xz(a); break;
	case ARC_BZIP2: archive_read_support_filter_bzip2(a); break;
	case ARC_ZIP:
		n = in->seekable ? zip_entries(in) : 0;
		c->complete = n >= 0;
		archive_read_support_format_zip_streamable(a);
		if (in->seekable && n >= 0 && n <= ZIP_ENTRIES)
			archive_read_support_format_zip_seekable(a);
		return 0;
	case ARC_7Z:
		if (!in->seekable)
			return diag_set(d, "not-seekable",
			                "a 7z archive cannot be read from a pipe: name the file, or repack it as tar or zip");
		archive_read_support_format_7zip(a);
		return 0;
	case ARC_TAR: case ARC_NONE:
		break;
	}
	c->filtered = c->kind != ARC_TAR && c->kind != ARC_NONE;
	archive_read_support_format_tar(a);
	return 0;
}

static const char *unzip_name(enum arc_kind k)
{
	return k == ARC_GZIP ? "gzip" : k == ARC_ZSTD ? "zstd" : k == ARC_XZ ? "xz" : "bzip2";
}

/* Why the stream cannot go on. */
static int broken(struct arc *c, struct diag *d)
{
	const char *why = archive_error_string(c->a);
	uint64_t at = c->s->in.got;

	if (!why)
		why = c->kind == ARC_7Z ? "its directory at the end cannot be read" : "no reason given";
	if (c->error)
		diag_set(d, "read", "%s", why);
	else if (c->filtered && strcmp(why, "Unrecognized archive format") == 0)
		diag_set(d, "unknown-form", "%s data without a tar in it; `%s -dc FILE |` in front reads compressed text",
		         unzip_name(c->kind), unzip_name(c->kind));
	else if (c->at_end)
		diag_at(d, "truncated-archive", at, "the archive ends in the middle (%s)", why);
	else
		diag_at(d, "damaged-archive", at, "the archive is damaged (%s)", why);
	if (d)
		d->fatal = true;
	return -1;
}

struct arc *arc_open(struct source *s, struct diag *d)
{
	struct arc *c = arena_zalloc(&s->own, 1, sizeof *c);

	c->s = s;
	c->block = BLOCK_MAX;
	c->kind = arc_kind(source_peek(s, TAR_BLOCK, d));
	c->a = archive_read_new();
	if (!c->a || formats(c, d) != 0)
		goto bad;
	archive_read_set_callback_data(c->a, c);
	archive_read_set_read_callback(c->a, on_read);
	archive_read_set_skip_callback(c->a, on_skip);
	if (s->in.seekable)
		archive_read_set_seek_callback(c->a, on_seek);
	if (archive_read_open1(c->a) == ARCHIVE_OK)
		return c;
	broken(c, d);
bad:
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
	buf_fini(&c->content);
}

/* ---- members ---- */

/* Refuses what expands beyond all reason. */
static int check_ratio(struct arc *c, struct diag *d)
{
	uint64_t out = (uint64_t)archive_filter_bytes(c->a, 0), in = (uint64_t)archive_filter_bytes(c->a, -1);

	if (!c->filtered || out <= FREE_BYTES || out / c->s->limits.ratio_max <= in)
		return 0;
	diag_set(d, "bomb", "%llu bytes came out of %llu, more than %u times as many (--max-ratio raises the limit)",
	         (unsigned long long)out, (unsigned long long)in, c->s->limits.ratio_max);
	if (d)
		d->fatal = true;
	return -1;
}

/* Reads over the rest of a member inside a compressed stream, where libarchive would do so without a look at the ratio. */
static int pass_over(struct arc *c, struct diag *d)
{
	const void *p;
	size_t n;
	la_int64_t at;
	int rc = ARCHIVE_OK;

	while (c->filtered && c->e && rc == ARCHIVE_OK) {
		rc = archive_read_data_block(c->a, &p, &n, &at);
		if (check_ratio(c, d) != 0)
			return -1;
	}
	return 0;
}

static void describe(struct arc *c, struct arc_member *m)
{
	struct archive_entry *e = c->e;
	const char *name = archive_entry_pathname(e), *hard = archive_entry_hardlink(e), *soft = archive_entry_symlink(e);
	mode_t type = archive_entry_filetype(e);

	if (!name)
		name = archive_entry_pathname_utf8(e);
	m->name = span_of(name);
	m->target = span_of(hard ? hard : soft);
	m->sized = archive_entry_size_is_set(e);
	m->size = m->sized ? (uint64_t)archive_entry_size(e) : 0;
	if (hard || type == AE_IFLNK)
		m->type = ARC_LINK;
	else if (type == AE_IFDIR || (m->name.n && m->name.p[m->name.n - 1] == '/'))
		m->type = ARC_FOLDER;
	else
		m->type = type == AE_IFREG || type == 0 ? ARC_FILE : ARC_OTHER;
}

/* Where a tar's member ends, to see at the end whether anything follows the last one. */
static void note_end(struct arc *c, const struct arc_member *m)
{
	uint64_t at = (uint64_t)archive_filter_bytes(c->a, 0);

	c->data_end = 0;
	if (c->kind != ARC_ZIP && c->kind != ARC_7Z && m->sized && archive_entry_sparse_count(c->e) == 0)
		c->data_end = at + (m->type == ARC_FILE ? (m->size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK : 0);
}

int arc_next(struct arc *c, struct arc_member *m, struct diag *d)
{
	if (pass_over(c, d) != 0)
		return -1;
	for (;;) {
		int rc = archive_read_next_header(c->a, &c->e);
		if (rc == ARCHIVE_EOF) {
			if (c->data_end && c->data_end == (uint64_t)archive_filter_bytes(c->a, 0))
				c->complete = false;
			c->e = NULL;
			return 0;
		}
		if (rc == ARCHIVE_RETRY && c->bad++ < BAD_IN_A_ROW)
			continue;
		if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
			break;
		if (rc == ARCHIVE_FAILED && c->bad++ < BAD_IN_A_ROW) {
			diag_set(d, "damaged-member", "%s", archive_error_string(c->a));
			return 2;
		}
		return broken(c, d);
	}
	c->bad = 0;
	describe(c, m);
	note_end(c, m);
	return check_ratio(c, d) == 0 ? 1 : -1;
}

/* Appends a block that belongs at offset at; a hole before it is zeros. */
static bool append(struct buf *b, const void *p, size_t n, uint64_t at, size_t max)
{
	if (at > max || n > max - at)
		return false;
	if (at > b->n) {
		size_t hole = (size_t)at - b->n;
		memset(buf_room(b, hole), 0, hole);
		b->n += hole;
	}
	buf_add(b, p, n);
	return true;
}

int arc_read(struct arc *c, size_t max, struct span *content, struct diag *d)
{
	bool sized = archive_entry_size_is_set(c->e), tar = c->kind != ARC_ZIP && c->kind != ARC_7Z;
	uint64_t size = sized ? (uint64_t)archive_entry_size(c->e) : 0;
	const void *p;
	size_t n;
	la_int64_t at;

	if (sized && size > max)
		return text_too_large(d, "caption", c->s->limits.caption_max);
	if (c->content.cap > BLOCK_MAX)
		buf_fini(&c->content);
	buf_reset(&c->content);
	for (;;) {
		int rc = archive_read_data_block(c->a, &p, &n, &at);
		if (rc == ARCHIVE_EOF)
			break;
		if (rc == ARCHIVE_FATAL || rc == ARCHIVE_RETRY)
			return broken(c, d);
		if (rc != ARCHIVE_OK)
			return diag_set(d, "damaged-member", "%s", archive_error_string(c->a));
		/* A tar's member in one piece, as nearly all are, is not even copied. */
		if (tar && sized && n == size && at == 0) {
			*content = (struct span){p, n};
			return 1;
		}
		if (!append(&c->content, p, n, (uint64_t)at, max))
			return text_too_large(d, "caption", c->s->limits.caption_max);
		if (check_ratio(c, d) != 0)
			return -1;
	}
	if (tar && c->content.n < size) { /* the hole at the end of a sparse file */
		memset(buf_room(&c->content, (size_t)size - c->content.n), 0, (size_t)size - c->content.n);
		c->content.n = (size_t)size;
	}
	*content = buf_span(&c->content);
	return 1;
}

bool arc_complete(const struct arc *c)
{
	return c->complete;
}
