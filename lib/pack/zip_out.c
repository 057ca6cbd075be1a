/* zip_out.c: a member's header, data and descriptor at once; its entry of the directory waits in a spool. */
#include "pack/zip_out.h"

#include <time.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/spool.h"
#include "base/sys.h"
#include "pack/filter.h"
#include "pack/ziphdr.h"
#include "text/utf8.h"

enum { STEP = 1 << 16, DIRECTORY = 1 << 20 /* bytes of it in memory */, VERSION = 20, VERSION64 = 45, UNIX = 3 << 8, MS_FOLDER = 0x10 };
enum { EXTRA_ZIP64 = 1, EXTRA_TIME = 0x5455 };
static const uint64_t FULL32 = 0xFFFFFFFF;

struct zip_out {
	struct arena own;
	struct filter_out *to;
	struct spool entries;
	uint64_t at;             /* bytes written */
	/* The member that is being written. */
	struct buf name;
	mode_t mode;
	int64_t mtime;
	uint64_t start, plain, packed;
	uint32_t crc;
	uint16_t flags, method;
	bool wide;               /* its descriptor has 64-bit sizes */
	z_stream z;
	unsigned char step[STEP];
};

struct zip_out *zip_out_open(struct filter_out *to)
{
	struct arena own = ARENA_INIT;
	struct zip_out *z = arena_zalloc(&own, 1, sizeof *z);

	z->own = own;
	if (deflateInit2(&z->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die_nomem();
	z->to = to;
	z->entries = (struct spool)SPOOL_INIT(DIRECTORY);
	return z;
}

void zip_out_close(struct zip_out *z)
{
	if (!z)
		return;
	deflateEnd(&z->z);
	spool_fini(&z->entries);
	buf_fini(&z->name);
	struct arena own = z->own; /* z lives in it */
	arena_fini(&own);
}

static int put(struct zip_out *z, const void *p, size_t n, struct diag *d)
{
	z->at += n;
	return filter_out_write(z->to, p, n, d);
}

static void add(struct buf *b, int bytes, uint64_t v)
{
	zip_put(buf_room(b, (size_t)bytes), bytes, v);
	b->n += (size_t)bytes;
}

/* Local time, to two seconds, from 1980 to 2107: date in the upper 16 bits. */
static uint32_t dos_time(int64_t mtime)
{
	time_t t = (time_t)mtime;
	struct tm m;

	if (!localtime_r(&t, &m) || m.tm_year < 80)
		return 1 << 16 | 1 << 21;
	unsigned year = m.tm_year < 207 ? (unsigned)m.tm_year - 80 : 127;
	return year << 25 | (unsigned)(m.tm_mon + 1) << 21 | (unsigned)m.tm_mday << 16 | (unsigned)m.tm_hour << 11 |
	       (unsigned)m.tm_min << 5 | (unsigned)(m.tm_sec < 60 ? m.tm_sec : 59) / 2;
}

/* What local header and entry have in common, from "version needed" to the checksum. */
static void add_head(struct buf *b, const struct zip_out *z, bool wide, uint32_t crc)
{
	add(b, 2, wide ? VERSION64 : VERSION);
	add(b, 2, z->flags);
	add(b, 2, z->method);
	add(b, 4, dos_time(z->mtime));
	add(b, 4, crc);
}

/* Seconds since 1970; 9 bytes. */
static void add_time(struct buf *b, int64_t mtime)
{
	add(b, 2, EXTRA_TIME);
	add(b, 2, 5);
	add(b, 1, 1); /* of the last change only */
	add(b, 4, (uint32_t)mtime);
}

static bool has_time(const struct zip_out *z)
{
	return z->mtime >= INT32_MIN && z->mtime <= INT32_MAX;
}

int zip_out_begin(struct zip_out *z, const struct zip_member *m, struct diag *d)
{
	struct buf b = BUF_INIT;

	if (m->name.n > UINT16_MAX)
		return diag_set(d, "bad-name", "a name of more than %d bytes: a zip cannot hold it", UINT16_MAX);
	z->start = z->at;
	z->plain = z->packed = 0;
	z->crc = 0;
	z->mode = m->mode;
	z->mtime = m->mtime;
	buf_reset(&z->name);
	buf_adds(&z->name, m->name);
	z->method = m->stored || m->size == 0 ? ZIP_STORED : ZIP_DEFLATED;
	z->wide = m->size + (m->size >> 10) + STEP >= FULL32; /* what deflate cannot make smaller becomes larger, by less */
	z->flags = m->size ? ZIP_HAS_DESCRIPTOR : 0;
	bool ascii = true;
	for (size_t i = 0; i < m->name.n; i++)
		ascii &= (unsigned char)m->name.p[i] < 0x80;
	z->flags |= !ascii && utf8_valid(m->name, NULL) ? ZIP_UTF8 : 0;
	/* Of stored data the sizes are known: a reader that comes front to back has no other way to find their end. */
	uint64_t size = z->method == ZIP_STORED ? m->size : 0;
	add(&b, 4, ZIP_LOCAL);
	add_head(&b, z, z->wide, 0);
	add(&b, 4, z->wide ? FULL32 : size);
	add(&b, 4, z->wide ? FULL32 : size);
	add(&b, 2, m->name.n);
	add(&b, 2, (z->wide ? 20u : 0u) + (has_time(z) ? 9u : 0u));
	buf_adds(&b, m->name);
	if (z->wide) {
		add(&b, 2, EXTRA_ZIP64);
		add(&b, 2, 16);
		add(&b, 8, size);
		add(&b, 8, size);
	}
	if (has_time(z))
		add_time(&b, z->mtime);
	int rc = put(z, b.p, b.n, d);
	buf_fini(&b);
	deflateReset(&z->z);
	return rc;
}

static int put_data(struct zip_out *z, const void *p, size_t n, struct diag *d)
{
	z->packed += n;
	return put(z, p, n, d);
}

/* What deflate has ready; with Z_FINISH all that is left. */
static int squeeze(struct zip_out *z, int how, struct diag *d)
{
	int rc;

	do {
		z->z.next_out = z->step;
		z->z.avail_out = STEP;
		rc = deflate(&z->z, how);
		if (rc == Z_STREAM_ERROR)
			die_nomem();
		if (put_data(z, z->step, STEP - z->z.avail_out, d) != 0)
			return -1;
	} while (how == Z_FINISH ? rc != Z_STREAM_END : z->z.avail_in > 0);
	return 0;
}

int zip_out_data(struct zip_out *z, struct span piece, struct diag *d)
{
	z->crc = (uint32_t)crc32_z(z->crc, (const Bytef *)piece.p, piece.n);
	z->plain += piece.n;
	if (z->method == ZIP_STORED)
		return put_data(z, piece.p, piece.n, d);
	while (piece.n > 0) {
		size_t n = piece.n < 1 << 30 ? piece.n : 1 << 30;
		z->z.next_in = (Bytef *)(uintptr_t)piece.p;
		z->z.avail_in = (uInt)n;
		if (squeeze(z, Z_NO_FLUSH, d) != 0)
			return -1;
		piece = span_cut(piece, n, piece.n);
	}
	return 0;
}

static int put_descriptor(struct zip_out *z, struct diag *d)
{
	struct buf b = BUF_INIT;

	add(&b, 4, ZIP_DESCRIPTOR);
	add(&b, 4, z->crc);
	add(&b, z->wide ? 8 : 4, z->packed);
	add(&b, z->wide ? 8 : 4, z->plain);
	int rc = put(z, b.p, b.n, d);
	buf_fini(&b);
	return rc;
}

/* The fields that do not fit 32 bits, in the order of the zip64 block. */
static void add_wide(struct buf *b, const uint64_t v[3])
{
	size_t n = 0;

	for (int i = 0; i < 3; i++)
		n += v[i] >= FULL32 ? 8 : 0;
	if (n == 0)
		return;
	add(b, 2, EXTRA_ZIP64);
	add(b, 2, n);
	for (int i = 0; i < 3; i++)
		if (v[i] >= FULL32)
			add(b, 8, v[i]);
}

static uint64_t narrow(uint64_t v)
{
	return v < FULL32 ? v : FULL32;
}

int zip_out_end(struct zip_out *z, struct diag *d)
{
	const uint64_t v[3] = {z->plain, z->packed, z->start};
	struct buf b = BUF_INIT, extra = BUF_INIT;

	if (z->method == ZIP_DEFLATED && squeeze(z, Z_FINISH, d) != 0)
		return -1;
	if (z->flags & ZIP_HAS_DESCRIPTOR && put_descriptor(z, d) != 0)
		return -1;
	add_wide(&extra, v);
	if (has_time(z))
		add_time(&extra, z->mtime);
	bool wide = z->wide || z->packed >= FULL32 || z->start >= FULL32;
	add(&b, 4, ZIP_CENTRAL);
	add(&b, 2, UNIX | (wide ? VERSION64 : VERSION));
	add_head(&b, z, wide, z->crc);
	add(&b, 4, narrow(z->packed));
	add(&b, 4, narrow(z->plain));
	add(&b, 2, z->name.n);
	add(&b, 2, extra.n);
	add(&b, 6, 0); /* no comment, first volume, content of any kind */
	add(&b, 4, (uint64_t)z->mode << 16 | (S_ISDIR(z->mode) ? MS_FOLDER : 0));
	add(&b, 4, narrow(z->start));
	const struct span parts[3] = {buf_span(&b), buf_span(&z->name), buf_span(&extra)};
	int rc = spool_push(&z->entries, parts, 3, d);
	buf_fini(&b);
	buf_fini(&extra);
	return rc;
}

/* The end records behind a directory of n entries at at. */
static int put_end(struct zip_out *z, uint64_t n, uint64_t at, struct diag *d)
{
	uint64_t size = z->at - at, end = z->at;
	struct buf b = BUF_INIT;

	if (n >= UINT16_MAX || size >= FULL32 || at >= FULL32) {
		add(&b, 4, ZIP_END64);
		add(&b, 8, ZIP_END64_LEN - 12);
		add(&b, 2, UNIX | VERSION64);
		add(&b, 2, VERSION64);
		add(&b, 8, 0); /* one volume */
		add(&b, 8, n);
		add(&b, 8, n);
		add(&b, 8, size);
		add(&b, 8, at);
		add(&b, 4, ZIP_LOCATOR);
		add(&b, 4, 0);
		add(&b, 8, end);
		add(&b, 4, 1);
	}
	add(&b, 4, ZIP_END);
	add(&b, 4, 0);
	add(&b, 2, n < UINT16_MAX ? n : UINT16_MAX);
	add(&b, 2, n < UINT16_MAX ? n : UINT16_MAX);
	add(&b, 4, narrow(size));
	add(&b, 4, narrow(at));
	add(&b, 2, 0);
	int rc = put(z, b.p, b.n, d);
	buf_fini(&b);
	return rc;
}

int zip_out_finish(struct zip_out *z, struct diag *d)
{
	uint64_t n = z->entries.n, at = z->at;
	struct span entry;
	int rc;

	while ((rc = spool_peek(&z->entries, &entry, d)) == 1) {
		if (put(z, entry.p, entry.n, d) != 0)
			return -1;
		spool_pop(&z->entries);
	}
	return rc < 0 ? -1 : put_end(z, n, at, d);
}
