/* replay.c: a fuzz target as a plain program: runs it over the files and folders named, or over its own corpus. Speaks TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
extern int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

static unsigned inputs;

static void run_file(const char *path)
{
	struct buf b = BUF_INIT;
	struct diag d = {0};

	if (file_read(path, &b, 64 << 20, &d) != 0) {
		fprintf(stderr, "%s\n", d.message);
		exit(2);
	}
	/* A block of its own size, so that the sanitizers see the first byte too far. */
	uint8_t *p = malloc(b.n ? b.n : 1);
	if (b.n)
		memcpy(p, b.p, b.n);
	fprintf(stderr, "%s\n", path); /* the last line names the one that crashed */
	LLVMFuzzerTestOneInput(p, b.n);
	free(p);
	buf_fini(&b);
	inputs++;
}

static void run(const char *path)
{
	struct stat st;
	struct dirent **v;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		run_file(path);
		return;
	}
	int n = scandir(path, &v, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct arena a = ARENA_INIT;
		if (v[i]->d_name[0] != '.')
			run_file(arena_printf(&a, "%s/%s", path, v[i]->d_name).p);
		arena_fini(&a);
		free(v[i]);
	}
	if (n >= 0)
		free(v);
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
	struct arena a = ARENA_INIT;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		run(argv[i]);
	if (argc < 2)
		run(arena_printf(&a, "tests/fuzz/corpus/%s", name).p);
	printf("%sok 1 - %s: %u inputs replayed\n1..1\n", inputs ? "" : "not ", name, inputs);
	arena_fini(&a);
	return inputs == 0;
}
