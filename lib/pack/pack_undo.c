/* pack_undo.c: the undo log. It is whole and on the disk before the first byte of the dataset is replaced, and it never replaces an
 * older log: that may be the only way back. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fdio.h"
#include "io/atomic.h"

enum { PIECE = 1 << 16 };

struct undo_log {
	struct arena own; /* holds the struct itself */
	struct atomic file;
	struct buf b;
	const char *path;
	bool committed;
};

struct undo_log *undo_log_open(const char *path, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct undo_log *u = arena_zalloc(&own, 1, sizeof *u);

	u->own = own;
	u->path = path;
	if (atomic_open(&u->file, path, d) == 0) {
		if (faccessat(u->file.dir, u->file.name, F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
			atomic_plain(&u->file);
			return u;
		}
		diag_set(d, "exists", "%s: exists; an undo log is never replaced", path);
		atomic_abort(&u->file);
	}
	own = u->own;
	arena_fini(&own);
	return NULL;
}

static int flush(struct undo_log *u, struct diag *d)
{
	int rc = fd_write(u->file.fd, u->b.p, u->b.n);

	buf_reset(&u->b);
	return rc == 0 ? 0 : diag_set(d, "write", "%s: %s", u->path, strerror(errno));
}

int undo_log_put(struct undo_log *u, struct span line, struct diag *d)
{
	buf_adds(&u->b, line);
	return u->b.n > PIECE ? flush(u, d) : 0;
}

int undo_log_commit(struct undo_log *u, struct diag *d)
{
	struct atomic *f = &u->file;

	if (flush(u, d) != 0)
		return -1;
	if (fsync(f->fd) != 0)
		return diag_set(d, "write", "%s: %s", u->path, strerror(errno));
	/* link refuses an existing name; where there are no links, the check at the start has to do. */
	int rc = linkat(f->dir, f->temp, f->dir, f->name, 0);
	if (rc == 0)
		unlinkat(f->dir, f->temp, 0);
	else if (errno != EEXIST)
		rc = renameat(f->dir, f->temp, f->dir, f->name);
	if (rc != 0)
		return diag_set(d, "write", "%s: %s", u->path, strerror(errno));
	u->committed = true;
	return sync_dir(f->dir) == 0 ? 0 : diag_set(d, "write", "%s: %s", u->path, strerror(errno));
}

void undo_log_close(struct undo_log *u, bool keep)
{
	if (!u)
		return;
	if (u->committed && !keep)
		unlinkat(u->file.dir, u->file.name, 0);
	atomic_abort(&u->file); /* the temporary name; gone already after a commit */
	buf_fini(&u->b);
	struct arena own = u->own;
	arena_fini(&own);
}
