/* follow.c: links out of a folder, held against the roots they may lead into. */
#include "io/follow.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/sys.h"

static bool below(int root, const char *real, size_t m)
{
	char path[SYS_PATH];
	size_t n = sys_path_of(root, path);

	return n && m > n && memcmp(real, path, n) == 0 && (real[n] == '/' || n == 1);
}

/* Whether one of the roots holds it. A root that is not there holds nothing: the message about the link names it. */
static bool below_any(const struct source_options *o, const char *real, size_t m)
{
	for (size_t i = 0; i < o->follow.n; i++) {
		int fd = openat(AT_FDCWD, o->follow.v[i].value, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		bool yes = fd >= 0 && below(fd, real, m);
		if (fd >= 0)
			close(fd);
		if (yes)
			return true;
	}
	return false;
}

int follow_open(const struct source_options *o, int root, int dir, const char *name, bool *inside, struct diag *d)
{
	char real[SYS_PATH], target[200];
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (inside)
		*inside = false;
	ssize_t n = readlinkat(dir, name, target, sizeof target - 1);
	target[n > 0 ? n : 0] = 0;
	if (fd < 0)
		return diag_set(d, "link", "is a link to %s: %s", target, strerror(errno));
	size_t m = sys_path_of(fd, real);
	bool own = below(root, real, m);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		diag_set(d, "link", S_ISDIR(st.st_mode) ? "is a link to a folder and not followed: name that folder as an input"
		                                        : "is a link to what is no file");
	} else if (own || below_any(o, real, m)) {
		if (inside)
			*inside = own;
		return fd;
	} else {
		diag_set(d, "link", "is a link out of the folder, to %s; --follow DIR follows links into DIR", target);
	}
	close(fd);
	return -1;
}
