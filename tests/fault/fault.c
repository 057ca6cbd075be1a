/* fault.c: LD_PRELOAD shim: the n-th call of a kind fails, or the process is killed in front of it.
 * FAULT=KIND:N[+]:HOW  KIND: open read write rename sync unlink lock close, any of these, malloc mmap thread; N counts from 1, with +
 * all later calls fail, too; HOW: KILL, or EIO ENOSPC EACCES EINTR EROFS EMFILE (malloc and mmap say ENOMEM, thread EAGAIN), or WAIT: nothing
 * fails, but the call begins only when the file FAULT_GO is there, or after FAULT_WAIT milliseconds (5000). FAULT_MARK: a file that is made
 * when the fault strikes.
 * The calls go to the kernel directly, so that nothing depends on what libc does inside. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static char kind[16];
static long nth, count;
enum { WAIT = -1 };
static int on, forever, how; /* how 0: kill */

__attribute__((constructor)) static void begin(void)
{
	static const struct { const char *name; int err; } hows[] = {
		{"KILL", 0}, {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EINTR", EINTR}, {"EROFS", EROFS},
		{"EMFILE", EMFILE}, {"WAIT", WAIT},
	};
	const char *f = getenv("FAULT"), *colon = f ? strchr(f, ':') : NULL;

	if (!colon || (size_t)(colon - f) >= sizeof kind)
		return;
	memcpy(kind, f, (size_t)(colon - f));
	char *end;
	nth = strtol(colon + 1, &end, 10);
	forever = *end == '+';
	end += forever;
	for (size_t i = 0; *end == ':' && i < sizeof hows / sizeof *hows; i++)
		if (strcmp(end + 1, hows[i].name) == 0) {
			how = hows[i].err;
			on = 1;
		}
}

static void wait_for_go(void)
{
	const char *go = getenv("FAULT_GO"), *ms = getenv("FAULT_WAIT");
	const struct timespec step = {0, 2000000};

	for (long left = ms ? atol(ms) : 5000; left > 0 && !(go && syscall(SYS_faccessat, AT_FDCWD, go, F_OK) == 0); left -= 2)
		syscall(SYS_nanosleep, &step, NULL);
}

/* Whether this call is the one. any: is meant by that word, too. */
static int strikes_if(const char *what, int any)
{
	if (!on || (strcmp(kind, what) != 0 && !(any && strcmp(kind, "any") == 0)))
		return 0;
	long n = __sync_add_and_fetch(&count, 1);
	if (n != nth && !(forever && n > nth))
		return 0;
	const char *mark = getenv("FAULT_MARK");
	if (mark) {
		long fd = syscall(SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT, 0666);
		if (fd >= 0)
			syscall(SYS_close, (int)fd);
	}
	if (how == 0)
		syscall(SYS_kill, getpid(), SIGKILL);
	if (how == WAIT) {
		wait_for_go();
		return 0;
	}
	errno = how;
	return 1;
}

static int strikes(const char *what) { return strikes_if(what, 1); }

static int mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, int) : 0;
}

#define OPEN_AT(name)                                                          \
	int name(int dir, const char *path, int flags, ...)                    \
	{                                                                      \
		va_list ap;                                                    \
		va_start(ap, flags);                                           \
		int mode = mode_of(flags, ap);                                 \
		va_end(ap);                                                    \
		return strikes("open") ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode); \
	}
#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		va_list ap;                                                    \
		va_start(ap, flags);                                           \
		int mode = mode_of(flags, ap);                                 \
		va_end(ap);                                                    \
		return strikes("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); \
	}
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open(path, flags); }
int __openat_2(int dir, const char *path, int flags) { return openat(dir, path, flags); }
int __openat64_2(int dir, const char *path, int flags) { return openat(dir, path, flags); }

ssize_t read(int fd, void *p, size_t n) { return strikes("read") ? -1 : syscall(SYS_read, fd, p, n); }
ssize_t pread(int fd, void *p, size_t n, off_t at) { return strikes("read") ? -1 : syscall(SYS_pread64, fd, p, n, at); }
ssize_t pread64(int fd, void *p, size_t n, off64_t at) { return strikes("read") ? -1 : syscall(SYS_pread64, fd, p, n, at); }
ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t __pread_chk(int fd, void *p, size_t n, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *p, size_t n, off64_t at, size_t room);
ssize_t __read_chk(int fd, void *p, size_t n, size_t room) { return n <= room ? read(fd, p, n) : -1; }
ssize_t __pread_chk(int fd, void *p, size_t n, off_t at, size_t room) { return n <= room ? pread(fd, p, n, at) : -1; }
ssize_t __pread64_chk(int fd, void *p, size_t n, off64_t at, size_t room) { return n <= room ? pread64(fd, p, n, at) : -1; }

ssize_t write(int fd, const void *p, size_t n)
{
	/* Messages always come through. */
	return fd != 2 && strikes("write") ? -1 : syscall(SYS_write, fd, p, n);
}

ssize_t copy_file_range(int in, off64_t *i, int out, off64_t *o, size_t n, unsigned flags)
{
	return strikes("write") ? -1 : syscall(SYS_copy_file_range, in, i, out, o, n, flags);
}

int ftruncate(int fd, off_t n) { return strikes("write") ? -1 : (int)syscall(SYS_ftruncate, fd, n); }
int ftruncate64(int fd, off64_t n) { return strikes("write") ? -1 : (int)syscall(SYS_ftruncate, fd, n); }

int renameat(int a, const char *from, int b, const char *to)
{
	return strikes("rename") ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, 0);
}

int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	return strikes("rename") ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}

int linkat(int a, const char *from, int b, const char *to, int flags)
{
	return strikes("rename") ? -1 : (int)syscall(SYS_linkat, a, from, b, to, flags);
}

int mkdirat(int dir, const char *path, mode_t mode) { return strikes("open") ? -1 : (int)syscall(SYS_mkdirat, dir, path, mode); }
int unlinkat(int dir, const char *path, int flags) { return strikes("unlink") ? -1 : (int)syscall(SYS_unlinkat, dir, path, flags); }
int flock(int fd, int what) { return strikes("lock") ? -1 : (int)syscall(SYS_flock, fd, what); }
int fsync(int fd) { return strikes("sync") ? -1 : (int)syscall(SYS_fsync, fd); }
int syncfs(int fd) { return strikes("sync") ? -1 : (int)syscall(SYS_syncfs, fd); }

int close(int fd)
{
	/* The descriptor is gone even when close complains. */
	int hit = strikes("close"), err = errno, rc = (int)syscall(SYS_close, fd);

	if (hit)
		errno = err;
	return hit ? -1 : rc;
}

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t m);
void *__libc_realloc(void *p, size_t n);
static void *none(void) { errno = ENOMEM; return NULL; }
void *malloc(size_t n) { return strikes_if("malloc", 0) ? none() : __libc_malloc(n); }
void *calloc(size_t n, size_t m) { return strikes_if("malloc", 0) ? none() : __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { return strikes_if("malloc", 0) ? none() : __libc_realloc(p, n); }

void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t from)
{
	if (strikes_if("mmap", 0))
		return none(), MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, prot, flags, fd, from);
}

void *mmap64(void *at, size_t n, int prot, int flags, int fd, off64_t from) { return mmap(at, n, prot, flags, fd, from); }

int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*run)(void *), void *arg)
{
	static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

	if (!real)
		real = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))dlsym(RTLD_NEXT, "pthread_create");
	return strikes_if("thread", 0) ? EAGAIN : real(t, a, run, arg);
}
