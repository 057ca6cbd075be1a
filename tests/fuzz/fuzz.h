/* fuzz.h: what the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput: libFuzzer's, AFL++'s and honggfuzz's entry;
 * with replay.c it is a plain program that runs the inputs of its corpus. A broken promise aborts. */
#ifndef CAPTOOLS_TESTS_FUZZ_H
#define CAPTOOLS_TESTS_FUZZ_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/span.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define MUST(cond) ((cond) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #cond))

static inline _Noreturn void fuzz_broken(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, what);
	abort();
}

/* Linked with --wrap=_exit: a library that ends the process on any input is a finding. */
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap__exit(int status)
{
	fprintf(stderr, "_exit(%d)\n", status);
	abort();
}

/* The first byte chooses what is done with the rest. */
static inline unsigned fuzz_byte(struct span *s)
{
	unsigned c = s->n ? (unsigned char)s->p[0] : 0;

	if (s->n)
		*s = span_cut(*s, 1, s->n);
	return c;
}

/* A file in memory that has a name: slot 0 to 3. Each call replaces what that slot held. */
struct fuzz_file {
	int fd;
	char path[32];
};

static inline const struct fuzz_file *fuzz_file(int slot, struct span content)
{
	static struct fuzz_file files[4] = {{-1, ""}, {-1, ""}, {-1, ""}, {-1, ""}};
	struct fuzz_file *f = &files[slot];

	if (f->fd < 0) {
		f->fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", f->fd);
	}
	MUST(f->fd >= 0 && ftruncate(f->fd, 0) == 0 && lseek(f->fd, 0, SEEK_SET) == 0);
	MUST(fd_write(f->fd, content.p, content.n) == 0 && lseek(f->fd, 0, SEEK_SET) == 0);
	return f;
}

/* All that f holds now, in b. */
static inline struct span fuzz_content(const struct fuzz_file *f, struct buf *b)
{
	off_t n = lseek(f->fd, 0, SEEK_END);

	buf_reset(b);
	MUST(n >= 0 && fd_pread(f->fd, buf_room(b, (size_t)n + 1), (size_t)n, 0) == n);
	b->n = (size_t)n;
	return buf_span(b);
}

/* Valid UTF-8 out of any bytes: wrong ones become U+FFFD. */
static inline struct span fuzz_text(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		uint32_t c;
		size_t len = utf8_decode(s.p + i, s.p + s.n, &c);
		n += utf8_encode(c, p + n);
		i += len;
	}
	return (struct span){p, n};
}

/* Whether byte i of s begins a character or is the end. */
static inline bool fuzz_edge(struct span s, size_t i)
{
	return i == s.n || (i < s.n && ((unsigned char)s.p[i] & 0xC0) != 0x80);
}

/* A diag that is filled as its header says, after a failure. */
static inline void fuzz_said(const struct diag *d)
{
	MUST(d->code && d->message[0] && memchr(d->message, 0, sizeof d->message));
	MUST(utf8_valid(span_of(d->message), NULL) && !strchr(d->message, '\n'));
}

#endif
