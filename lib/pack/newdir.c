/* newdir.c: a new folder, whole or not at all. */
#include "pack/newdir.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"
#include "io/atomic.h"

/* Whether name is a folder with nothing in it. */
static bool is_empty(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	int n = 0;

	if (fd >= 0 && !d)
		close(fd);
	while (d && n < 3 && readdir(d))
		n++;
	if (d)
		closedir(d);
	return d && n == 2; /* . and .. */
}

int newdir_open(struct newdir *n, const char *path, struct diag *d)
{
	struct stat st;

	n->dir = path_open_parent(path, n->name, d);
	if (n->dir < 0)
		return -1;
	temp_sweep(n->dir, n->name);
	/* rename replaces an empty folder. */
	if (fstatat(n->dir, n->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !is_empty(n->dir, n->name)) {
		diag_set(d, "exists", "%s: exists and is not empty", path);
	} else {
		n->root = temp_dir(n->dir, n->name, n->temp);
		if (n->root >= 0)
			return 0;
		diag_set(d, "create", "%s: %s", path, strerror(errno));
	}
	close(n->dir);
	return -1;
}

int newdir_commit(struct newdir *n, struct diag *d)
{
	int rc = sys_sync_all(n->root);

	if (rc == 0)
		rc = renameat(n->dir, n->temp, n->dir, n->name);
	if (rc != 0) {
		diag_set(d, "write", "%s: %s", n->name, strerror(errno));
		newdir_abort(n);
		return -1;
	}
	rc = sys_sync_folder(n->dir);
	if (rc != 0)
		diag_set(d, "sync-dir", "%s: is there, but the folder around it could not be synced: %s", n->name, strerror(errno));
	close(n->root);
	close(n->dir);
	return rc;
}

void newdir_abort(struct newdir *n)
{
	temp_remove_tree(n->dir, n->temp);
	close(n->root);
	close(n->dir);
}

int newdir_enter(int *to, const char *name, struct diag *d)
{
	int into = -1;

	if (mkdirat(*to, name, 0700) == 0 || errno == EEXIST)
		into = openat(*to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (into < 0)
		return diag_set(d, "write", "%s: %s", name, strerror(errno));
	close(*to);
	*to = into;
	return 0;
}

int newdir_leave(int *to, mode_t mode, struct diag *d)
{
	int up = openat(*to, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (up < 0 || fchmod(*to, mode) != 0) {
		diag_set(d, "write", "%s", strerror(errno));
		if (up >= 0)
			close(up);
		return -1;
	}
	close(*to);
	*to = up;
	return 0;
}

int newdir_file(int to, const char *name, struct span text, mode_t mode, struct diag *d)
{
	int fd = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600), rc = -1;

	if (fd >= 0 && fd_write(fd, text.p, text.n) == 0)
		rc = fchmod(fd, mode);
	int err = errno;
	if (fd >= 0 && close(fd) != 0 && rc == 0) {
		err = errno;
		rc = -1;
	}
	return rc == 0 ? 0 : diag_set(d, "write", "%s: %s", name, strerror(err));
}
