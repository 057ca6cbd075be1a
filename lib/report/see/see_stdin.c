/* see_stdin.c: whether records come on standard input beside the datasets that are named. `-` says so; without it a file or a pipe that
 * begins as a record does is one. */
#include <string.h>

#include "base/die.h"
#include "base/file.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/see/see_images.h"
#include "run/run.h"

/* Seconds that a pipe which says nothing is waited for: CI runners, cron and ssh leave one open behind a tool that nobody feeds. */
enum { PATIENCE = 5 };
static bool given_up;

static bool pipe_has_records(void)
{
	if (sys_wait_readable(STDIN_FILENO, PATIENCE * 1000) == 0) {
		given_up = true;
		warn("nothing came on standard input in %d s: no records are taken from it (- beside the dataset waits for them)", PATIENCE);
		return false;
	}
	return fd_peek(STDIN_FILENO) == '{';
}

/* A file of other lines, that a shell's loop reads, say, is left alone. */
static bool has_records(void)
{
	struct stat st;

	if (fstat(STDIN_FILENO, &st) != 0)
		return false;
	return S_ISREG(st.st_mode) ? fd_peek(STDIN_FILENO) == '{' : S_ISFIFO(st.st_mode) && pipe_has_records();
}

size_t see_stdin(int n, char **paths)
{
	size_t named = 0, datasets = 0;

	for (int i = 0; i < n; i++)
		named += strcmp(paths[i], "-") != 0;
	if (named == 0 || (named == (size_t)n && !has_records()))
		return 0;
	for (int i = 0; i < n; i++) {
		const struct run_input *in = run_input_of(paths[i]);
		if (strcmp(paths[i], "-") != 0 && (!in || !in->texts))
			paths[datasets++] = paths[i];
	}
	return datasets;
}

bool see_stdin_late(void)
{
	return given_up && sys_pending(STDIN_FILENO) > 0;
}
