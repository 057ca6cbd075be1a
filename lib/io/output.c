/* output.c: telling what an output's name stands for. */
#include "io/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fdio.h"
#include "base/span.h"
#include "base/sys.h"

/* The descriptor that a path like /dev/stdout or /dev/fd/63 names; -1: it names a file. Such a path must not be opened by what it
 * resolves to: `tool -o /dev/stdout >>log` would begin log anew, or rename over it. */
static int descriptor_named(const char *path)
{
	static const struct span folders[] = {SPAN_INIT("/dev/fd/"), SPAN_INIT("/proc/self/fd/")};
	struct span s = span_of(path);

	if (span_eq(s, SPAN("/dev/stdout")))
		return STDOUT_FILENO;
	if (span_eq(s, SPAN("/dev/stderr")))
		return STDOUT_FILENO + 1;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		char *end;
		if (!span_starts(s, folders[i]) || s.n == folders[i].n || s.n > folders[i].n + 6)
			continue;
		unsigned long n = strtoul(path + folders[i].n, &end, 10);
		if (*end == 0)
			return (int)n;
	}
	return -1;
}

/* Standard output or error, where a link leads to the very file that they write to. */
static int descriptor_behind(const struct stat *st)
{
	struct stat own;

	for (int fd = STDOUT_FILENO; fd <= STDOUT_FILENO + 1; fd++)
		if (fstat(fd, &own) == 0 && own.st_dev == st->st_dev && own.st_ino == st->st_ino)
			return fd;
	return -1;
}

static int failed(const struct output *o, const char *code, struct diag *d)
{
	return diag_set(d, errno == EPIPE ? "pipe" : code, "%s: %s", o->path, strerror(errno));
}

static int through(struct output *o, int fd, struct diag *d)
{
	o->fd = fd;
	o->through = true;
	return fd >= 0 ? 0 : failed(o, "open", d);
}

/* What was there keeps its mode and owner, as it would under a shell's `>`. */
static void like_old(struct atomic *t)
{
	int old = openat(t->dir, t->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (old >= 0)
		atomic_like(t, old);
	else if (fstatat(t->dir, t->name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		(void)fchmod(t->fd, st.st_mode & 0777);
	else
		atomic_plain(t);
	if (old >= 0)
		close(old);
}

enum way { PLACED, DESCRIPTOR, DEVICE, FOLDER, NOTHING };

/* What path stands for; *own: the descriptor. */
static enum way way_to(const char *path, int *own)
{
	struct stat st;

	*own = descriptor_named(path);
	if (*own < 0) {
		if (stat(path, &st) != 0)
			return PLACED;
		if (!S_ISREG(st.st_mode))
			return S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode) ? DEVICE : S_ISDIR(st.st_mode) ? FOLDER : NOTHING;
		*own = descriptor_behind(&st);
	}
	return *own >= 0 ? DESCRIPTOR : PLACED;
}

bool output_placed(const char *path)
{
	int own;

	return way_to(path, &own) == PLACED;
}

int output_open(struct output *o, const char *path, struct diag *d)
{
	int own;
	enum way way = way_to(path, &own);

	*o = (struct output)OUTPUT_INIT;
	o->path = path;
	if (way == DESCRIPTOR)
		return through(o, sys_dup(own), d);
	if (way == DEVICE)
		return through(o, openat(AT_FDCWD, path, O_WRONLY | O_NOCTTY | O_CLOEXEC), d);
	if (way != PLACED)
		return diag_set(d, "usage", "%s: is %s and is not replaced", path, way == FOLDER ? "a folder" : "no file");
	if (atomic_open(&o->file, path, d) != 0)
		return -1;
	like_old(&o->file);
	o->fd = o->file.fd;
	return 0;
}

void output_fd(struct output *o, int fd, const char *path)
{
	*o = (struct output){.fd = fd, .through = true, .borrowed = true, .path = path, .file = ATOMIC_INIT};
}

int output_put(struct output *o, const char *p, size_t n, struct diag *d)
{
	return fd_write(o->fd, p, n) == 0 ? 0 : failed(o, "write", d);
}

/* Ends an output that is written through. A pipe or a terminal cannot be synced, which is no fault; a disk that cannot is one. */
static int finish(struct output *o, struct diag *d)
{
	int rc = 0;

	if (!o->borrowed && sys_sync(o->fd) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
		rc = failed(o, "write", d);
	if (!o->borrowed && close(o->fd) != 0 && rc == 0)
		rc = failed(o, "write", d);
	o->fd = -1;
	return rc;
}

int output_commit(struct output *o, struct diag *d)
{
	struct diag why = {0};

	if (o->through)
		return finish(o, d);
	o->fd = -1;
	return atomic_commit(&o->file, &why) == 0 ? 0 : diag_set(d, why.code, "%s: %s", o->path, why.message);
}

void output_abort(struct output *o)
{
	if (o->through && o->fd >= 0 && !o->borrowed)
		close(o->fd);
	o->fd = -1;
	atomic_abort(&o->file);
}
