/* sys_linux.c: what Linux has beyond POSIX; glibc and musl. */
#ifdef __linux__
#include "base/sys.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#ifndef RENAME_NOREPLACE /* musl has neither the call nor its flags (<linux/fs.h>) */
enum { RENAME_NOREPLACE = 1 << 0, RENAME_EXCHANGE = 1 << 1 };

static int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}
#endif

/* ---- the process ---- */

bool sys_program(char path[SYS_PATH])
{
	ssize_t n = readlink("/proc/self/exe", path, SYS_PATH - 1);

	path[n > 0 ? n : 0] = 0;
	/* no /proc: as it was called, from where we still are */
	return n > 0 || realpath((const char *)(uintptr_t)getauxval(AT_EXECFN), path);
}

/* The cgroup's CPU quota in whole cores, rounded up; 0 = none. v2: "max 100000" or "200000 100000". */
static int quota(void)
{
	long long limit = -1, period = 0;
	FILE *f = fopen("/sys/fs/cgroup/cpu.max", "re");

	if (f) {
		if (fscanf(f, "%lld %lld", &limit, &period) != 2)
			limit = -1;
		fclose(f);
	} else if ((f = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "re"))) {
		if (fscanf(f, "%lld", &limit) != 1)
			limit = -1;
		fclose(f);
		f = fopen("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "re");
		if (!f || fscanf(f, "%lld", &period) != 1)
			period = 0;
		if (f)
			fclose(f);
	}
	return limit > 0 && period > 0 ? (int)((limit + period - 1) / period) : 0;
}

int sys_cores(void)
{
	cpu_set_t set;
	int n = 1;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) == 0)
		n = CPU_COUNT(&set);
	else if (sysconf(_SC_NPROCESSORS_ONLN) > 0)
		n = (int)sysconf(_SC_NPROCESSORS_ONLN);
	int q = quota();
	if (q > 0 && q < n)
		n = q;
	return n > 0 ? n : 1;
}

/* proc_loadavg(5): the fourth field begins with the threads that run or wait for a core. */
int sys_free_cores(int own)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int wanted = 0;
	FILE *f = fopen("/proc/loadavg", "re");

	if (f && fscanf(f, "%*f %*f %*f %d/", &wanted) != 1)
		wanted = 0;
	if (f)
		fclose(f);
	return wanted > 0 && cores > 0 ? (int)cores - (wanted > own ? wanted - own : 0) : INT_MAX;
}

bool sys_random(uint64_t *bits)
{
	return getrandom(bits, sizeof *bits, GRND_NONBLOCK) == sizeof *bits;
}

/* ---- Landlock, by its system calls: C libraries and older headers do not know all of it ---- */

#ifdef SYS_landlock_create_ruleset

/* Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h of Linux. */
enum {
	EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, REMOVE_FILE = 1 << 5, MAKE_REG = 1 << 8, TRUNCATE = 1 << 14,
	OF_1 = 0x1FFF & ~(1 << 2 | 1 << 3), /* all of version 1 but reading files and listing folders */
	OF_2 = 1 << 13,                     /* REFER */
	OF_3 = TRUNCATE,
	NET_OF_4 = 3,                       /* bind and connect TCP */
	VERSION = 1 << 0, PATH_BENEATH = 1,
};

struct ruleset {
	uint64_t files, net;
};

struct beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

bool sys_sandbox(const char *tmp)
{
	const char *no = getenv("CAPTOOLS_NO_SANDBOX");
	long version = no && *no ? -1 : syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION);

	if (version < 1)
		return false;
	struct ruleset r = {.files = OF_1 | (version >= 2 ? OF_2 : 0) | (version >= 3 ? OF_3 : 0), .net = version >= 4 ? NET_OF_4 : 0};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &r, version >= 4 ? sizeof r : sizeof r.files, 0);
	if (fd < 0)
		return false;
	struct beneath b = {.allowed = r.files & (WRITE_FILE | REMOVE_FILE | MAKE_REG | TRUNCATE), .parent = -1};
	bool good = true;
	if (tmp && (b.parent = open(tmp, O_PATH | O_DIRECTORY | O_CLOEXEC)) >= 0) {
		good = syscall(SYS_landlock_add_rule, fd, PATH_BENEATH, &b, 0) == 0;
		close(b.parent);
	}
	good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return good;
}

#else

bool sys_sandbox(const char *tmp)
{
	(void)tmp;
	return false;
}

#endif

/* ---- memory and pipes ---- */

enum { HUGE = 2 << 20 };

/* Tables of whole huge pages are aligned to them and ask for them: fewer misses of the translation cache, measured as 6 % of a
 * count's time. A kernel that has none gives small ones. */
void *sys_pages(size_t n)
{
	size_t more = n % HUGE ? 0 : HUGE;
	char *p = mmap(NULL, n + more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	if (!more)
		return p;
	size_t before = -(uintptr_t)p % HUGE;
	if (before)
		munmap(p, before);
	if (more - before)
		munmap(p + before + n, more - before);
	madvise(p + before, n, MADV_HUGEPAGE);
	return p + before;
}

int sys_peek(int fd)
{
	unsigned char first = 0;
	int end[2];

	if (pipe2(end, O_CLOEXEC) != 0)
		return -1;
	bool got = tee(fd, end[1], 1, SPLICE_F_NONBLOCK) == 1 && read(end[0], &first, 1) == 1;
	close(end[0]);
	close(end[1]);
	return got ? first : -1;
}

/* ---- files ---- */

int sys_sync(int fd)
{
	return fsync(fd);
}

int sys_sync_all(int fd)
{
	return syncfs(fd);
}

void sys_write_behind(int fd, uint64_t at, uint64_t n)
{
	(void)sync_file_range(fd, (off_t)at, (off_t)n, SYNC_FILE_RANGE_WRITE);
}

long long sys_copy(int in, uint64_t at, int out, uint64_t n)
{
	off_t from = (off_t)at;
	ssize_t w;

	do
		w = copy_file_range(in, &from, out, NULL, (size_t)n, 0);
	while (w < 0 && errno == EINTR);
	if (w < 0 && (errno == EIO || errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
		return -1;
	return w > 0 ? w : 0; /* not here: EXDEV, EINVAL, ENOSYS, ... */
}

void sys_give_back(int fd, uint64_t at, uint64_t n)
{
	fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)at, (off_t)n);
}

size_t sys_path_of(int fd, char path[SYS_PATH])
{
	char proc[40];

	snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(proc, path, SYS_PATH - 1);
	path[n > 0 ? n : 0] = 0;
	return n > 0 ? (size_t)n : 0;
}

int sys_rename_new(int dir, const char *from, const char *to)
{
	if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	return errno == EINVAL || errno == ENOSYS ? sys_link_new(dir, from, to) : -1;
}

int sys_exchange(int dir, const char *a, const char *b)
{
	return renameat2(dir, a, dir, b, RENAME_EXCHANGE);
}

/* Access lists and the like. What cannot be copied is let go, as cp does without --preserve=all. */
void sys_copy_xattrs(int from, int to)
{
	char names[1 << 16], value[1 << 16]; /* XATTR_LIST_MAX, XATTR_SIZE_MAX */
	ssize_t n = flistxattr(from, names, sizeof names - 1), m;

	names[n > 0 ? n : 0] = 0;
	for (const char *name = names; name < names + n; name += strlen(name) + 1)
		if ((m = fgetxattr(from, name, value, sizeof value)) >= 0)
			(void)fsetxattr(to, name, value, (size_t)m, 0);
}

struct timespec sys_read_time(const struct stat *st)
{
	return st->st_atim;
}

struct timespec sys_write_time(const struct stat *st)
{
	return st->st_mtim;
}
#endif
