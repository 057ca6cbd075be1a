/* lock.c: open, lock, look again. */
#include "io/lock.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"

enum { ROUNDS = 100 };

/* For writing where that is allowed: NFS gives an exclusive lock to nothing else. */
static int open_any(int dir, const char *name, int flags)
{
	flags |= O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int fd = openat(dir, name, O_RDWR | flags);

	return fd >= 0 ? fd : openat(dir, name, O_RDONLY | flags);
}

static bool is_still(int dir, const char *name, int flags, int fd)
{
	struct stat own, now;

	return fstat(fd, &own) == 0 && fstatat(dir, name, &now, flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0) == 0 &&
	       own.st_dev == now.st_dev && own.st_ino == now.st_ino;
}

int lock_open(int dir, const char *name, int flags, struct diag *d)
{
	for (int i = 0; i < ROUNDS; i++) {
		int fd = open_any(dir, name, flags);
		if (fd < 0)
			return diag_set(d, errno == ENOENT ? "absent" : "open", "%s", strerror(errno));
		if (sys_lock(fd) != 0) {
			int err = errno;
			close(fd);
			if (err == EWOULDBLOCK)
				break;
			return diag_set(d, "lock", "cannot be locked: %s", strerror(err));
		}
		if (is_still(dir, name, flags, fd))
			return fd;
		close(fd);
	}
	return diag_set(d, "busy", "another run is at work on it; nothing is changed");
}
