/* zread.h: zstd, the only door to it. */
#ifndef CAPTOOLS_BASE_ZREAD_H
#define CAPTOOLS_BASE_ZREAD_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

/* Decompresses src (one or more zstd frames) behind b; at most cap bytes in all ("too-large"). A plain src is copied. */
int zstd_expand(struct span src, struct buf *b, size_t cap, struct diag *d);
/* Appends src as one zstd frame. Out of memory ends the process. */
void zstd_pack(struct span src, struct buf *b);

#endif
