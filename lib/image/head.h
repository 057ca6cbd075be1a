/* head.h: what a picture file says of itself, without decoding a pixel: format, size, bits, alpha, orientation, profile, frames,
 * whether its end is there. Formats are told by their first bytes. Each is one file head_NAME.c with `const struct head_format
 * head_NAME` and a row in heads.def. Everything is hostile: no size is believed beyond the file's own bytes. */
#ifndef CAPTOOLS_IMAGE_HEAD_H
#define CAPTOOLS_IMAGE_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum { HEAD_WINDOW = 64 << 10, HEAD_ICC_MAX = 4 << 20, HEAD_EXIF_MAX = 1 << 20 };

/* The bytes of a file, wherever they are. at gives up to n bytes at off, fewer at the end or where they are not to be had; they are
 * good until the next call. n is at most HEAD_WINDOW. */
struct image_file {
	uint64_t size;
	struct span (*at)(struct image_file *f, uint64_t off, size_t n);
	uint64_t gap_from, gap_to; /* these bytes were not kept: what is missing in them is no fault */
	struct span all;           /* image_memory's */
};
/* A file that is in memory whole. */
void image_memory(struct image_file *f, struct span bytes);
/* A file behind a descriptor, or a piece of one: windows are read into room (HEAD_WINDOW bytes of the caller's). */
struct image_piece {
	struct image_file f;
	int fd;
	uint64_t from;      /* the piece's first byte */
	uint64_t window_at;
	size_t window_n;
	char *room;
};
void image_piece(struct image_piece *p, int fd, uint64_t from, uint64_t size, char *room);

enum image_fault {
	FAULT_NONE,
	FAULT_EMPTY,        /* no bytes */
	FAULT_UNKNOWN,      /* no format that is known */
	FAULT_BROKEN,       /* the header makes no sense */
	FAULT_TRUNCATED,    /* what the header promises goes on behind the last byte, or the end mark is missing */
	FAULT_SIZE_LIES,    /* so many pixels cannot be in so few bytes, or two places name two sizes */
};

struct image_head {
	const char *format;      /* "jpeg", "png", ...; NULL: unknown */
	uint32_t width, height;  /* as stored */
	uint8_t orientation;     /* EXIF 1 to 8, 0: none; of heif: that of its own turns */
	uint8_t bits;            /* of a channel, 0: unknown */
	const char *mode;        /* "grey", "rgb", "palette", "cmyk", "ycck"; NULL: unknown */
	const char *alpha;       /* NULL: opaque; "channel", "palette", "key", "plane" */
	bool real;               /* samples are floating point */
	bool extended;           /* webp: VP8X, whose size imagesize 1.4.1 reads one short */
	bool video;              /* a film and no picture */
	uint32_t frames;         /* 1, or of an animation; 0: unknown */
	uint64_t bytes;
	char icc[80];            /* the profile's description, UTF-8; "": no profile */
	bool has_icc;
	enum image_fault fault;
	const char *why;         /* a literal: what exactly; NULL without fault */
	uint8_t quality;         /* jpeg: 1 to 100 by its tables, 0: not to be told */
};

/* Fills h. a: scratch. */
void image_head(struct image_file *f, struct arena *a, struct image_head *h);
/* Width and height as they look when the orientation is applied. */
void image_shown(const struct image_head *h, uint32_t out[2]);
const char *image_fault_name(enum image_fault f);

static inline bool image_grey(const struct image_head *h)
{
	return h->mode && strcmp(h->mode, "grey") == 0;
}

/* Whether ignoring the profile changes what is seen: it is another one than the web's own. */
static inline bool image_foreign_colours(const struct image_head *h)
{
	return h->has_icc && !strstr(h->icc, "sRGB");
}

/* ---- for the formats ---- */

struct diag;
struct shrink;
struct thumb;
struct head_format {
	const char *name, *title;       /* "jpeg", "JPEG" */
	bool (*is)(struct span first);  /* the first HEAD_FIRST bytes, or fewer */
	void (*read)(struct image_file *f, struct arena *a, struct image_head *h);
	/* Its pixels, made small (thumb.h); NULL: they are not decoded. */
	int (*shrink)(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d);
};
enum { HEAD_FIRST = 32 };
/* The format of a file that begins so; NULL: none that is known. The only place that tells formats. */
const struct head_format *head_format_of(struct span first);
/* The first fault stays. */
void head_fault(struct image_head *h, enum image_fault fault, const char *why);
/* n bytes at off, or an empty span; of a gap, too. */
struct span head_at(struct image_file *f, uint64_t off, size_t n);
/* Whether the bytes [off, off+n) are missing because the file ends before. */
bool head_beyond(const struct image_file *f, uint64_t off, uint64_t n);
/* Up to n bytes at off, however many windows they take. */
struct span head_copy(struct image_file *f, uint64_t off, uint64_t n, struct arena *a);
/* A TIFF structure as EXIF has it (without "Exif\0\0"): the orientation, by libexif. */
void head_exif(struct image_head *h, struct span tiff);
/* A profile: its description, by lcms2. */
void head_icc(struct image_head *h, struct span profile);

static inline uint32_t be16(const char *p)
{
	return (uint32_t)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static inline uint32_t be32(const char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static inline uint32_t le16(const char *p)
{
	return (uint32_t)(unsigned char)p[1] << 8 | (unsigned char)p[0];
}

static inline uint32_t le32(const char *p)
{
	return le16(p + 2) << 16 | le16(p);
}

#define HEAD(name) extern const struct head_format head_##name;
#include "image/heads.def"
#undef HEAD

#endif
