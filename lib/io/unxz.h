/* unxz.h: an xz stream as plain bytes. Not by libarchive's filter: that of 3.6 reads through a null pointer when it was not made for want of memory. */
#ifndef CAPTOOLS_IO_UNXZ_H
#define CAPTOOLS_IO_UNXZ_H

#include "base/diag.h"
#include "base/span.h"

/* The next piece of the compressed stream, good until the next call: 1, 0 at its end, -1 with d. */
typedef int unxz_more(void *ctx, struct span *raw, struct diag *d);

struct unxz;
/* NULL with d. */
struct unxz *unxz_open(unxz_more *more, void *ctx, struct diag *d);
/* The next plain piece, good until the next call: 1, 0 at the end of the last stream (several may follow each other), -1 with d: more's own, or
 * "bad-compression". */
int unxz_next(struct unxz *x, struct span *piece, struct diag *d);
void unxz_close(struct unxz *x);

#endif
