/* oracle.h: what the tests against ../shared have in common: its files line by line, and vocabularies
 * wherever they are. */
#ifndef CAPTOOLS_TESTS_ORACLE_H
#define CAPTOOLS_TESTS_ORACLE_H

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "tok/tok.h"

static inline const char *oracle_shared(void)
{
	const char *s = getenv("CAPTOOLS_SHARED");

	return s && *s ? s : "../shared";
}

/* A file of the shared folder, decompressed; false where there is none. */
static inline bool oracle_read(const char *name, struct buf *b)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	bool ok = file_read_zstd(arena_printf(&a, "%s/%s", oracle_shared(), name).p, b, 64 << 20, &d) == 0;

	arena_fini(&a);
	return ok;
}

/* The next line of b behind *at; false at the end. */
static inline bool oracle_line(const struct buf *b, size_t *at, struct span *line)
{
	const char *nl;
	size_t end;

	if (*at >= b->n)
		return false;
	nl = memchr(b->p + *at, '\n', b->n - *at);
	end = nl ? (size_t)(nl - b->p) : b->n;
	*line = (struct span){b->p + *at, end - *at};
	*at = end + 1;
	return true;
}

/* A vocabulary as the build compiled it, or from the shared folder's tokenizer.json; NULL where it is in
 * neither. */
static inline struct tok *oracle_vocab(const char *name)
{
	static const char *const files[][2] = {{"llama3", "llama3_1"}};
	char path[] = "/tmp/captools-test-" "XX" "XXXX";
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct diag d = {0};
	struct tok *t = tok_open(name, &d);
	const char *file = name;

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (strcmp(files[i][0], name) == 0)
			file = files[i][1];
	if (!t && oracle_read(arena_printf(&a, "encoders/%s.json.zst", file).p, &b)) {
		int fd = mkstemp(path);

		for (size_t done = 0; fd >= 0 && done < b.n;) {
			ssize_t k = write(fd, b.p + done, b.n - done);

			if (k <= 0)
				break;
			done += (size_t)k;
		}
		if (fd >= 0) {
			close(fd);
			t = tok_open_file(path, &d);
			unlink(path);
		}
	}
	buf_fini(&b);
	arena_fini(&a);
	return t;
}

#endif
