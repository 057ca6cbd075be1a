/* dirwalk.c: a walk with one open descriptor a level. */
#include "io/dirwalk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "io/pack_journal.h"
#include "io/temp.h"

enum { DEPTH = 128, SORTED_MAX = 200000 };

struct level {
	DIR *dir;
	size_t path;        /* length of the folder's own path, with its slash */
	bool listed;        /* names holds all entries, sorted */
	struct arena a;     /* their names */
	struct buf names;   /* const char * */
	size_t n, at;
};

struct dirwalk {
	struct arena own;
	bool always;
	struct buf path;
	struct level level[DEPTH];
	int depth;          /* levels in use; 0 = over */
	bool enter;         /* the last entry shown is a folder whose entries come next */
};

static int by_bytes(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool skipped(const char *s)
{
	return strcmp(s, ".") == 0 || strcmp(s, "..") == 0 || strcmp(s, JOURNAL_NAME) == 0 || temp_is(s, NULL);
}

/* Reads all names of a level, unless they are too many: then they come as the folder has them. */
static int list(struct dirwalk *w, struct level *l, struct diag *d)
{
	struct dirent *e;

	l->listed = true;
	while ((errno = 0, e = readdir(l->dir))) {
		if (skipped(e->d_name))
			continue;
		if (l->n == SORTED_MAX && !w->always) {
			arena_fini(&l->a);
			buf_fini(&l->names);
			l->listed = false;
			rewinddir(l->dir);
			return 0;
		}
		const char *name = arena_dup(&l->a, span_of(e->d_name)).p;
		buf_add(&l->names, (const char *)&name, sizeof name);
		l->n++;
	}
	if (errno)
		return diag_set(d, "read", "%.*s: %s", (int)w->path.n, w->path.p, strerror(errno));
	if (l->n)
		qsort(l->names.p, l->n, sizeof(char *), by_bytes);
	return 0;
}

static void pop(struct dirwalk *w)
{
	struct level *l = &w->level[--w->depth];

	closedir(l->dir);
	arena_fini(&l->a);
	buf_fini(&l->names);
}

/* Goes into the folder that fd is (taken over). */
static int push(struct dirwalk *w, int fd, struct diag *d)
{
	struct level *l = &w->level[w->depth];

	*l = (struct level){.path = w->path.n};
	l->dir = fd < 0 ? NULL : fdopendir(fd);
	if (!l->dir) {
		int err = errno;
		if (fd >= 0)
			close(fd);
		return diag_set(d, "read", "%.*s: %s", (int)w->path.n, w->path.p ? w->path.p : "", strerror(err));
	}
	w->depth++;
	return list(w, l, d);
}

struct dirwalk *dirwalk_open(int root, bool always, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct dirwalk *w = arena_zalloc(&own, 1, sizeof *w);

	w->own = own;
	w->always = always;
	/* A descriptor of its own: reading a folder moves a position that dup would share. */
	if (push(w, openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), d) != 0) {
		dirwalk_close(w);
		return NULL;
	}
	return w;
}

void dirwalk_close(struct dirwalk *w)
{
	while (w->depth > 0)
		pop(w);
	buf_fini(&w->path);
	struct arena own = w->own;
	arena_fini(&own);
}

static const char *next_name(struct level *l)
{
	if (l->listed)
		return l->at < l->n ? ((const char **)(void *)l->names.p)[l->at++] : NULL;
	for (struct dirent *e; (errno = 0, e = readdir(l->dir));)
		if (!skipped(e->d_name))
			return e->d_name;
	return NULL;
}

int dirwalk_next(struct dirwalk *w, struct dirwalk_entry *e, struct diag *d)
{
	struct stat st;

	if (w->enter) {
		struct level *l = &w->level[w->depth - 1];
		const char *name = w->path.p + l->path;
		w->enter = false;
		if (w->depth == DEPTH)
			return diag_set(d, "too-deep", "%.*s: folders are nested too deep", (int)w->path.n, w->path.p);
		int fd = openat(dirfd(l->dir), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		w->path.p[w->path.n] = '/'; /* where the NUL was */
		w->path.n++;
		if (push(w, fd, d) != 0)
			return -1;
	}
	struct level *l = &w->level[w->depth - 1];
	w->path.n = l->path;
	const char *name = next_name(l);
	if (!name && !l->listed && errno)
		return diag_set(d, "read", "%.*s: %s", (int)w->path.n, w->path.p, strerror(errno));
	if (!name) { /* the folder is done: it is shown once more from its parent */
		pop(w);
		if (w->depth == 0)
			return 0;
		l = &w->level[w->depth - 1];
		w->path.p[--w->path.n] = 0;
		*e = (struct dirwalk_entry){dirfd(l->dir), w->path.p + l->path, buf_span(&w->path), S_IFDIR, true};
		return 1;
	}
	buf_add(&w->path, name, strlen(name));
	buf_room(&w->path, 2);
	w->path.p[w->path.n] = 0;
	name = w->path.p + l->path;
	if (fstatat(dirfd(l->dir), name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return diag_set(d, "read", "%s: %s", w->path.p, strerror(errno));
	*e = (struct dirwalk_entry){dirfd(l->dir), name, buf_span(&w->path), st.st_mode & S_IFMT, false};
	w->enter = S_ISDIR(st.st_mode);
	return 1;
}
