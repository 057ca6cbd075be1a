/* follow.c: links out of a folder, held against the roots they may lead into. */
#include "io/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The real path behind a descriptor, from the kernel. */
static size_t real_path(int fd, char out[PATH_MAX])
{
	char proc[40];

	snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(proc, out, PATH_MAX - 1);
	out[n > 0 ? n : 0] = 0;
	return n > 0 ? (size_t)n : 0;
}

static bool below(int root, const char *real, size_t m)
{
	char path[PATH_MAX];
	size_t n = real_path(root, path);

	return n && m > n && memcmp(real, path, n) == 0 && (real[n] == '/' || n == 1);
}

/* Whether one of the roots holds it. A root that is not there holds nothing: the message about the link names it. */
static bool below_any(const struct source_options *o, const char *real, size_t m)
{
	for (size_t i = 0; i < o->follow.n; i++) {
		int fd = open(o->follow.v[i].value, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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
	char real[PATH_MAX], target[200];
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (inside)
		*inside = false;
	ssize_t n = readlinkat(dir, name, target, sizeof target - 1);
	target[n > 0 ? n : 0] = 0;
	if (fd < 0)
		return diag_set(d, "link", "is a link to %s: %s", target, strerror(errno));
	size_t m = real_path(fd, real);
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
