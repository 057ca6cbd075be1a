/* pack_dir.c: a folder, changed in place through a journal. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <string.h>

#include "base/die.h"
#include "base/file.h"
#include "base/sys.h"
#include "io/dirwalk.h"
#include "pack/pack_journal.h"

enum { MANY = 256 };

int pack_dir_recover(const char *path, bool look, struct diag *d)
{
	struct diag why = {0};
	uint64_t files;
	int what, root = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		return diag_set(d, "open", "%s: %s", path, strerror(errno));
	int rc = journal_recover(root, look, &what, &files, &why);
	close(root);
	if (rc != 0)
		return diag_set(d, why.code, "%s: %s", path, why.message);
	if (what == 1)
		warn("%s: an interrupted run had changed nothing yet: %s", path, look ? "to be undone" : "undone");
	if (what == 2)
		warn("%s: an interrupted run %s", path, look ? "is to be finished" : "was finished");
	return 0;
}

int pack_read_file(struct pack *k, int dir, const char *name, struct span path, struct buf *b, struct identity *was, struct diag *d)
{
	struct stat st = {0};
	struct diag why = {0};
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	buf_reset(b);
	if (fd < 0)
		return diag_set(d, "open", "%s: %s", path.p, errno == ELOOP ? "is a symbolic link and is not changed"
		                                                            : strerror(errno));
	int rc = fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ? diag_set(&why, "open", "is no file")
	                                                     : fd_read_all(fd, b, k->limits.caption_max, &why);
	close(fd);
	if (was)
		*was = identity_of(&st);
	return rc == 0 ? 0 : diag_set(d, why.code, "%s: %s", path.p, why.message);
}

/* One change goes into the journal (NULL: a dry run). */
static int one(struct pack *k, struct journal *j, const struct dirwalk_entry *e, struct plan_hit hit, struct buf *old,
	       struct diag *d)
{
	if (hit.act == PLAN_ADD) {
		if (pack_add(k, hit, e->path, d) != 0)
			return -1;
		buf_addc(&k->name, 0);
		struct span path = span_of(k->name.p);
		const char *name = path.p + (e->path.n - strlen(e->name));
		return j ? journal_add(j, e->dir, name, path, buf_span(&k->text), e->name, d) : 0;
	}
	struct identity was;
	if (pack_read_file(k, e->dir, e->name, e->path, old, &was, d) != 0)
		return -1;
	if (hit.act == PLAN_REMOVE) {
		if (pack_remove(k, hit, e->path, buf_span(old), d) != 0)
			return -1;
		return j ? journal_remove(j, e->path, &was, d) : 0;
	}
	if (pack_change(k, hit, e->path, buf_span(old), d) != 0)
		return -1;
	return j ? journal_change(j, e->dir, e->name, e->path, &was, buf_span(&k->text), d) : 0;
}

static int walk(struct pack *k, struct journal *j, struct diag *d)
{
	struct dirwalk *w = dirwalk_open(k->in, false, d);
	struct dirwalk_entry e;
	struct buf old = BUF_INIT;
	int rc = -1;

	if (!w)
		return -1;
	while ((rc = dirwalk_next(w, &e, d)) == 1) {
		if (e.type != S_IFREG && e.type != S_IFLNK)
			continue;
		struct plan_hit hit = plan_ask(k->plan, e.path);
		if (hit.act != PLAN_KEEP && one(k, j, &e, hit, &old, d) != 0) {
			rc = -1;
			break;
		}
	}
	dirwalk_close(w);
	buf_fini(&old);
	return rc == 0 ? pack_all_placed(k, d) : rc;
}

int pack_dir_in_place(struct pack *k, struct diag *d)
{
	const struct plan_counts *c = plan_count(k->plan);
	uint64_t changes = c->changed + c->added + c->removed;
	struct journal *j = NULL;
	struct diag why = {0};
	int rc = 0;

	if (changes == 0)
		return 0;
	if (!k->o->dry_run && !(j = journal_open(k->in, k->o->backup, changes > MANY, &why)))
		return diag_set(d, why.code, "%s: %s", k->o->dataset, why.message);
	rc = walk(k, j, &why);
	if (rc == 0 && k->undo)
		rc = undo_log_commit(k->undo, &why);
	if (rc == 0 && j)
		rc = journal_commit(j, &why);
	k->written = j && journal_committed(j);
	journal_close(j);
	return rc == 0 ? 0 : diag_set(d, why.code, "%s: %s", k->o->dataset, why.message);
}
