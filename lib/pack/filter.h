/* filter.h: a compressed stream as plain bytes, and plain bytes as a compressed stream (gzip, zstd, xz, bzip2). */
#ifndef CAPTOOLS_PACK_FILTER_H
#define CAPTOOLS_PACK_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/span.h"

enum filter_kind { FILTER_NONE, FILTER_GZIP, FILTER_ZSTD, FILTER_XZ, FILTER_BZIP2 };

/* Whether a file of this name is meant to be a tar ("a.tar", "a.tar.gz", "a.tgz"), and its compression. */
bool filter_of_tar(struct span name, enum filter_kind *kind);

struct filter_in;
/* Reads fd (not closed) from its current position. NULL with d. */
struct filter_in *filter_in_open(int fd, enum filter_kind kind, struct diag *d);
/* The next piece, valid until the next call. 1, 0 at the end, -1 with d. */
int filter_in_next(struct filter_in *f, struct span *piece, struct diag *d);
void filter_in_close(struct filter_in *f);

struct filter_out;
/* Writes to fd (not closed). NULL with d. */
struct filter_out *filter_out_open(int fd, enum filter_kind kind, struct diag *d);
int filter_out_write(struct filter_out *f, const char *p, size_t n, struct diag *d);
/* Writes the end and frees f, also on error. */
int filter_out_close(struct filter_out *f, struct diag *d);
/* Frees f and writes no end: half a stream must not look whole. */
void filter_out_abort(struct filter_out *f);

#endif
