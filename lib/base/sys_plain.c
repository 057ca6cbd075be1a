/* sys_plain.c: what only Linux has, as the others do without. */
#ifndef __linux__
#include <limits.h>

#include "base/sys.h"

bool sys_sandbox(const char *tmp)
{
	(void)tmp;
	return false;
}

int sys_free_cores(int own)
{
	(void)own;
	return INT_MAX;
}

void sys_write_behind(int fd, uint64_t at, uint64_t n)
{
	(void)fd;
	(void)at;
	(void)n;
}

long long sys_copy(int in, uint64_t at, int out, uint64_t n)
{
	(void)in;
	(void)at;
	(void)out;
	(void)n;
	return 0;
}
#endif
