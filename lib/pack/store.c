/* store.c: an append-only heap of bytes; the tail in memory, the rest in a file that has no name. */
#include "pack/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fdio.h"
#include "base/sys.h"
#include "io/temp.h"

enum { TAIL_MAX = 4 << 20 };

struct store {
	int fd;          /* -1 = none needed yet */
	uint64_t on_disk;
	struct buf tail; /* the bytes from on_disk on */
};

struct store *store_open(void)
{
	struct buf b = BUF_INIT;
	struct store *s = (struct store *)(void *)buf_room(&b, sizeof *s);

	*s = (struct store){.fd = -1};
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	buf_fini(&s->tail);
	struct buf b = {(char *)s, 0, sizeof *s};
	buf_fini(&b);
}

static int spill(struct store *s, struct diag *d)
{
	const char *tmp = getenv("TMPDIR");

	if (!tmp || !*tmp)
		tmp = "/tmp";
	if (s->fd < 0) {
		char name[TEMP_NAME];
		int dir = openat(AT_FDCWD, tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		s->fd = dir < 0 ? -1 : temp_file(dir, "cappack", name);
		int err = errno;
		if (s->fd >= 0)
			unlinkat(dir, name, 0);
		if (dir >= 0)
			close(dir);
		if (s->fd < 0)
			return diag_set(d, "spool", "%s: no temporary file: %s", tmp, strerror(err));
	}
	if (fd_write(s->fd, s->tail.p, s->tail.n) != 0)
		return diag_set(d, "spool", "%s: temporary file: %s", tmp, strerror(errno));
	s->on_disk += s->tail.n;
	buf_reset(&s->tail);
	return 0;
}

int store_put(struct store *s, struct span data, uint64_t *at, struct diag *d)
{
	*at = store_size(s);
	buf_adds(&s->tail, data);
	return s->tail.n > TAIL_MAX ? spill(s, d) : 0;
}

int store_get(struct store *s, uint64_t at, size_t n, struct arena *a, struct span *out, struct diag *d)
{
	char *p = arena_alloc(a, n + 1);
	size_t got = 0;

	if (at + n > store_size(s))
		return diag_set(d, "spool", "temporary file: nothing at byte %llu", (unsigned long long)at);
	if (at < s->on_disk) {
		got = at + n <= s->on_disk ? n : (size_t)(s->on_disk - at);
		if (fd_pread(s->fd, p, got, at) != (long long)got)
			return diag_set(d, "spool", "temporary file: cannot be read again: %s", strerror(errno));
	}
	if (got < n)
		memcpy(p + got, s->tail.p + (at + got - s->on_disk), n - got);
	p[n] = 0;
	*out = (struct span){p, n};
	return 0;
}

uint64_t store_size(const struct store *s)
{
	return s->on_disk + s->tail.n;
}
