/* tarhdr.h: tar headers as bytes: read, checked, and changed in the one place that a new content asks for.
 * Formats: POSIX.1-2017 pax (ustar header, pax records), GNU tar manual "Basic Tar Format" (base-256, L and K, sparse). */
#ifndef CAPTOOLS_PACK_TARHDR_H
#define CAPTOOLS_PACK_TARHDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

enum { TAR_BLOCK = 512, TAR_SPECIAL_MAX = 1 << 20, TAR_SPECIALS = 32 };

/* n rounded up to whole blocks. */
static inline uint64_t tar_padded(uint64_t n)
{
	return (n + TAR_BLOCK - 1) & ~(uint64_t)(TAR_BLOCK - 1);
}

struct tar_head {
	char type;
	uint64_t size;   /* the size field */
	bool gnu, ustar; /* by the magic */
};

/* One 512-byte block. 1: a header with a right checksum, h filled; 0: all zero, the end of the archive; -1 with d. */
int tar_head_read(const char *block, struct tar_head *h, struct diag *d);
/* The name as the block itself has it (prefix and name), appended to b. */
void tar_head_name(const char *block, const struct tar_head *h, struct buf *b);
/* Sets the size and the checksum, each in the notation that stands there. False: the size does not fit the field. */
bool tar_head_resize(char *block, uint64_t size);

/* The next record of a pax body at *at. 1 with key and value, 0 at the end, -1 for a malformed one. */
int tar_pax_next(struct span body, size_t *at, struct span *key, struct span *value);
/* Appends one pax record. */
void tar_pax_put(struct buf *b, struct span key, struct span value);
/* The headers of one member (specials and its own, whole blocks) appended to b with a new size of the data: only the size
 * field, a pax "size" record and the checksums differ. False: cannot be written. */
bool tar_group_resize(struct span group, uint64_t size, struct buf *b);
/* The headers of a new plain file called name, like the member whose own header block is given (owner, mode, time). */
bool tar_group_make(const char *like, struct span name, uint64_t size, struct buf *b);

#endif
