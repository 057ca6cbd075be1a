/* output.h: the file that an option names (-o, --undo-log, --write-baseline): the one way to it. A regular file, or a name that is new, is
 * replaced once the output is whole (atomic.h); a FIFO, a device, standard output and the process's other descriptors are written through and
 * never renamed over; a folder or a socket is refused. */
#ifndef CAPTOOLS_IO_OUTPUT_H
#define CAPTOOLS_IO_OUTPUT_H

#include <stdbool.h>

#include "io/atomic.h"

struct output {
	int fd;       /* for writing; -1 = none open */
	bool through; /* what was written is out: there is nothing to put in place, or to take back */
	bool borrowed;
	const char *path;
	struct atomic file;
};

#define OUTPUT_INIT {.fd = -1, .file = ATOMIC_INIT}

/* Opens path (kept by reference). A file that is replaced gives the new one its mode and owner. Opening a FIFO waits for its reader. 0, or
 * -1 with d: "usage" when path is nothing that is written to. */
int output_open(struct output *o, const char *path, struct diag *d);
/* Whether output_open would put a new file in place under that name: until it does, all can be taken back. */
bool output_placed(const char *path);
/* As output_open, around a descriptor that stays the caller's. */
void output_fd(struct output *o, int fd, const char *path);
/* p[0..n). 0, or -1 with d, which names the path: "write", or "pipe" when the reader has gone. */
int output_put(struct output *o, const char *p, size_t n, struct diag *d);
/* The output is whole: it takes its place, durably. 0, or -1 with d, which names the path. Closes o either way. */
int output_commit(struct output *o, struct diag *d);
/* Forgets what has not been written through. */
void output_abort(struct output *o);

#endif
