/* deflate.h: raw deflate streams and CRC-32, as zip members have them. (gzip streams: filter.h.) */
#ifndef CAPTOOLS_PACK_DEFLATE_H
#define CAPTOOLS_PACK_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

/* The whole stream in, expanded behind out; more than cap bytes is "too-large". 0, or -1 with d. */
int deflate_expand(struct span in, size_t cap, struct buf *out, struct diag *d);
/* in, compressed behind out. */
void deflate_pack(struct span in, struct buf *out);
uint32_t crc32_of(struct span s);

#endif
