/* pack_journal.c: writing a journal and the new files beside the old ones. Records are a letter and fields that end in NUL, then a line
 * feed: B suffix; C temp, path, identity; A temp, path; R path, identity; and E when all are there. The identity is that of the old file. */
#include "pack/pack_journal.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/fdio.h"
#include "base/sys.h"
#include "io/atomic.h"
#include "pack/pack_journal_priv.h"

enum { PIECE = 1 << 16 };

struct journal {
	struct arena own;
	int root, fd;
	uint64_t dev;
	bool many, committed;
	const char *backup;
	struct buf b;      /* records not written yet */
};

static int no(struct span path, const char *code, struct diag *d)
{
	return diag_set(d, code, "%.*s: %s", (int)(path.n < 150 ? path.n : 150), path.p, strerror(errno));
}

static void record(struct journal *j, char kind, const char *temp, struct span path, const struct identity *was)
{
	buf_addc(&j->b, kind);
	if (temp)
		buf_add(&j->b, temp, strlen(temp) + 1);
	buf_adds(&j->b, path);
	buf_addc(&j->b, 0);
	if (was) {
		buf_printf(&j->b, "%llu %llu %lld %lld", (unsigned long long)was->ino, (unsigned long long)was->size,
		           (long long)was->sec, (long long)was->nsec);
		buf_addc(&j->b, 0);
	}
	buf_addc(&j->b, '\n');
}

static int flush(struct journal *j, struct diag *d)
{
	int rc = fd_write(j->fd, j->b.p, j->b.n);

	buf_reset(&j->b);
	return rc == 0 ? 0 : no(SPAN(JOURNAL_NAME), "write", d);
}

/* A journal gets its name when it is locked: between the two, another run would take it for a dead one's and undo it. */
static int create(int root, struct diag *d)
{
	char temp[TEMP_NAME];
	int fd = temp_file(root, JOURNAL_NAME, temp);

	if (fd >= 0 && sys_rename_new(root, temp, JOURNAL_NAME) == 0)
		return fd;
	if (fd >= 0 && errno == EEXIST)
		diag_set(d, "busy", "another run is at work in this folder");
	else
		no(SPAN(JOURNAL_NAME), "create", d);
	if (fd >= 0) {
		unlinkat(root, temp, 0);
		close(fd);
	}
	return -1;
}

struct journal *journal_open(int root, const char *backup, bool many, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct stat st;
	int fd = create(root, d);

	if (fd < 0)
		return NULL;
	if (fstat(root, &st) != 0) {
		no(SPAN(JOURNAL_NAME), "create", d);
		unlinkat(root, JOURNAL_NAME, 0);
		close(fd);
		return NULL;
	}
	struct journal *j = arena_zalloc(&own, 1, sizeof *j);
	*j = (struct journal){.own = own, .root = root, .fd = fd, .dev = (uint64_t)st.st_dev, .many = many && sys_syncs_all(), .backup = backup};
	buf_add(&j->b, JOURNAL_MAGIC, sizeof JOURNAL_MAGIC - 1);
	if (backup)
		record(j, 'B', NULL, span_of(backup), NULL);
	return j;
}

/* Writes text to a temporary file for name. like: whose mode and owner it gets. */
static int put_temp(struct journal *j, int dir, const char *name, struct span path, struct span text, const char *like,
		    bool owner, char temp[TEMP_NAME], struct diag *d)
{
	struct stat st;
	int fd = temp_file(dir, name, temp);

	if (fd < 0)
		return no(path, "create", d);
	int from = openat(dir, like, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (from >= 0 && owner)
		sys_copy_attributes(from, fd);
	else if (from >= 0 && fstat(from, &st) == 0)
		(void)fchmod(fd, st.st_mode & 0666);
	else
		(void)fchmod(fd, 0644);
	if (from >= 0)
		close(from);
	int rc = fd_write(fd, text.p, text.n);
	if (rc == 0 && (rc = fstat(fd, &st)) == 0 && (!j->many || (uint64_t)st.st_dev != j->dev))
		rc = sys_sync(fd);
	int err = errno;
	if (close(fd) != 0 && rc == 0) {
		err = errno;
		rc = -1;
	}
	errno = err;
	if (rc != 0) {
		no(path, "write", d);
		unlinkat(dir, temp, 0);
	}
	return rc;
}

int journal_change(struct journal *j, int dir, const char *name, struct span path, const struct identity *was, struct span text,
		   struct diag *d)
{
	char temp[TEMP_NAME];

	if (put_temp(j, dir, name, path, text, name, true, temp, d) != 0)
		return -1;
	record(j, 'C', temp, path, was);
	return j->b.n > PIECE ? flush(j, d) : 0;
}

int journal_add(struct journal *j, int dir, const char *name, struct span path, struct span text, const char *like,
		struct diag *d)
{
	char temp[TEMP_NAME];

	if (faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return diag_set(d, "exists", "%.*s: exists and is not replaced", SPAN_ARG(path));
	if (put_temp(j, dir, name, path, text, like, false, temp, d) != 0)
		return -1;
	record(j, 'A', temp, path, NULL);
	return j->b.n > PIECE ? flush(j, d) : 0;
}

int journal_remove(struct journal *j, struct span path, const struct identity *was, struct diag *d)
{
	record(j, 'R', NULL, path, was);
	return j->b.n > PIECE ? flush(j, d) : 0;
}

int journal_commit(struct journal *j, struct diag *d)
{
	/* The contents first, then the word that they are there. */
	if (flush(j, d) != 0)
		return -1;
	if (j->many && sys_sync_all(j->root) != 0)
		return no(SPAN("folder"), "write", d);
	buf_add(&j->b, "E\0\n", 3);
	if (flush(j, d) != 0)
		return -1;
	if (sys_sync(j->fd) != 0 || sys_sync_folder(j->root) != 0) {
		int err = errno;
		/* Is the mark on the disk? Nobody knows. Take it back, so that nothing is half done. */
		if (ftruncate(j->fd, 0) != 0)
			(void)unlinkat(j->root, JOURNAL_NAME, 0);
		errno = err;
		return no(SPAN(JOURNAL_NAME), "write", d);
	}
	j->committed = true;
	return journal_apply(j->root, j->fd, j->many, true, NULL, d);
}

bool journal_committed(const struct journal *j)
{
	return j->committed;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	if (!j->committed)
		journal_undo(j->root);
	close(j->fd); /* a journal that could not be applied to its end stays for the next run */
	buf_fini(&j->b);
	struct arena own = j->own;
	arena_fini(&own);
}
