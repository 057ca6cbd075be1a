/* convert_tree.c: members written out as a new folder. Everything in it was made here: no link in it was there before a file is written
 * through it, and names that lead out are refused. */
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"
#include "pack/convert.h"
#include "pack/newdir.h"
#include "pack/tally.h"

struct newtree {
	struct arena own;
	struct newdir dir;
	bool begun;
	int fd;                 /* the file that is being written */
	struct timespec mtime;
	struct buf name;        /* its name, for messages */
	struct tally sent;      /* files in it, by name */
};

struct newtree *newtree_open(const char *path, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct newtree *t = arena_zalloc(&own, 1, sizeof *t);

	t->own = own;
	t->fd = -1;
	t->begun = newdir_open(&t->dir, path, d) == 0;
	if (t->begun)
		return t;
	newtree_close(t);
	return NULL;
}

void newtree_close(struct newtree *t)
{
	if (t->fd >= 0)
		close(t->fd);
	if (t->begun)
		newdir_abort(&t->dir);
	buf_fini(&t->name);
	struct arena own = t->own;
	arena_fini(&own);
}

int newtree_root(const struct newtree *t)
{
	return t->dir.root;
}

int newtree_commit(struct newtree *t, struct diag *d)
{
	struct tally found;

	if (tally_folder(t->dir.root, &found, d) != 0 || tally_compare(&t->sent, &found, d) != 0)
		return -1;
	t->begun = false;
	(void)fchmod(t->dir.root, 0755);
	return newdir_commit(&t->dir, d);
}

static int no(const struct newtree *t, const char *what, struct diag *d)
{
	return diag_set(d, "write", "%.*s: %s", t->name.n < 150 ? (int)t->name.n : 150, t->name.p, what);
}

/* Goes to the folder of path, making what is missing; name: the last component. The folder's descriptor, or -1 and *why. */
static int enter(struct newtree *t, struct span path, char name[TEMP_NAME], const char **why)
{
	int dir = openat(t->dir.root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*why = NULL;
	for (size_t from = 0; dir >= 0;) {
		size_t end = from;
		while (end < path.n && path.p[end] != '/')
			end++;
		size_t n = end - from;
		bool dot = n == 1 && path.p[from] == '.', up = n == 2 && path.p[from] == '.' && path.p[from + 1] == '.';
		if (up || n >= TEMP_NAME || (from == 0 && n == 0)) {
			*why = up || n == 0 ? "leads out of the folder: nothing is written" : "has too long a name";
			break;
		}
		memcpy(name, path.p + from, n);
		name[n] = 0;
		while (end < path.n && path.p[end] == '/')
			end++;
		if (end == path.n)
			return dir;
		struct diag d = {0};
		if (!dot && newdir_enter(&dir, name, &d) != 0)
			break;
		from = end;
	}
	if (!*why)
		*why = strerror(errno);
	if (dir >= 0)
		close(dir);
	return -1;
}

/* A member that is another name of an earlier one. 2: in place of one of the same name, as create. */
static int hard_link(struct newtree *t, int dir, const char *name, const char *target, struct diag *d)
{
	char other[TEMP_NAME];
	const char *why;
	struct stat old, new;
	int from = enter(t, span_of(target), other, &why), had = 0;

	if (from < 0)
		return no(t, why, d);
	int rc = linkat(from, other, dir, name, 0);
	if (rc != 0 && errno == EEXIST && fstatat(from, other, &new, AT_SYMLINK_NOFOLLOW) == 0 && fstatat(dir, name, &old, AT_SYMLINK_NOFOLLOW) == 0) {
		had = 2;
		if (new.st_dev == old.st_dev && new.st_ino == old.st_ino) /* it is that already */
			rc = 0;
		else if (unlinkat(dir, name, 0) == 0)
			rc = linkat(from, other, dir, name, 0);
	}
	int err = errno;
	close(from);
	return rc == 0 ? had : no(t, strerror(err), d);
}

/* A file; the last of one name wins, as it does when an archive is unpacked. 0; 2: it stands in place of an earlier one; -1. */
static int create(struct newtree *t, int dir, const char *name, struct archive_entry *e)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, had = 0;

	t->fd = openat(dir, name, flags, 0600);
	if (t->fd < 0 && errno == EEXIST && unlinkat(dir, name, 0) == 0) {
		had = 2;
		t->fd = openat(dir, name, flags, 0600);
	}
	if (t->fd < 0)
		return -1;
	mode_t mode = archive_entry_perm(e) & 0777;
	t->mtime = (struct timespec){archive_entry_mtime(e), archive_entry_mtime_nsec(e)};
	if (!archive_entry_mtime_is_set(e))
		t->mtime = (struct timespec){0, UTIME_OMIT};
	return fchmod(t->fd, mode ? mode : 0644) == 0 ? had : -1;
}

int newtree_begin(struct newtree *t, struct archive_entry *e, struct diag *d)
{
	const char *path = archive_entry_pathname(e), *link = archive_entry_hardlink(e), *why;
	char name[TEMP_NAME];
	int rc = 0;

	buf_reset(&t->name);
	if (!path)
		return diag_set(d, "bad-name", "a member has a name that cannot be read");
	buf_add(&t->name, path, strlen(path));
	if (!link && archive_entry_filetype(e) != AE_IFREG && archive_entry_filetype(e) != AE_IFDIR)
		return 1;
	int dir = enter(t, buf_span(&t->name), name, &why);
	if (dir < 0)
		return no(t, why, d);
	bool self = strcmp(name, ".") == 0;
	if (link)
		rc = hard_link(t, dir, name, link, d);
	else if (archive_entry_filetype(e) == AE_IFDIR)
		rc = self || mkdirat(dir, name, 0755) == 0 || errno == EEXIST ? 0 : no(t, strerror(errno), d);
	else if ((rc = create(t, dir, name, e)) < 0)
		no(t, strerror(errno), d);
	close(dir);
	if (rc == 0 && (link || archive_entry_filetype(e) == AE_IFREG))
		tally_add(&t->sent, buf_span(&t->name), 0);
	return rc;
}

int newtree_data(struct newtree *t, struct span piece, struct diag *d)
{
	return t->fd < 0 || fd_write(t->fd, piece.p, piece.n) == 0 ? 0 : no(t, strerror(errno), d);
}

int newtree_end(struct newtree *t, struct diag *d)
{
	struct timespec times[2] = {t->mtime, t->mtime};
	int fd = t->fd;

	t->fd = -1;
	if (fd < 0)
		return 0;
	(void)futimens(fd, times);
	return close(fd) == 0 ? 0 : no(t, strerror(errno), d);
}
