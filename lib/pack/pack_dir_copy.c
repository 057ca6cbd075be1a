/* pack_dir_copy.c: a folder written anew beside the place where it is to stand, then renamed: whole or not at all. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <string.h>

#include "base/die.h"
#include "base/fdio.h"
#include "base/sys.h"
#include "io/atomic.h"
#include "io/dirwalk.h"
#include "io/follow.h"
#include "pack/newdir.h"

/* A file, open as in, as it is, with mode and time. */
static int copy_file(const struct dirwalk_entry *e, int in, int to, struct buf *tmp, struct diag *d)
{
	struct stat st;
	int rc = -1, out = in < 0 ? -1 : openat(to, e->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (out >= 0 && fstat(in, &st) == 0 && fd_copy(in, 0, out, (uint64_t)st.st_size, tmp) == 0) {
		struct timespec times[2] = {sys_read_time(&st), sys_write_time(&st)};
		rc = fchmod(out, st.st_mode & 07777);
		(void)futimens(out, times);
	}
	if (rc != 0)
		diag_set(d, "write", "%s: %s", e->path.p, strerror(errno));
	if (out >= 0 && close(out) != 0 && rc == 0)
		rc = diag_set(d, "write", "%s: %s", e->path.p, strerror(errno));
	if (in >= 0)
		close(in);
	return rc;
}

/* A link: one that leads to a file inside the folder by a way that is there in the copy, too, stays one; of any other the file goes over,
 * if it may be followed. */
static int copy_link(struct pack *k, const struct dirwalk_entry *e, int to, struct buf *tmp, struct diag *d)
{
	char target[4097];
	struct diag why = {0};
	bool inside;
	int fd = follow_open(&k->o->source, k->in, e->dir, e->name, &inside, &why);

	if (fd < 0)
		return diag_set(d, why.code, "%s: %s", e->path.p, why.message);
	ssize_t n = readlinkat(e->dir, e->name, target, sizeof target - 1);
	target[n > 0 ? n : 0] = 0;
	if (n <= 0 || !inside || target[0] == '/' || strstr(target, "..")) /* ".." may leave the folder and come back by its name */
		return copy_file(e, fd, to, tmp, d);
	close(fd);
	return symlinkat(target, to, e->name) == 0 ? 0 : diag_set(d, "write", "%s: %s", e->path.p, strerror(errno));
}

static mode_t mode_of(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_mode & 07777 : 0644;
}

static int copy_entry(struct pack *k, const struct dirwalk_entry *e, int to, struct buf *tmp, struct diag *d)
{
	struct plan_hit hit = plan_ask(k->plan, e->path);

	if (e->type != S_IFREG && e->type != S_IFLNK) {
		warn("%s: neither file nor folder: left out", e->path.p);
		k->left_out++;
		return 0;
	}
	if (hit.act == PLAN_CHANGE || hit.act == PLAN_REMOVE) {
		if (pack_read_file(k, e->dir, e->name, e->path, tmp, NULL, d) != 0)
			return -1;
		if (hit.act == PLAN_REMOVE)
			return pack_remove(k, hit, e->path, buf_span(tmp), d);
		if (pack_change(k, hit, e->path, buf_span(tmp), d) != 0)
			return -1;
		return newdir_file(to, e->name, buf_span(&k->text), mode_of(e->dir, e->name), d);
	}
	int rc = e->type == S_IFLNK ? copy_link(k, e, to, tmp, d)
	       : copy_file(e, openat(e->dir, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), to, tmp, d);
	if (rc != 0)
		return -1;
	if (hit.act != PLAN_ADD)
		return 0;
	if (pack_add(k, hit, e->path, d) != 0)
		return -1;
	buf_addc(&k->name, 0);
	return newdir_file(to, k->name.p + (e->path.n - strlen(e->name)), buf_span(&k->text),
	                   mode_of(e->dir, e->name) & 0666, d);
}

/* A folder of which nothing was chosen is not there. */
static int leave(const struct pack *k, int *to, const struct dirwalk_entry *e, struct diag *d)
{
	int rc = newdir_leave(to, mode_of(e->dir, e->name), d);

	if (rc == 0 && k->o->only)
		(void)unlinkat(*to, e->name, AT_REMOVEDIR);
	return rc;
}

/* The new folder has the shape of the old one: to is always the one that fits e->dir. */
static int copy_tree(struct pack *k, int root, struct diag *d)
{
	struct dirwalk *w = dirwalk_open(k->in, true, d);
	struct dirwalk_entry e;
	struct buf tmp = BUF_INIT;
	int to = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = -1;

	if (!w || to < 0) {
		if (w)
			dirwalk_close(w);
		return diag_set(d, "open", "%s", strerror(errno));
	}
	while ((rc = dirwalk_next(w, &e, d)) == 1) {
		if (e.type == S_IFDIR && !e.leave)
			rc = newdir_enter(&to, e.name, d);
		else if (e.type == S_IFDIR)
			rc = leave(k, &to, &e, d);
		else
			rc = plan_wants(k->plan, e.path) ? copy_entry(k, &e, to, &tmp, d) : 0;
		if (rc != 0)
			break;
	}
	if (to >= 0)
		close(to);
	dirwalk_close(w);
	buf_fini(&tmp);
	return rc == 0 ? pack_all_placed(k, d) : rc;
}

int pack_dir_copy(struct pack *k, struct diag *d)
{
	struct newdir n;
	struct diag why = {0};

	if (newdir_open(&n, k->o->out, d) != 0)
		return -1;
	int rc = copy_tree(k, n.root, &why);
	if (rc == 0)
		(void)fchmod(n.root, k->was.st_mode & 07777);
	if (rc == 0 && k->undo)
		rc = undo_log_commit(k->undo, &why);
	if (rc == 0)
		return newdir_commit(&n, d);
	newdir_abort(&n);
	return diag_set(d, why.code, "%s: %s", k->o->dataset, why.message);
}
