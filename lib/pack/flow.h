/* flow.h: a file read front to back while another is written from it: bytes are kept as they are, dropped, or put new between
 * them. Kept runs of a plain file are copied by the kernel in one piece, however many members they hold. */
#ifndef CAPTOOLS_PACK_FLOW_H
#define CAPTOOLS_PACK_FLOW_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "pack/filter.h"

struct flow {
	int in, out;            /* out -1: nothing is written (a dry run) */
	struct filter_in *fin;  /* set: in is compressed and cannot seek */
	struct filter_out *fout;
	uint64_t pos, size;     /* bytes of (plain) input taken; size of a plain in */
	uint64_t keep_from;     /* of a plain in: [keep_from,pos) is to be copied */
	uint64_t written;       /* (plain) bytes of output so far, due ones counted, the pending run not */
	struct buf due;         /* output bytes of a plain file that are not written yet */
	uint64_t behind;        /* output bytes that the kernel was asked to write to the disk already */
	struct span piece;      /* compressed in: what is left of the filter's last piece */
	struct buf ahead;       /* bytes from ahead_at on that were peeked */
	uint64_t ahead_at;
	struct buf tmp;
};

/* in: an open file at its beginning; from, to: compression of in and of out. 0, or -1 with d. */
int flow_open(struct flow *f, int in, int out, enum filter_kind from, enum filter_kind to, struct diag *d);
/* The next n bytes without taking them; fewer only at the end of the input. Valid until the next call on f. */
int flow_peek(struct flow *f, size_t n, struct span *s, struct diag *d);
/* Takes n bytes and writes them as they are. Fewer left: "truncated". */
int flow_keep(struct flow *f, uint64_t n, struct diag *d);
/* Takes n bytes and forgets them. */
int flow_drop(struct flow *f, uint64_t n, struct diag *d);
/* Writes new bytes. */
int flow_put(struct flow *f, const char *p, size_t n, struct diag *d);
/* Where the next byte that is put or kept will stand in the output. */
uint64_t flow_at(const struct flow *f);
/* Keeps all that is left and writes everything out. */
int flow_finish(struct flow *f, struct diag *d);
/* Frees f, finished or not; closes neither descriptor. */
void flow_close(struct flow *f);

#endif
