/* sys.c: cores, readiness, a rename that never replaces. */
#include "base/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef RENAME_NOREPLACE /* musl has neither the call nor its flags (<linux/fs.h>) */
enum { RENAME_NOREPLACE = 1 << 0, RENAME_EXCHANGE = 1 << 1 };

static int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}
#endif

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

bool sys_would_block(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) == 0;
}

int sys_rename_new(int dir, const char *from, const char *to)
{
	if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* A file system without the flag: link() refuses an existing name. */
	if (linkat(dir, from, dir, to, 0) != 0)
		return -1;
	return unlinkat(dir, from, 0);
}

int sys_exchange(int dir, const char *a, const char *b)
{
	return renameat2(dir, a, dir, b, RENAME_EXCHANGE);
}
