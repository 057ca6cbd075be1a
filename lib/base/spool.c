/* spool.c: a queue of length-prefixed records in three pieces: head (memory), file, tail (memory). A queue
 * that never outgrows tail never touches the disk: an empty head simply takes tail over. */
#include "base/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"

enum { READ_AHEAD = 64 << 10, PUNCH = 8 << 20 };

static int trouble(struct diag *d, const char *what)
{
	int err = errno;

	diag_set(d, "spool", "temporary file in %s: %s: %s (TMPDIR names another folder)", sys_temp_folder(), what, strerror(err));
	if (d)
		d->fatal = true;
	return -1;
}

/* Writes tail behind the file's end. */
static int flush(struct spool *s, struct diag *d)
{
	if (s->fd < 0 && (s->fd = sys_temp_file(sys_temp_folder())) < 0)
		return trouble(d, "cannot be made");
	for (size_t done = 0; done < s->tail.n;) {
		ssize_t w = pwrite(s->fd, s->tail.p + done, s->tail.n - done, (off_t)(s->to + done));
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return trouble(d, "write");
		done += (size_t)w;
	}
	s->to += s->tail.n;
	buf_reset(&s->tail);
	return 0;
}

int spool_push(struct spool *s, const struct span *part, size_t parts, struct diag *d)
{
	uint64_t n = 0;

	if (s->tail.n >= s->memory && flush(s, d) != 0)
		return -1;
	for (size_t i = 0; i < parts; i++)
		n += part[i].n;
	buf_room(&s->tail, (size_t)n + sizeof n);
	buf_add(&s->tail, (const char *)&n, sizeof n);
	for (size_t i = 0; i < parts; i++)
		buf_adds(&s->tail, part[i]);
	s->n++;
	return 0;
}

/* Gives the disk space of what was read back, now and then; a file system that cannot keeps it until the
 * end. */
static void give_back(struct spool *s)
{
	if (s->from == s->to) {
		if (s->to > 0 && ftruncate(s->fd, 0) == 0)
			s->from = s->to = s->kept = 0;
	} else if (s->from - s->kept >= PUNCH) {
		sys_give_back(s->fd, s->kept, s->from - s->kept);
		s->kept = s->from;
	}
}

/* Makes head hold at least want unread bytes. */
static int refill(struct spool *s, size_t want, struct diag *d)
{
	size_t left = s->head.n - s->at;

	if (left)
		memmove(s->head.p, s->head.p + s->at, left);
	s->head.n = left;
	s->at = 0;
	if (s->from == s->to) { /* nothing in the file: tail follows head; records are never cut there */
		struct buf swap = s->head;
		s->head = s->tail;
		s->tail = swap;
		return 0;
	}
	if (want < READ_AHEAD)
		want = READ_AHEAD;
	while (s->head.n < want && s->from < s->to) {
		size_t n = want - s->head.n;
		if (n > s->to - s->from)
			n = (size_t)(s->to - s->from);
		ssize_t r = pread(s->fd, buf_room(&s->head, n), n, (off_t)s->from);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0) {
			if (r == 0)
				errno = EIO;
			return trouble(d, "read");
		}
		s->head.n += (size_t)r;
		s->from += (uint64_t)r;
	}
	give_back(s);
	return 0;
}

int spool_peek(struct spool *s, struct span *record, struct diag *d)
{
	uint64_t n;

	if (s->n == 0)
		return 0;
	if (s->head.n - s->at < sizeof n && refill(s, sizeof n, d) != 0)
		return -1;
	memcpy(&n, s->head.p + s->at, sizeof n);
	if (s->head.n - s->at < sizeof n + n && refill(s, sizeof n + (size_t)n, d) != 0)
		return -1;
	*record = (struct span){s->head.p + s->at + sizeof n, (size_t)n};
	return 1;
}

void spool_pop(struct spool *s)
{
	uint64_t n;

	memcpy(&n, s->head.p + s->at, sizeof n);
	s->at += sizeof n + (size_t)n;
	s->n--;
	/* One huge record must not hold its memory for ever. */
	if (s->at == s->head.n && s->head.cap > 2 * s->memory + 4 * READ_AHEAD) {
		buf_fini(&s->head);
		s->at = 0;
	}
}

void spool_fini(struct spool *s)
{
	buf_fini(&s->head);
	buf_fini(&s->tail);
	if (s->fd >= 0)
		close(s->fd);
	*s = (struct spool)SPOOL_INIT(s->memory);
}
