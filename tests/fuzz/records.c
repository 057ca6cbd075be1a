/* records.c: captions as lines, JSON Lines, kohya's JSON, in other character sets; from a file and, where it fits, from a pipe, with
 * the same result. */
#include "base/hash.h"
#include "fuzz/records.h"

/* A pipe that holds all of s, closed at its other end. */
static int piped(struct span s)
{
	int fd[2];

	MUST(pipe(fd) == 0 && fd_write(fd[1], s.p, s.n) == 0);
	close(fd[1]);
	return fd[0];
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const from[] = {NULL, "lines", "jsonl", "kohya", NULL, "lines", "jsonl", "kohya"};
	static const char *const encoding[] = {NULL, NULL, NULL, "cp1252", "utf-16", "shift-jis", "utf-8", "utf-32be"};
	struct span s = {(const char *)p, n};
	unsigned how = fuzz_byte(&s);
	struct source_options o = {.from = from[how & 7], .encoding = encoding[how >> 3 & 7], .limits = fuzz_limits};
	uint64_t file, pipe_hash;

	if (how & 64)
		o.field = "b";
	unsigned records = fuzz_read(fuzz_file(0, s)->path, &o, &file);
	if (s.n < 32768 && file) {
		char path[32];
		int fd = piped(s);
		snprintf(path, sizeof path, "/dev/fd/%d", fd);
		/* The path is part of the records: only their number can be compared. A 7z cannot be read from a pipe, and says so; a zip is
		 * read there by the headers before its members, in a file by the list at its end, which a hostile one lets differ. */
		unsigned got = fuzz_read(path, &o, &pipe_hash);
		MUST(got == records || (got == 0 && span_starts(s, SPAN("7z\xBC\xAF"))) || span_starts(s, SPAN("PK")));
		close(fd);
	}
	return 0;
}
