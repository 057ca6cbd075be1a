/* file.c: whole files mapped or read, and the search for our own data. */
#include "base/file.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "base/zread.h"

#ifndef CAPTOOLS_DATADIR
#define CAPTOOLS_DATADIR "/usr/local/share/captools"
#endif

int file_map(const char *path, struct span *out, struct diag *d)
{
	struct stat st;
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return diag_set(d, "open", "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return diag_set(d, "open", "%s: not a regular file", path);
	}
	if (st.st_size == 0) {
		close(fd);
		*out = SPAN("");
		return 0;
	}
	const void *p = sys_map(fd, (size_t)st.st_size);
	int err = errno;
	close(fd);
	if (!p)
		return diag_set(d, "map", "%s: %s", path, strerror(err));
	*out = (struct span){p, (size_t)st.st_size};
	return 0;
}

void file_unmap(struct span s)
{
	if (s.n)
		sys_unmap(s.p, s.n);
}

int fd_read_all(int fd, struct buf *b, size_t cap, struct diag *d)
{
	size_t start = b->n;

	for (;;) {
		char *to = buf_room(b, 1 << 16);
		ssize_t r = read(fd, to, b->cap - b->n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return diag_set(d, "read", "%s", strerror(errno));
		if (r == 0)
			return 0;
		b->n += (size_t)r;
		if (b->n - start > cap)
			return diag_set(d, "too-large", "more than %zu bytes", cap);
	}
}

bool file_real(const char *path, char out[FILE_PATH])
{
	return realpath(path, out) != NULL;
}

int file_read(const char *path, struct buf *b, size_t cap, struct diag *d)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return diag_set(d, "open", "%s: %s", path, strerror(errno));
	struct diag why = {0};
	int rc = fd_read_all(fd, b, cap, &why);
	close(fd);
	return rc == 0 ? 0 : diag_set(d, why.code, "%s: %s", path, why.message);
}

int fd_peek(int fd)
{
	unsigned char first;
	off_t at = lseek(fd, 0, SEEK_CUR);

	if (at < 0)
		return sys_peek(fd);
	return pread(fd, &first, 1, at) == 1 ? first : -1;
}
int file_read_zstd(const char *path, struct buf *b, size_t cap, struct diag *d)
{
	struct span m;
	struct diag why = {0};

	if (file_map(path, &m, d) != 0)
		return -1;
	int rc = zstd_expand(m, b, cap, &why);
	file_unmap(m);
	return rc == 0 ? 0 : diag_set(d, why.code, "%s: %s", path, why.message);
}

static const char *try_path(struct arena *a, struct span dir, const char *between, const char *relative)
{
	struct span p = arena_printf(a, "%.*s%s/%s", SPAN_ARG(dir), between, relative);

	return faccessat(AT_FDCWD, p.p, R_OK, 0) == 0 ? p.p : NULL;
}

struct span program_folder(struct arena *a)
{
	char exe[SYS_PATH];

	if (!sys_program(exe))
		return SPAN("");
	char *slash = strrchr(exe, '/');
	return arena_printf(a, "%.*s", slash ? (int)(slash - exe) : 0, exe);
}

const char *share_find(struct arena *a, const char *relative)
{
	const char *found = NULL, *env = getenv("CAPTOOLS_SHARE");
	struct span dir = program_folder(a);

	if (dir.n) {
		found = try_path(a, dir, "/../share/captools", relative);
		if (!found)
			found = try_path(a, dir, "/../share", relative);
	}
	if (!found && env && *env)
		found = try_path(a, span_of(env), "", relative);
	if (!found)
		found = try_path(a, SPAN(CAPTOOLS_DATADIR), "", relative);
	return found;
}
