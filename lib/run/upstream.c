/* upstream.c: starting the tools in front. */
#include "run/upstream.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "run/run.h"

extern char **environ;

static pid_t child[2];
static int children;

struct args {
	char **v;
	size_t n, cap;
};

bool upstream_needed(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 && S_ISCHR(st.st_mode);
}

static void add(struct args *w, struct arena *a, const char *word)
{
	*ARENA_PUSH(a, w) = (char *)(uintptr_t)arena_printf(a, "%s", word).p;
}

/* --name value, if there is one. */
static void option(struct args *w, struct arena *a, const char *name, const char *value)
{
	if (value)
		*ARENA_PUSH(a, w) = (char *)(uintptr_t)arena_printf(a, "--%s=%s", name, value).p;
}

static void number(struct args *w, struct arena *a, const char *name, long value)
{
	if (value)
		*ARENA_PUSH(a, w) = (char *)(uintptr_t)arena_printf(a, "--%s=%ld", name, value).p;
}

/* The tool's name, and what both are told. */
static void begin(struct args *w, struct arena *a, const char *tool)
{
	struct span dir = program_folder(a), path = arena_printf(a, "%.*s/%s", SPAN_ARG(dir), tool);

	add(w, a, dir.n && access(path.p, X_OK) == 0 ? path.p : tool);
	for (size_t i = 0; i < run_common.models.all.n; i++)
		option(w, a, "model", run_common.models.all.v[i].value);
	option(w, a, "trainer", run_common.trainer);
	option(w, a, "config", run_common.config);
	number(w, a, "max-caption", run_common.max_caption);
	number(w, a, "max-depth", run_common.max_depth);
	add(w, a, "--quiet");
}

static void spawn(struct arena *a, struct args *w, int in, int out)
{
	posix_spawn_file_actions_t act;

	*ARENA_PUSH(a, w) = NULL;
	int err = posix_spawn_file_actions_init(&act);
	if (err == 0 && (err = posix_spawn_file_actions_adddup2(&act, in, STDIN_FILENO)) == 0 &&
	    (err = posix_spawn_file_actions_adddup2(&act, out, STDOUT_FILENO)) == 0)
		err = posix_spawnp(&child[children], w->v[0], &act, NULL, w->v, environ);
	if (err != 0)
		die("%s: %s", w->v[0], strerror(err));
	posix_spawn_file_actions_destroy(&act);
	children++;
}

static void tube(int fd[2])
{
	if (pipe(fd) != 0 || fcntl(fd[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd[1], F_SETFD, FD_CLOEXEC) != 0)
		die("pipe: %s", strerror(errno));
}

void upstream_start(int n, char **datasets)
{
	struct arena a = ARENA_INIT;
	struct args count = {0}, judge = {0};
	int first[2], second[2];

	begin(&count, &a, "captok");
	add(&count, &a, "--pieces");
	add(&count, &a, "--format=jsonl");
	option(&count, &a, "from", run_common.source.from);
	option(&count, &a, "field", run_common.source.field);
	option(&count, &a, "encoding", run_common.source.encoding);
	for (size_t i = 0; i < run_common.source.follow.n; i++)
		option(&count, &a, "follow", run_common.source.follow.v[i].value);
	number(&count, &a, "max-members", run_common.max_members);
	number(&count, &a, "max-name", run_common.max_name);
	number(&count, &a, "max-ratio", run_common.max_ratio);
	add(&count, &a, "--");
	for (int i = 0; i < n; i++)
		add(&count, &a, datasets[i]);
	begin(&judge, &a, "capscore");
	add(&judge, &a, "--format=jsonl");
	tube(first);
	tube(second);
	spawn(&a, &count, STDIN_FILENO, first[1]);
	spawn(&a, &judge, first[0], second[1]);
	close(first[0]);
	close(first[1]);
	close(second[1]);
	if (dup2(second[0], STDIN_FILENO) < 0)
		die("pipe: %s", strerror(errno));
	close(second[0]);
	arena_fini(&a);
}

int upstream_end(void)
{
	int worst = STATUS_OK, status;

	for (; children > 0; children--) {
		if (waitpid(child[children - 1], &status, 0) < 0)
			continue;
		int s = WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_TROUBLE;
		worst = s > worst ? s : worst;
	}
	return worst;
}
