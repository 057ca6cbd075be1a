/* pack_undo.c: the undo log. It is whole and on the disk before the first byte of the dataset is replaced, and it never replaces an
 * older log: that may be the only way back. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <string.h>

#include "base/sys.h"
#include "io/output.h"

enum { PIECE = 1 << 16 };

struct undo_log {
	struct arena own; /* holds the struct itself */
	struct output out;
	struct buf b;
	bool committed;
};

struct undo_log *undo_log_open(const char *path, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct undo_log *u = arena_zalloc(&own, 1, sizeof *u);

	u->own = own;
	if (output_open(&u->out, path, d) == 0) {
		const struct atomic *f = &u->out.file;
		if (u->out.through || faccessat(f->dir, f->name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
			return u;
		diag_set(d, "exists", "%s: exists; an undo log is never replaced", path);
		output_abort(&u->out);
	}
	own = u->own;
	arena_fini(&own);
	return NULL;
}

static int flush(struct undo_log *u, struct diag *d)
{
	int rc = output_put(&u->out, u->b.p, u->b.n, d);

	buf_reset(&u->b);
	return rc;
}

int undo_log_put(struct undo_log *u, struct span line, struct diag *d)
{
	buf_adds(&u->b, line);
	return u->b.n > PIECE ? flush(u, d) : 0;
}

int undo_log_commit(struct undo_log *u, struct diag *d)
{
	struct atomic *f = &u->out.file;

	if (flush(u, d) != 0)
		return -1;
	if (u->out.through)
		return output_commit(&u->out, d);
	if (sys_sync(f->fd) != 0 || sys_rename_new(f->dir, f->temp, f->name) != 0)
		return diag_set(d, "write", "%s: %s", u->out.path, strerror(errno));
	u->committed = true;
	return sys_sync_folder(f->dir) == 0 ? 0 : diag_set(d, "write", "%s: %s", u->out.path, strerror(errno));
}

void undo_log_close(struct undo_log *u, bool keep)
{
	if (!u)
		return;
	if (u->committed && !keep)
		unlinkat(u->out.file.dir, u->out.file.name, 0);
	output_abort(&u->out); /* the temporary name; gone already after a commit */
	buf_fini(&u->b);
	struct arena own = u->own;
	arena_fini(&own);
}
