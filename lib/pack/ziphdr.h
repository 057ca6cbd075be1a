/* ziphdr.h: zip structures as bytes: the end record, the central directory entry by entry, local headers.
 * Offsets and signatures from PKWARE's APPNOTE.TXT 6.3.x, section 4.3. */
#ifndef CAPTOOLS_PACK_ZIPHDR_H
#define CAPTOOLS_PACK_ZIPHDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

enum { ZIP_LOCAL_LEN = 30, ZIP_CENTRAL_LEN = 46, ZIP_END_LEN = 22, ZIP_END64_LEN = 56, ZIP_LOCATOR_LEN = 20 };
enum { ZIP_LOCAL = 0x04034b50, ZIP_CENTRAL = 0x02014b50, ZIP_END = 0x06054b50, ZIP_END64 = 0x06064b50,
       ZIP_LOCATOR = 0x07064b50, ZIP_DESCRIPTOR = 0x08074b50 };
enum { ZIP_ENCRYPTED = 1, ZIP_HAS_DESCRIPTOR = 8, ZIP_UTF8 = 1 << 11, ZIP_MASKED = 1 << 13 };
enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

static inline uint16_t zip16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint16_t)(u[0] | u[1] << 8);
}

static inline uint32_t zip32(const char *p)
{
	return zip16(p) | (uint32_t)zip16(p + 2) << 16;
}

static inline uint64_t zip64(const char *p)
{
	return zip32(p) | (uint64_t)zip32(p + 4) << 32;
}

void zip_put(char *p, int bytes, uint64_t v);

/* Where things are in the file. All offsets are the file's own; base is what must be added to a stored offset
 * (a program in front that was not counted). */
struct zip_end {
	uint64_t size;              /* of the file */
	uint64_t dir_at, dir_size, entries, base;
	uint64_t end_at, end_len;   /* the end record with its comment */
	uint64_t end64_at, end64_len, locator_at; /* end64_len 0 = none */
};

struct zip_entry {
	struct span raw, name, extra, comment; /* raw: the whole central entry; the others lie in it */
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, plain, at; /* at: of the local header, in the file */
	uint64_t dir_at;            /* of this entry, in the file */
};

/* Reads the central directory front to back through a window. */
struct zip_cursor {
	int fd;
	uint64_t at, end;
	struct buf win;
	size_t off;
	const struct zip_end *z;
};

/* 0, or -1 with d ("bad-archive", "unsupported"). */
int zip_end_read(int fd, struct zip_end *z, struct diag *d);
void zip_cursor_open(struct zip_cursor *c, int fd, const struct zip_end *z);
/* 1, 0 at the end, -1 with d. e is valid until the next call. */
int zip_cursor_next(struct zip_cursor *c, struct zip_entry *e, struct diag *d);
/* Goes to the entry at dir_at. 0, or -1 with d. */
int zip_cursor_seek(struct zip_cursor *c, uint64_t dir_at, struct diag *d);
void zip_cursor_close(struct zip_cursor *c);

/* The field of an extra block with this tag (the value only), or an empty span with p NULL. */
struct span zip_extra(struct span extra, uint16_t tag);
/* The entry's name: the Unicode path extra (0x7075) where it fits the name, else the name as it stands there. */
struct span zip_name(const struct zip_entry *e);

#endif
