/* sys_darwin.c: macOS, 10.12 and later. It has no Landlock, and nothing that looks at a pipe's next byte. */
#ifdef __APPLE__
#include "base/sys.h"

#include <copyfile.h>
#include <errno.h>
#include <mach-o/dyld.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

/* ---- the process ---- */

bool sys_program(char path[SYS_PATH])
{
	char called[SYS_PATH];
	uint32_t n = sizeof called;

	return _NSGetExecutablePath(called, &n) == 0 && realpath(called, path);
}

int sys_cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (int)n : 1;
}

bool sys_random(uint64_t *bits)
{
	return getentropy(bits, sizeof *bits) == 0;
}

/* ---- memory and pipes ---- */

void *sys_pages(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

int sys_peek(int fd)
{
	(void)fd;
	return -1;
}

/* ---- files ---- */

/* fsync(2): it leaves the data in the drive's cache, F_FULLFSYNC does not. Network file systems have only the former. */
int sys_sync(int fd)
{
	return fcntl(fd, F_FULLFSYNC) == 0 ? 0 : fsync(fd);
}

int sys_sync_all(int fd)
{
	return fsync_volume_np(fd, SYNC_VOLUME_FULLSYNC | SYNC_VOLUME_WAIT);
}

/* F_PUNCHHOLE takes whole blocks of the file system: those inside. */
void sys_give_back(int fd, uint64_t at, uint64_t n)
{
	enum { BLOCK = 1 << 16 };
	uint64_t first = (at + BLOCK - 1) / BLOCK * BLOCK, end = (at + n) / BLOCK * BLOCK;
	struct fpunchhole hole = {.fp_offset = (off_t)first, .fp_length = (off_t)(end - first)};

	if (end > first)
		(void)fcntl(fd, F_PUNCHHOLE, &hole);
}

size_t sys_path_of(int fd, char path[SYS_PATH])
{
	*path = 0;
	return fcntl(fd, F_GETPATH, path) == 0 ? strlen(path) : 0; /* at most MAXPATHLEN, 1024 */
}

int sys_rename_new(int dir, const char *from, const char *to)
{
	if (renameatx_np(dir, from, dir, to, RENAME_EXCL) == 0)
		return 0;
	return errno == ENOTSUP || errno == EINVAL ? sys_link_new(dir, from, to) : -1;
}

int sys_exchange(int dir, const char *a, const char *b)
{
	if (renameatx_np(dir, a, dir, b, RENAME_SWAP) == 0)
		return 0;
	if (errno == ENOTSUP)
		errno = EOPNOTSUPP;
	return -1;
}

/* What cannot be copied is let go, as cp does without -p. */
void sys_copy_xattrs(int from, int to)
{
	(void)fcopyfile(from, to, NULL, COPYFILE_ACL | COPYFILE_XATTR);
}

struct timespec sys_read_time(const struct stat *st)
{
	return st->st_atimespec;
}

struct timespec sys_write_time(const struct stat *st)
{
	return st->st_mtimespec;
}
#endif
