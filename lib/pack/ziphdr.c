/* ziphdr.c: finding and reading zip structures. */
#include "pack/ziphdr.h"

#include <errno.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"
#include "pack/deflate.h"

enum { WINDOW = 1 << 16, COMMENT_MAX = 65535 };

void zip_put(char *p, int bytes, uint64_t v)
{
	for (int i = 0; i < bytes; i++, v >>= 8)
		p[i] = (char)(v & 0xFF);
}

static int damaged(struct diag *d, const char *what)
{
	return diag_set(d, "bad-archive", "the zip's %s is damaged", what);
}

/* The last end record. Readers look no further, so one whose comment runs past the file does not send us to an earlier list either. */
static int find_end(int fd, struct zip_end *z, struct buf *tail, struct diag *d)
{
	size_t want = COMMENT_MAX + ZIP_END_LEN;

	if (want > z->size)
		want = (size_t)z->size;
	long long n = fd_pread(fd, buf_room(tail, want + 1), want, z->size - want);
	if (n < 0)
		return diag_set(d, "read", "%s", strerror(errno));
	tail->n = (size_t)n;
	for (size_t i = tail->n; i >= ZIP_END_LEN; i--) {
		const char *p = tail->p + i - ZIP_END_LEN;
		if (zip32(p) == ZIP_END) {
			if (zip16(p + 20) > tail->n - i)
				return damaged(d, "end record");
			z->end_at = z->size - tail->n + i - ZIP_END_LEN;
			z->end_len = ZIP_END_LEN + zip16(p + 20);
			memmove(tail->p, p, ZIP_END_LEN);
			return 0;
		}
	}
	return diag_set(d, "bad-archive", "no end record of a zip: cut off, or no zip");
}

/* The zip64 end record: where the locator says, or right before the locator if bytes were put in front. */
static int find_end64(int fd, struct zip_end *z, struct diag *d)
{
	char loc[ZIP_LOCATOR_LEN], rec[ZIP_END64_LEN];

	if (z->end_at < ZIP_LOCATOR_LEN + ZIP_END64_LEN)
		return 0;
	z->locator_at = z->end_at - ZIP_LOCATOR_LEN;
	if (fd_pread(fd, loc, sizeof loc, z->locator_at) != sizeof loc || zip32(loc) != ZIP_LOCATOR)
		return 0;
	if (zip32(loc + 16) > 1)
		return diag_set(d, "unsupported", "a zip in several parts cannot be rewritten");
	uint64_t tries[2] = {zip64(loc + 8), z->locator_at - ZIP_END64_LEN};
	for (int i = 0; i < 2; i++) {
		if (tries[i] > z->locator_at - ZIP_END64_LEN ||
		    fd_pread(fd, rec, sizeof rec, tries[i]) != sizeof rec || zip32(rec) != ZIP_END64)
			continue;
		uint64_t len = zip64(rec + 4);
		if (len > z->locator_at - tries[i] - 12 || len < ZIP_END64_LEN - 12)
			continue;
		z->end64_at = tries[i];
		z->end64_len = len + 12;
		if (zip32(rec + 16) != 0 || zip32(rec + 20) != 0 || zip64(rec + 24) != zip64(rec + 32))
			return diag_set(d, "unsupported", "a zip in several parts cannot be rewritten");
		z->entries = zip64(rec + 32);
		z->dir_size = zip64(rec + 40);
		z->dir_at = zip64(rec + 48);
		return 0;
	}
	return damaged(d, "zip64 end record");
}

static bool central_at(int fd, uint64_t at)
{
	char sig[4];

	return fd_pread(fd, sig, 4, at) == 4 && zip32(sig) == ZIP_CENTRAL;
}

int zip_end_read(int fd, struct zip_end *z, struct diag *d)
{
	struct stat st;
	struct buf tail = BUF_INIT;

	*z = (struct zip_end){0};
	if (fstat(fd, &st) != 0)
		return diag_set(d, "read", "%s", strerror(errno));
	z->size = (uint64_t)st.st_size;
	int rc = find_end(fd, z, &tail, d);
	/* Readers take such a zip for a stream, and one that is mended for another: a member may be lost between the two. */
	if (rc == 0 && ((zip16(tail.p + 4) != 0 && zip16(tail.p + 4) != 0xFFFF) ||
	                (zip16(tail.p + 6) != 0 && zip16(tail.p + 6) != 0xFFFF) ||
	                zip16(tail.p + 8) != zip16(tail.p + 10)))
		rc = diag_set(d, "unsupported", "a zip in several parts cannot be rewritten");
	if (rc == 0)
		rc = find_end64(fd, z, d);
	if (rc == 0 && z->end64_len == 0) {
		z->entries = zip16(tail.p + 10);
		z->dir_size = zip32(tail.p + 12);
		z->dir_at = zip32(tail.p + 16);
	}
	buf_fini(&tail);
	if (rc != 0)
		return rc;
	uint64_t before = z->end64_len ? z->end64_at : z->end_at;
	if (z->dir_size > before || z->dir_at > before - z->dir_size || z->entries > z->dir_size / ZIP_CENTRAL_LEN)
		return damaged(d, "end record");
	/* Usually the directory ends where the end record begins; what is missing was put in front of the archive. */
	uint64_t real = before - z->dir_size;
	if (z->entries > 0 && !central_at(fd, real)) {
		real = z->dir_at;
		if (!central_at(fd, real))
			return damaged(d, "directory");
	}
	z->base = real - z->dir_at;
	z->dir_at = real;
	return 0;
}

void zip_cursor_open(struct zip_cursor *c, int fd, const struct zip_end *z)
{
	*c = (struct zip_cursor){.fd = fd, .at = z->dir_at, .end = z->dir_at + z->dir_size, .z = z};
}

void zip_cursor_close(struct zip_cursor *c)
{
	buf_fini(&c->win);
}

/* At least n bytes at win.p + off, or false. */
static bool have(struct zip_cursor *c, size_t n)
{
	if (c->win.n - c->off >= n)
		return true;
	c->win.n -= c->off;
	if (c->win.n)
		memmove(c->win.p, c->win.p + c->off, c->win.n);
	c->off = 0;
	size_t want = n > WINDOW ? n : WINDOW;
	if (want - c->win.n > c->end - c->at)
		want = c->win.n + (size_t)(c->end - c->at);
	if (want < n)
		return false;
	want -= c->win.n;
	long long r = fd_pread(c->fd, buf_room(&c->win, want + 1), want, c->at);
	if (r != (long long)want)
		return false;
	c->win.n += want;
	c->at += want;
	return true;
}

int zip_cursor_seek(struct zip_cursor *c, uint64_t dir_at, struct diag *d)
{
	uint64_t from = c->at - c->win.n;

	if (dir_at < c->z->dir_at || dir_at >= c->end)
		return damaged(d, "directory");
	if (dir_at >= from && dir_at < c->at) {
		c->off = (size_t)(dir_at - from);
	} else {
		c->at = dir_at;
		c->win.n = c->off = 0;
	}
	return 0;
}

struct span zip_extra(struct span extra, uint16_t tag)
{
	while (extra.n >= 4) {
		size_t n = zip16(extra.p + 2);
		if (n > extra.n - 4)
			break;
		if (zip16(extra.p) == tag)
			return span_cut(extra, 4, 4 + n);
		extra = span_cut(extra, 4 + n, extra.n);
	}
	return (struct span){NULL, 0};
}

/* The 64-bit values that stand in the extra for fields that are all ones. */
static bool wide(struct zip_entry *e)
{
	struct span x = zip_extra(e->extra, 1);
	uint64_t *v[3] = {&e->plain, &e->packed, &e->at};

	for (int i = 0; i < 3; i++) {
		if (*v[i] != 0xFFFFFFFF)
			continue;
		if (x.n < 8)
			return false;
		*v[i] = zip64(x.p);
		x = span_cut(x, 8, x.n);
	}
	return true;
}

int zip_cursor_next(struct zip_cursor *c, struct zip_entry *e, struct diag *d)
{
	uint64_t left = c->end - c->at + (c->win.n - c->off);

	if (left == 0)
		return 0;
	if (!have(c, ZIP_CENTRAL_LEN))
		return damaged(d, "directory");
	const char *p = c->win.p + c->off;
	if (zip32(p) == 0x05054b50) /* a digital signature at the end: it stays, though it no longer fits */
		return 0;
	size_t name = zip16(p + 28), extra = zip16(p + 30), comment = zip16(p + 32);
	size_t len = ZIP_CENTRAL_LEN + name + extra + comment;
	if (zip32(p) != ZIP_CENTRAL || !have(c, len))
		return damaged(d, "directory");
	p = c->win.p + c->off;
	e->raw = (struct span){p, len};
	e->name = span_cut(e->raw, ZIP_CENTRAL_LEN, ZIP_CENTRAL_LEN + name);
	e->extra = span_cut(e->raw, ZIP_CENTRAL_LEN + name, ZIP_CENTRAL_LEN + name + extra);
	e->comment = span_cut(e->raw, len - comment, len);
	e->dir_at = c->at - (c->win.n - c->off);
	e->flags = zip16(p + 8);
	e->method = zip16(p + 10);
	e->crc = zip32(p + 16);
	e->packed = zip32(p + 20);
	e->plain = zip32(p + 24);
	e->at = zip32(p + 42);
	c->off += len;
	if (!wide(e) || e->at > c->z->dir_at || (e->at += c->z->base) > c->z->dir_at ||
	    e->packed > c->z->dir_at - e->at)
		return damaged(d, "directory");
	return 1;
}

struct span zip_name(const struct zip_entry *e)
{
	struct span x = zip_extra(e->extra, 0x7075); /* APPNOTE 4.6.9: version 1, CRC of the name, UTF-8 name */

	return x.n > 5 && x.p[0] == 1 && zip32(x.p + 1) == crc32_of(e->name) ? span_cut(x, 5, x.n) : e->name;
}
