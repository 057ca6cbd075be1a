/* sys.h: what this process may use of the machine. */
#ifndef CAPTOOLS_BASE_SYS_H
#define CAPTOOLS_BASE_SYS_H

#include <stdbool.h>

/* Cores by affinity mask and cgroup quota (v1 and v2), at least 1. */
int sys_cores(void);
/* Whether a read of fd would block right now (false on error and end of file). */
bool sys_would_block(int fd);
/* Renames from to a name that must not exist (EEXIST), both in dir, in one step. 0, or -1 and errno. */
int sys_rename_new(int dir, const char *from, const char *to);
/* Exchanges two names of dir in one step. 0, or -1 and errno: EINVAL, ENOSYS or EOPNOTSUPP where the file system cannot. */
int sys_exchange(int dir, const char *a, const char *b);

#endif
