/* spool.h: a first-in first-out queue of byte records: in memory while it is short, in an unlinked
 * temporary file under $TMPDIR (or /tmp) when it is long. Not shared between threads. */
#ifndef CAPTOOLS_BASE_SPOOL_H
#define CAPTOOLS_BASE_SPOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

struct spool {
	struct buf head, tail; /* the next records; the last ones. What stands between is in the file */
	size_t at;             /* bytes of head that are read */
	size_t memory;         /* so many bytes of tail go to the file at once */
	int fd;                /* -1 = no file yet */
	uint64_t from, to;     /* the file's bytes that are not in head yet */
	uint64_t kept;         /* the file has given back its bytes before this one */
	uint64_t n;            /* records in the queue */
};

#define SPOOL_INIT(bytes) {BUF_INIT, BUF_INIT, 0, (bytes), -1, 0, 0, 0, 0}

/* Appends one record made of parts. 0, or -1 with d (code "spool": the disk is full, no folder); then the
 * queue is as before. */
int spool_push(struct spool *s, const struct span *part, size_t parts, struct diag *d);
/* The first record, which stays: 1, 0 when the queue is empty, -1 with d. It is valid until the next call
 * with s. */
int spool_peek(struct spool *s, struct span *record, struct diag *d);
/* Takes off the record that the last spool_peek showed. */
void spool_pop(struct spool *s);
/* Empties it and gives file and memory back. */
void spool_fini(struct spool *s);

#endif
