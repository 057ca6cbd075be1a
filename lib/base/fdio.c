/* fdio.c: writing all, reading at an offset, copying. */
#include "base/fdio.h"

#include <errno.h>

#include "base/sys.h"

enum { CHUNK = 1 << 18 };
/* One call stays short enough for a signal to be noticed. */
static const uint64_t KERNEL_CHUNK = 64u << 20;

int fd_write(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

long long fd_pread(int fd, char *p, size_t n, uint64_t at)
{
	size_t got = 0;

	while (got < n) {
		ssize_t r = pread(fd, p + got, n - got, (off_t)(at + got));
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		got += (size_t)r;
	}
	return (long long)got;
}

/* By hand: pipes, file systems that cannot, kernels before 5.3. */
static int copy_through(int in, uint64_t at, int out, uint64_t n, struct buf *tmp)
{
	buf_reset(tmp);
	char *p = buf_room(tmp, CHUNK);

	while (n > 0) {
		long long r = fd_pread(in, p, n < CHUNK ? (size_t)n : CHUNK, at);
		if (r < 0)
			return -1;
		if (r == 0) {
			errno = ENODATA;
			return -1;
		}
		if (fd_write(out, p, (size_t)r) != 0)
			return -1;
		at += (uint64_t)r;
		n -= (uint64_t)r;
	}
	return 0;
}

int fd_copy(int in, uint64_t at, int out, uint64_t n, struct buf *tmp)
{
	while (n >= CHUNK) { /* small pieces are not worth a special call */
		long long w = sys_copy(in, at, out, n < KERNEL_CHUNK ? n : KERNEL_CHUNK);
		if (w < 0)
			return -1;
		if (w == 0) /* not here, or the end: read() tells which */
			break;
		at += (uint64_t)w;
		n -= (uint64_t)w;
	}
	return n ? copy_through(in, at, out, n, tmp) : 0;
}
