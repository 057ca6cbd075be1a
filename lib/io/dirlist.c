/* dirlist.c: reading and sorting a folder: in memory up to RUN_BYTES, else sorted runs on disk that are
 * merged. */
#include "io/dirlist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/spool.h"
#include "base/sys.h"
#include "io/names.h"

enum { RUN_BYTES = 4 << 20, HEAD = sizeof(uint16_t) + 1 };

static enum dirent_type type_of(int fd, const char *name)
{
	struct stat st;

	/* fstatat and not d_type: POSIX has no d_type, and it may be unknown. */
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return ENTRY_FILE; /* gone meanwhile: opening it will say so */
	return S_ISREG(st.st_mode) ? ENTRY_FILE : S_ISDIR(st.st_mode) ? ENTRY_FOLDER : S_ISLNK(st.st_mode) ? ENTRY_LINK : ENTRY_OTHER;
}

/* p, q: behind the size. */
static int compare(const char *p, size_t n, const char *q, size_t m)
{
	int folders = (p[0] == ENTRY_FOLDER) - (q[0] == ENTRY_FOLDER);

	if (folders)
		return folders;
	int c = memcmp(p + 1, q + 1, n < m ? n : m);
	return c ? c : (n > m) - (n < m);
}

static size_t size_of(const char *entry)
{
	uint16_t n;

	memcpy(&n, entry, sizeof n);
	return n;
}

static int by_name(const void *a, const void *b)
{
	const char *p = *(const char *const *)a, *q = *(const char *const *)b;

	return compare(p + sizeof(uint16_t), size_of(p), q + sizeof(uint16_t), size_of(q));
}

static size_t sort(struct dirlist *l)
{
	size_t n = 0;

	buf_reset(&l->order);
	for (const char *p = l->text.p; l->text.n && p < l->text.p + l->text.n; p += HEAD + size_of(p) + 1, n++)
		buf_add(&l->order, (const char *)&p, sizeof p);
	if (n)
		qsort(l->order.p, n, sizeof(char *), by_name);
	return n;
}

static const char *entry_at(const struct dirlist *l, size_t i)
{
	return ((const char *const *)(void *)l->order.p)[i];
}

/* Everything in text becomes one more sorted run. */
static int write_run(struct dirlist *l, struct diag *d)
{
	struct spool run = SPOOL_INIT(64 << 10);
	size_t n = sort(l);
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		const char *e = entry_at(l, i);
		struct span part = {e, HEAD + size_of(e) + 1};
		rc = spool_push(&run, &part, 1, d);
	}
	buf_add(&l->runs, (const char *)&run, sizeof run);
	buf_reset(&l->text);
	buf_reset(&l->order);
	return rc;
}

static int add(struct dirlist *l, int fd, const char *name, struct diag *d)
{
	uint16_t n = (uint16_t)strlen(name);
	char type = (char)type_of(fd, name);

	struct name parts = name_split((struct span){name, n});
	l->more |= type == ENTRY_FOLDER || type == ENTRY_LINK || name_is_image(&parts);
	buf_add(&l->text, (const char *)&n, sizeof n);
	buf_addc(&l->text, type);
	buf_add(&l->text, name, n + (size_t)1);
	return l->text.n > RUN_BYTES ? write_run(l, d) : 0;
}

int dirlist_open(struct dirlist *l, int fd, bool hidden, struct diag *d)
{
	/* closedir closes its descriptor, and a folder that was read once must be read from its start. */
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own >= 0 ? fdopendir(own) : NULL;
	struct dirent *e;
	int rc = 0;

	if (!dir) {
		int err = errno;
		if (own >= 0)
			close(own);
		return diag_set(d, "open", "%s", strerror(err));
	}
	for (errno = 0; rc == 0 && (e = readdir(dir)); errno = 0)
		if (e->d_name[0] != '.' || (hidden && strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0))
			rc = add(l, fd, e->d_name, d);
	if (rc == 0 && errno)
		rc = diag_set(d, "read", "%s", strerror(errno));
	closedir(dir);
	if (rc == 0 && l->runs.n)
		rc = write_run(l, d);
	if (rc == 0 && !l->runs.n)
		sort(l);
	if (l->runs.n) {
		buf_fini(&l->text);
		buf_fini(&l->order);
	}
	return rc;
}

static void hand_out(struct direntry *e, const char *p)
{
	e->n = size_of(p);
	e->type = (enum dirent_type)p[sizeof(uint16_t)];
	e->name = p + HEAD;
}

static int merge(struct dirlist *l, struct direntry *e, struct diag *d)
{
	struct spool *run = (struct spool *)(void *)l->runs.p, *best = NULL;
	size_t n = l->runs.n / sizeof *run;
	struct span least = SPAN(""), r;

	for (size_t i = 0; i < n; i++) {
		int rc = spool_peek(&run[i], &r, d);
		if (rc < 0)
			return -1;
		if (rc && (!best || compare(r.p + sizeof(uint16_t), r.n - HEAD - 1, least.p + sizeof(uint16_t),
		                            least.n - HEAD - 1) < 0)) {
			best = &run[i];
			least = r;
		}
	}
	if (!best)
		return 0;
	buf_reset(&l->held);
	buf_adds(&l->held, least);
	spool_pop(best);
	hand_out(e, l->held.p);
	return 1;
}

int dirlist_next(struct dirlist *l, struct direntry *e, struct diag *d)
{
	if (l->runs.n)
		return merge(l, e, d);
	if (l->at == l->order.n / sizeof(char *))
		return 0;
	hand_out(e, entry_at(l, l->at++));
	return 1;
}

void dirlist_close(struct dirlist *l)
{
	struct spool *run = (struct spool *)(void *)l->runs.p;

	for (size_t i = 0; i < l->runs.n / sizeof *run; i++)
		spool_fini(&run[i]);
	buf_fini(&l->runs);
	buf_fini(&l->text);
	buf_fini(&l->order);
	buf_fini(&l->held);
}
