/* lock.h: a file that is to be changed, taken for one run alone. The kernel drops the lock with the process, whatever ends it. */
#ifndef CAPTOOLS_IO_LOCK_H
#define CAPTOOLS_IO_LOCK_H

#include "base/diag.h"

/* Opens name in dir (or AT_FDCWD; flags: O_NOFOLLOW or 0) and takes its lock without waiting. What is locked is what the name stands for
 * then, too: another run may have put a new file there between the two. Returns the descriptor, or -1 with d: "busy" when another run
 * holds it, "absent" when there is no such file. Which run it was shows the next fstat: what was seen before the lock may be old. */
int lock_open(int dir, const char *name, int flags, struct diag *d);

#endif
