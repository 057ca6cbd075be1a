/* atomic.c: replace a file whole or not at all. */
#include "io/atomic.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"

/* Temporary files that a signal removes on its way out. (What SIGKILL leaves, the next run sweeps.) */
static struct {
	volatile sig_atomic_t live;
	int dir;
	char temp[TEMP_NAME];
} guarded[4];
enum { GUARDED = sizeof guarded / sizeof *guarded, ROUNDS = 100 };

/* In a signal handler. */
static void unlink_guarded(void)
{
	for (int i = 0; i < GUARDED; i++)
		if (guarded[i].live)
			unlinkat(guarded[i].dir, guarded[i].temp, 0);
}

static void guard(const struct atomic *t)
{
	sys_on_death(unlink_guarded);
	for (int i = 0; i < GUARDED; i++) {
		if (guarded[i].live)
			continue;
		guarded[i].dir = t->dir;
		memcpy(guarded[i].temp, t->temp, TEMP_NAME);
		guarded[i].live = 1;
		return;
	}
}

static void unguard(const struct atomic *t)
{
	for (int i = 0; i < GUARDED; i++)
		if (guarded[i].live && guarded[i].dir == t->dir && strcmp(guarded[i].temp, t->temp) == 0)
			guarded[i].live = 0;
}

int atomic_open(struct atomic *t, const char *path, struct diag *d)
{
	*t = (struct atomic)ATOMIC_INIT;
	t->dir = path_open_parent(path, t->name, d);
	if (t->dir < 0)
		return -1;
	temp_sweep(t->dir, t->name);
	t->fd = temp_file(t->dir, t->name, t->temp);
	if (t->fd < 0) {
		int err = errno;
		close(t->dir);
		t->dir = -1;
		return diag_set(d, "create", "%s: no temporary file beside it: %s", path, strerror(err));
	}
	guard(t);
	return 0;
}

void atomic_like(struct atomic *t, int like)
{
	sys_copy_attributes(like, t->fd);
}

void atomic_plain(struct atomic *t)
{
	mode_t mask = umask(0);

	umask(mask);
	(void)fchmod(t->fd, 0666 & ~mask);
}

static int copy_backup(int dir, const char *name, const char *temp)
{
	struct buf tmp = BUF_INIT;
	struct stat st;
	int in = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), rc = -1;
	int out = in < 0 ? -1 : openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (out >= 0 && fstat(in, &st) == 0 && fd_copy(in, 0, out, (uint64_t)st.st_size, &tmp) == 0 &&
	    fchmod(out, st.st_mode & 07777) == 0 && sys_sync(out) == 0)
		rc = 0;
	int err = errno;
	if (out >= 0 && close(out) != 0 && rc == 0) {
		err = errno;
		rc = -1;
	}
	if (in >= 0)
		close(in);
	if (rc != 0 && out >= 0)
		unlinkat(dir, temp, 0);
	buf_fini(&tmp);
	errno = err;
	return rc;
}

int keep_backup(int dir, const char *name, const char *suffix)
{
	char to[TEMP_NAME], temp[TEMP_NAME];
	int n = snprintf(to, sizeof to, "%s%s", name, suffix);

	if (n < 0 || (size_t)n >= sizeof to) {
		errno = ENAMETOOLONG;
		return -1;
	}
	/* A name of our own, so that the older backup is replaced in one step. */
	int fd = temp_file(dir, to, temp);
	if (fd < 0)
		return -1;
	int rc = unlinkat(dir, temp, 0);
	close(fd); /* where the name of an open file stays until then, it is free now */
	if (rc == 0)
		rc = linkat(dir, name, dir, temp, 0);
	if (rc != 0 && (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK || errno == ENOSYS))
		rc = copy_backup(dir, name, temp);
	if (rc == 0)
		rc = renameat(dir, temp, dir, to);
	int err = errno;
	unlinkat(dir, temp, 0); /* rename of two links to one file leaves both: POSIX */
	errno = err;
	return rc;
}

struct identity identity_of(const struct stat *st)
{
	struct timespec written = sys_write_time(st);

	return (struct identity){(uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size, written.tv_sec, written.tv_nsec};
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size && a->sec == b->sec && a->nsec == b->nsec;
}

static int look(int dir, const char *name, const struct identity *was, struct diag *d)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? diag_set(d, "vanished", "has vanished; nothing is written")
		                       : diag_set(d, "rename", "%s", strerror(errno));
	struct identity now = identity_of(&st);
	return identity_same(&now, was) ? 0 : diag_set(d, "changed", "changed while it was read; nothing is written");
}

static bool ino_of(int dir, const char *name, uint64_t *ino)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	*ino = st.st_ino;
	return true;
}

/* A stranger's file that the exchange brought out under temp goes back to name, where our own is, of inode put. Meanwhile yet another one
 * may come there; so on, until what comes out is what we put in: then name has the newest. */
static bool put_back(int dir, const char *temp, const char *name, uint64_t put)
{
	uint64_t next, got;

	for (int i = 0; i < ROUNDS; i++) {
		if (!ino_of(dir, temp, &next) || sys_exchange(dir, temp, name) != 0 || !ino_of(dir, temp, &got))
			return false;
		if (got == put)
			return true;
		put = next;
	}
	return false;
}

/* Windows' FAT and network drives, and Wine, replace no file that is open. Who comes in between has it open then, so it is not replaced. */
static int rename_over(int dir, const char *temp, const char *name, int *held)
{
	int rc = renameat(dir, temp, dir, name);

	if (rc == 0 || !held || *held < 0 || (errno != EACCES && errno != EBUSY))
		return rc;
	close(*held);
	*held = -1;
	return renameat(dir, temp, dir, name);
}

int replace_name(int dir, const char *temp, const char *name, const struct identity *was, const char *backup, int *held, struct diag *d)
{
	struct diag why = {0};
	uint64_t own;

	if (look(dir, name, was, d) != 0)
		return -1;
	if (backup && keep_backup(dir, name, backup) != 0)
		return diag_set(d, "backup", "no backup %s%s: %s", name, backup, strerror(errno));
	if (!ino_of(dir, temp, &own))
		return diag_set(d, "rename", "%s", strerror(errno));
	/* An exchange shows what was replaced: with a rename alone, what comes between the look and it would be lost. */
	if (sys_exchange(dir, temp, name) != 0) {
		if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
			return diag_set(d, "rename", "%s", strerror(errno));
		return rename_over(dir, temp, name, held) == 0 ? 0 : diag_set(d, "rename", "%s", strerror(errno));
	}
	if (look(dir, temp, was, &why) == 0) {
		unlinkat(dir, temp, 0); /* what stays is the next run's to sweep */
		return 0;
	}
	if (!put_back(dir, temp, name, own))
		return diag_set(d, "stranded", "changed while it was replaced; what came there is now %s", temp);
	return diag_set(d, why.code, "%s", why.message);
}

/* The new content is on the disk; its folder follows. */
static int end(struct atomic *t, int rc, struct diag *d)
{
	if (rc != 0) {
		atomic_abort(t);
		return rc;
	}
	if (sys_sync_folder(t->dir) != 0)
		rc = diag_set(d, "sync-dir", "is the new one, but its folder could not be synced: %s", strerror(errno));
	atomic_close(t);
	return rc;
}

int put_in_place(int dir, const char *temp, const char *name, struct diag *d)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(st.st_mode))
		return diag_set(d, "changed", "is no file any more and is not replaced");
	return renameat(dir, temp, dir, name) == 0 ? 0 : diag_set(d, "rename", "%s", strerror(errno));
}

int atomic_commit(struct atomic *t, struct diag *d)
{
	int rc = sys_sync(t->fd) != 0 ? diag_set(d, "write", "%s", strerror(errno)) : put_in_place(t->dir, t->temp, t->name, d);

	return end(t, rc, d);
}

int atomic_replace(struct atomic *t, const struct identity *was, const char *backup, int *held, struct diag *d)
{
	struct diag why = {0};
	int rc = 0;

	if (sys_sync(t->fd) != 0)
		rc = diag_set(&why, "write", "%s", strerror(errno));
	else
		rc = replace_name(t->dir, t->temp, t->name, was, backup, held, &why);
	if (rc != 0 && strcmp(why.code, "stranded") == 0)
		atomic_close(t);
	if (rc != 0)
		diag_set(d, why.code, "%s", why.message);
	return end(t, rc, d);
}

void atomic_close(struct atomic *t)
{
	unguard(t);
	if (t->fd >= 0)
		close(t->fd);
	if (t->dir >= 0)
		close(t->dir);
	t->fd = t->dir = -1;
}

void atomic_abort(struct atomic *t)
{
	if (t->fd >= 0)
		unlinkat(t->dir, t->temp, 0);
	atomic_close(t);
}
