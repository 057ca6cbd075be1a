/* pack_journal_apply.c: doing what a journal says, now or in the next run. Nothing it says is trusted further than the folder it lies
 * in: paths stay below it, links are not followed, only our own temporary names are renamed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"
#include "io/atomic.h"
#include "io/dirwalk.h"
#include "io/lock.h"
#include "pack/pack_journal_priv.h"

enum { WINDOW = 1 << 16, FIELD_MAX = 8192 };

struct reader {
	int fd;
	uint64_t at;      /* of win.p[off] */
	struct buf win;
	size_t off;
};

struct line {
	char kind;
	struct span temp, path; /* NUL behind each */
	struct identity was;    /* of the file that is changed or removed; its device is the folder's */
};

/* The field at off up to its NUL; off moves behind it. False: none within reach. */
static bool field(struct reader *r, size_t *off, struct span *s)
{
	const char *p = r->win.p + *off, *nul = *off < r->win.n ? memchr(p, 0, r->win.n - *off) : NULL;

	if (!nul)
		return false;
	*s = (struct span){p, (size_t)(nul - p)};
	*off += s->n + 1;
	return true;
}

/* "INODE SIZE SECONDS NANOSECONDS", as pack_journal.c writes it. False: something else. */
static bool parse_identity(struct span s, struct identity *was)
{
	unsigned long long ino, size;
	long long sec, nsec;
	int n = 0;

	if (sscanf(s.p, "%llu %llu %lld %lld%n", &ino, &size, &sec, &nsec, &n) != 4 || (size_t)n != s.n)
		return false;
	*was = (struct identity){.ino = ino, .size = size, .sec = sec, .nsec = nsec};
	return true;
}

/* The next record. 1; 0 at the end of the file or where it breaks off; -1 and errno when it cannot be read. */
static int next(struct reader *r, struct line *l)
{
	if (r->win.n - r->off < 2 * FIELD_MAX) {
		r->at += r->off;
		buf_reset(&r->win);
		r->off = 0;
		long long n = fd_pread(r->fd, buf_room(&r->win, WINDOW), WINDOW, r->at);
		if (n < 0)
			return -1;
		r->win.n = (size_t)n;
	}
	if (r->off >= r->win.n)
		return 0;
	size_t off = r->off + 1;
	l->kind = r->win.p[r->off];
	l->temp = l->path = SPAN("");
	struct span was;
	if (!strchr("BCARE", l->kind) || !l->kind)
		return 0;
	if ((l->kind == 'C' || l->kind == 'A') && !field(r, &off, &l->temp))
		return 0;
	if (!field(r, &off, &l->path))
		return 0;
	if ((l->kind == 'C' || l->kind == 'R') && (!field(r, &off, &was) || !parse_identity(was, &l->was)))
		return 0;
	if (off >= r->win.n || r->win.p[off] != '\n')
		return 0;
	r->off = off + 1;
	return 1;
}

/* 1 a journal begins, 0 something else does, -1 and errno. */
static int begin(struct reader *r, int fd)
{
	char magic[sizeof JOURNAL_MAGIC - 1];

	*r = (struct reader){.fd = fd, .at = sizeof magic};
	long long n = fd_pread(fd, magic, sizeof magic, 0);
	return n < 0 ? -1 : n == (long long)sizeof magic && memcmp(magic, JOURNAL_MAGIC, sizeof magic) == 0;
}

/* Whether the journal goes to its end: 1, 0, -1 and errno. */
static int complete(int fd)
{
	struct reader r;
	struct line l = {0};
	int rc = begin(&r, fd);

	while (rc == 1 && l.kind != 'E')
		rc = next(&r, &l);
	buf_fini(&r.win);
	return rc;
}

/* Opens the folder of path below root, component by component. name: the last one. -1 and errno. */
static int open_below(int root, struct span path, char name[TEMP_NAME])
{
	int dir = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (size_t from = 0, i = 0; dir >= 0; i++) {
		if (i < path.n && path.p[i] != '/')
			continue;
		size_t n = i - from;
		if (n == 0 || n >= TEMP_NAME || (path.p[from] == '.' && (n == 1 || (n == 2 && path.p[from + 1] == '.')))) {
			close(dir);
			errno = EINVAL;
			return -1;
		}
		memcpy(name, path.p + from, n);
		name[n] = 0;
		if (i == path.n)
			return dir;
		int into = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int err = errno;
		close(dir);
		errno = err;
		dir = into;
		from = i + 1;
	}
	return -1;
}

static int cannot(struct span path, struct diag *d)
{
	return diag_set(d, "rename", "%.*s: %s; run again to finish", (int)(path.n < 150 ? path.n : 150), path.p, strerror(errno));
}

/* Somebody else's file stands where ours was to go: theirs stays. */
static int stays(int dir, const struct line *l, const char *why, struct diag *d)
{
	if (l->temp.n)
		unlinkat(dir, l->temp.p, 0);
	diag_set(d, "changed", "%.*s: %s meanwhile and stays as it is; the others are done", (int)(l->path.n < 150 ? l->path.n : 150),
	         l->path.p, why);
	return 2;
}

/* One record. 1 done now, 0 done before, 2 with d: it must not be done any more; -1 with d. */
static int apply_one(int dir, const char *name, struct line *l, const char *backup, bool fresh, struct diag *d)
{
	struct diag why = {0};
	struct stat st;

	if (l->kind != 'R' && !temp_is(l->temp.p, name)) {
		errno = EINVAL;
		return cannot(l->path, d);
	}
	if (fstatat(dir, l->kind == 'R' ? name : l->temp.p, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT && !fresh ? 0 : cannot(l->path, d);
	l->was.dev = (uint64_t)st.st_dev;
	if (l->kind == 'R') {
		struct identity now = identity_of(&st);
		if (!identity_same(&now, &l->was))
			return stays(dir, l, "was changed", d);
		return unlinkat(dir, name, 0) == 0 ? 1 : cannot(l->path, d);
	}
	if (l->kind == 'C') {
		struct identity now = identity_of(&st);
		if (identity_same(&now, &l->was)) /* the two were exchanged, and the run died before the old one went */
			return unlinkat(dir, l->temp.p, 0) == 0 ? 0 : cannot(l->path, d);
		if (replace_name(dir, l->temp.p, name, &l->was, backup, NULL, &why) == 0)
			return 1;
		if (strcmp(why.code, "changed") == 0 || strcmp(why.code, "vanished") == 0)
			return stays(dir, l, why.code[0] == 'c' ? "was changed" : "was removed", d);
		return diag_set(d, why.code, "%.*s: %s; run again to finish", (int)(l->path.n < 150 ? l->path.n : 150), l->path.p, why.message);
	}
	if (faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return stays(dir, l, "was made", d);
	return renameat(dir, l->temp.p, dir, name) == 0 ? 1 : cannot(l->path, d);
}

/* The folder that was worked in last is synced when another one comes. */
static int leave(int *dir, bool many)
{
	int rc = *dir >= 0 && !many ? sys_sync_folder(*dir) : 0;

	if (*dir >= 0) {
		int err = errno;
		close(*dir);
		errno = err;
	}
	*dir = -1;
	return rc;
}

static bool same_folder(struct span a, struct span b)
{
	const char *x = NULL, *y = NULL;

	for (size_t i = 0; i < a.n; i++)
		x = a.p[i] == '/' ? a.p + i : x;
	for (size_t i = 0; i < b.n; i++)
		y = b.p[i] == '/' ? b.p + i : y;
	size_t n = x ? (size_t)(x - a.p) : 0, m = y ? (size_t)(y - b.p) : 0;
	return !x == !y && n == m && memcmp(a.p, b.p, n) == 0;
}

int journal_apply(int root, int fd, bool many, bool fresh, uint64_t *files, struct diag *d)
{
	struct reader r;
	struct line l;
	char name[TEMP_NAME], backup[TEMP_NAME] = "";
	struct buf last = BUF_INIT;
	struct diag why = {0}, ignored = {0};
	unsigned skipped = 0;
	int dir = -1, rc = 0, more = begin(&r, fd);

	while (rc == 0 && more == 1 && (more = next(&r, &l)) == 1 && l.kind != 'E') {
		if (l.kind == 'B') {
			if (l.path.n < sizeof backup && !memchr(l.path.p, '/', l.path.n))
				snprintf(backup, sizeof backup, "%s", l.path.p);
			continue;
		}
		if (dir < 0 || !same_folder(buf_span(&last), l.path)) {
			rc = leave(&dir, many);
			dir = rc == 0 ? open_below(root, l.path, name) : -1;
			buf_reset(&last);
			buf_adds(&last, l.path);
		} else {
			const char *slash = strrchr(l.path.p, '/');
			snprintf(name, sizeof name, "%s", slash ? slash + 1 : l.path.p);
		}
		int one = 0;
		if (dir >= 0)
			one = apply_one(dir, name, &l, *backup ? backup : NULL, fresh, skipped ? &ignored : &why);
		else if (fresh || errno != ENOENT)
			one = cannot(l.path, &why);
		if (one < 0)
			rc = -1;
		skipped += one == 2;
		if (files)
			*files += one == 1;
	}
	if (rc == 0 && more != 1) {
		rc = -1;
		errno = more == 0 ? EINVAL : errno;
	}
	if (leave(&dir, many) != 0 && rc == 0)
		rc = -1;
	buf_fini(&r.win);
	buf_fini(&last);
	if (rc == 0 && many)
		rc = sys_sync_all(root);
	if (rc == 0)
		rc = unlinkat(root, JOURNAL_NAME, 0);
	if (rc == 0)
		rc = sys_sync_folder(root);
	if (rc != 0 && !why.code)
		diag_set(&why, "write", "%s: %s; run again to finish", JOURNAL_NAME, strerror(errno));
	if (why.code)
		diag_set(d, why.code, "%s", why.message);
	return why.code ? -1 : 0;
}

/* Removes what dead runs left anywhere below root. */
static void sweep(int root)
{
	struct dirwalk *w = dirwalk_open(root, false, NULL);
	struct dirwalk_entry e;

	temp_sweep(root, NULL);
	while (w && dirwalk_next(w, &e, NULL) == 1) {
		if (e.type != S_IFDIR || e.leave)
			continue;
		int dir = openat(e.dir, e.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (dir >= 0) {
			temp_sweep(dir, NULL);
			close(dir);
		}
	}
	if (w)
		dirwalk_close(w);
}

void journal_undo(int root)
{
	sweep(root);
	unlinkat(root, JOURNAL_NAME, 0);
	(void)sys_sync_folder(root);
}

int journal_recover(int root, bool look, int *what, uint64_t *files, struct diag *d)
{
	struct diag why = {0};
	int fd = lock_open(root, JOURNAL_NAME, O_NOFOLLOW, &why), rc = 0;

	*what = 0;
	*files = 0;
	if (!look)
		temp_sweep(root, JOURNAL_NAME); /* one that died before it had its name */
	if (fd < 0 && strcmp(why.code, "absent") == 0)
		return 0;
	if (fd < 0 && strcmp(why.code, "busy") == 0)
		return diag_set(d, "busy", "another run is at work in this folder");
	if (fd < 0)
		return diag_set(d, why.code, "%s: %s", JOURNAL_NAME, why.message);
	int whole = complete(fd);
	if (whole < 0)
		rc = diag_set(d, "read", "%s: %s", JOURNAL_NAME, strerror(errno));
	else
		*what = whole ? 2 : 1;
	if (!look && *what == 2)
		rc = journal_apply(root, fd, sys_syncs_all(), false, files, d);
	if (!look && *what == 2 && rc == 0)
		sweep(root);
	else if (!look && *what == 1)
		journal_undo(root);
	close(fd);
	return rc;
}
