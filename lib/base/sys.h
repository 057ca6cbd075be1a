/* sys.h: what this process may use of the machine. */
#ifndef CAPTOOLS_BASE_SYS_H
#define CAPTOOLS_BASE_SYS_H

#include <stdbool.h>

/* Cores by affinity mask and cgroup quota (v1 and v2), at least 1. */
int sys_cores(void);
/* Whether a read of fd would block right now (false on error and end of file). */
bool sys_would_block(int fd);
/* Renames from to onto, which must not exist (renameat2 RENAME_NOREPLACE where the kernel has it). 0, or -1 and errno. */
int sys_rename_new(const char *from, const char *to);

#endif
