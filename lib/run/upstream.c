/* upstream.c: starting the tools in front. */
#include "run/upstream.h"

#include <errno.h>
#include <string.h>

#include "base/die.h"
#include "base/file.h"
#include "base/sys.h"
#include "run/run.h"

enum { STAGES = 4 };
static intptr_t child[STAGES];
static int children;

struct args {
	const char *program;
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

/* The tool's name, and what all are told. */
static void begin(struct args *w, struct arena *a, const char *tool)
{
	struct span dir = program_folder(a), path = arena_printf(a, "%.*s/%s", SPAN_ARG(dir), tool);

	w->program = dir.n && faccessat(AT_FDCWD, path.p, X_OK, 0) == 0 ? path.p : tool;
	add(w, a, w->program);
	for (size_t i = 0; i < run_common.models.all.n; i++)
		option(w, a, "model", run_common.models.all.v[i].value);
	option(w, a, "trainer", run_common.trainer);
	option(w, a, "config", run_common.config);
	option(w, a, "dataset-config", run_common.dataset_config);
	number(w, a, "max-caption", run_common.max_caption);
	number(w, a, "max-depth", run_common.max_depth);
	add(w, a, "--quiet");
}

static void spawn(struct arena *a, struct args *w, int in, int out)
{
	*ARENA_PUSH(a, w) = NULL;
	int err = sys_spawn(w->program, w->v, in, out, &child[children]);
	if (err != 0)
		die("%s: %s", w->program, strerror(err));
	children++;
}

static void tube(int fd[2])
{
	if (sys_pipe(fd) != 0)
		die("pipe: %s", strerror(errno));
}

/* How the datasets are read, and which; records: for the images of the records on standard input. */
static void read_datasets(struct args *w, struct arena *a, bool records, int n, char **datasets)
{
	for (size_t i = 0; i < run_common.source.follow.n; i++)
		option(w, a, "follow", run_common.source.follow.v[i].value);
	number(w, a, "max-members", run_common.max_members);
	number(w, a, "max-name", run_common.max_name);
	number(w, a, "max-ratio", run_common.max_ratio);
	add(w, a, "--");
	if (records)
		add(w, a, "-");
	for (int i = 0; i < n; i++) {
		const struct run_input *in = run_input_of(datasets[i]);
		if (!records || !in || !in->texts)
			add(w, a, datasets[i]);
	}
}

void upstream_start(int n, char **datasets)
{
	static const char *const tools[STAGES] = {"captok", "capscene", "capscore", "capsee"};
	struct arena a = ARENA_INIT;
	int in = STDIN_FILENO, fd[2];

	for (int i = 0; i < STAGES; i++) {
		struct args w = {0};
		begin(&w, &a, tools[i]);
		add(&w, &a, "--format=jsonl");
		if (i == 0) {
			add(&w, &a, "--pieces");
			option(&w, &a, "from", run_common.source.from);
			option(&w, &a, "field", run_common.source.field);
			option(&w, &a, "encoding", run_common.source.encoding);
		}
		if (i == STAGES - 1)
			add(&w, &a, "--pixels");
		if (i == 0 || i == STAGES - 1)
			read_datasets(&w, &a, i > 0, n, datasets);
		else /* not the folders of --dataset-config */
			add(&w, &a, "-");
		tube(fd);
		spawn(&a, &w, in, fd[1]);
		close(fd[1]);
		if (in != STDIN_FILENO)
			close(in);
		in = fd[0];
	}
	if (dup2(in, STDIN_FILENO) < 0)
		die("pipe: %s", strerror(errno));
	close(in);
	arena_fini(&a);
}

int upstream_end(void)
{
	int worst = STATUS_OK;

	for (; children > 0; children--) {
		int s = sys_wait(child[children - 1]);
		if (s < 0)
			s = STATUS_TROUBLE;
		worst = s > worst ? s : worst;
	}
	return worst;
}
