/* fdio.h: bytes between descriptors: all of them or an error. */
#ifndef CAPTOOLS_BASE_FDIO_H
#define CAPTOOLS_BASE_FDIO_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* All n bytes, however often it takes. 0, or -1 and errno. */
int fd_write(int fd, const char *p, size_t n);
/* Up to n bytes from offset at; short only at the end of the file. The count, or -1 and errno. */
long long fd_pread(int fd, char *p, size_t n, uint64_t at);
/* Copies n bytes from offset at of in to out's position, in the kernel where it can, else through
 * tmp. 0, or -1 and errno; ENODATA when in ends before. */
int fd_copy(int in, uint64_t at, int out, uint64_t n, struct buf *tmp);

#endif
