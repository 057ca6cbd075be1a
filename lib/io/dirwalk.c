/* dirwalk.c: a walk with one open descriptor a level. */
#include "io/dirwalk.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/sys.h"
#include "io/dirlist.h"
#include "io/temp.h"

enum { DEPTH = 128 };

struct level {
	int fd;
	struct dirlist list;
	size_t path;        /* length of the folder's own path, with its slash */
};

struct dirwalk {
	struct arena own;
	struct buf path;
	struct level level[DEPTH];
	int depth;          /* levels in use; 0 = over */
	bool hidden;
	bool enter;         /* the last entry shown is a folder whose entries come next */
};

static bool skipped(const char *s)
{
	return strcmp(s, JOURNAL_NAME) == 0 || temp_is(s, NULL);
}

static void pop(struct dirwalk *w)
{
	struct level *l = &w->level[--w->depth];

	dirlist_close(&l->list);
	close(l->fd);
}

static int about(const struct dirwalk *w, const char *code, const char *what, struct diag *d)
{
	return diag_set(d, code, "%.*s: %s", w->path.n < 200 ? (int)w->path.n : 200, w->path.n ? w->path.p : "", what);
}

/* Goes into the folder name of dir. */
static int push(struct dirwalk *w, int dir, const char *name, struct diag *d)
{
	struct level *l = &w->level[w->depth];
	struct diag why = {0};

	if (w->depth == DEPTH)
		return about(w, "too-deep", "folders are nested too deep", d);
	*l = (struct level){.path = w->path.n};
	l->fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (l->fd < 0)
		return about(w, "open", strerror(errno), d);
	w->depth++;
	return dirlist_open(&l->list, l->fd, w->hidden, &why) == 0 ? 0 : about(w, why.code, why.message, d);
}

struct dirwalk *dirwalk_open(int root, bool hidden, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct dirwalk *w = arena_zalloc(&own, 1, sizeof *w);

	w->own = own;
	w->hidden = hidden;
	if (push(w, root, ".", d) == 0)
		return w;
	dirwalk_close(w);
	return NULL;
}

void dirwalk_close(struct dirwalk *w)
{
	while (w->depth > 0)
		pop(w);
	buf_fini(&w->path);
	struct arena own = w->own;
	arena_fini(&own);
}

/* The folder that is done is shown once more, from the folder above. 0 when there is none. */
static int done(struct dirwalk *w, struct dirwalk_entry *e)
{
	pop(w);
	if (w->depth == 0)
		return 0;
	struct level *l = &w->level[w->depth - 1];
	w->path.p[--w->path.n] = 0;
	*e = (struct dirwalk_entry){l->fd, w->path.p + l->path, buf_span(&w->path), S_IFDIR, true};
	return 1;
}

int dirwalk_next(struct dirwalk *w, struct dirwalk_entry *e, struct diag *d)
{
	static const mode_t types[] = {
		[ENTRY_FILE] = S_IFREG, [ENTRY_LINK] = S_IFLNK, [ENTRY_OTHER] = 0, [ENTRY_FOLDER] = S_IFDIR
	};
	struct direntry f;
	struct diag why = {0};
	int rc;

	if (w->enter) {
		struct level *up = &w->level[w->depth - 1];
		w->enter = false;
		w->path.p[w->path.n++] = '/'; /* where the NUL was */
		buf_room(&w->path, TEMP_NAME);
		/* The name ends at the slash for openat. */
		w->path.p[w->path.n - 1] = 0;
		rc = push(w, up->fd, w->path.p + up->path, d);
		w->path.p[w->path.n - 1] = '/';
		if (rc != 0)
			return -1;
	}
	struct level *l = &w->level[w->depth - 1];
	do {
		w->path.n = l->path;
		rc = dirlist_next(&l->list, &f, &why);
		if (rc < 0)
			return about(w, why.code, why.message, d);
		if (rc == 0)
			return done(w, e);
	} while (skipped(f.name));
	buf_add(&w->path, f.name, f.n);
	buf_room(&w->path, 2);
	w->path.p[w->path.n] = 0;
	w->enter = f.type == ENTRY_FOLDER;
	*e = (struct dirwalk_entry){l->fd, w->path.p + l->path, buf_span(&w->path), types[f.type], false};
	return 1;
}
