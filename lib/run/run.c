/* run.c: the inputs one behind the other, and the exit status. */
#include "run/run.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/spool.h"
#include "base/sys.h"
#include "run/pool.h"

static struct span model_otherwise = SPAN_INIT("sdxl"); /* $CAPTOOLS_MODEL if set */

/* An input that a person named and that had nothing to work on is likely not what was meant. */
static void say_if_empty(const struct filter *f, const char *path, const uint64_t *seen, struct span metadata)
{
	if (seen[REC_IMAGE] && metadata.n) {
		warn("%s: %llu image%s without a caption; %.*s, which lies beside them, is not read unless it is named itself",
		     path ? path : "-", (unsigned long long)seen[REC_IMAGE], seen[REC_IMAGE] > 1 ? "s" : "", SPAN_ARG(metadata));
		return;
	}
	if (path && f->bare && !seen[REC_CAPTION] && !seen[REC_IMAGE] && !seen[REC_PASS] && !seen[REC_ERROR])
		warn("%s: no images in it", path);
	if (!path || f->bare || seen[REC_CAPTION] || seen[REC_ERROR])
		return;
	if (seen[REC_PASS])
		warn("%s: no record has a caption in '%s'; --field NAME says which member holds it", path,
		     run_common.source.field ? run_common.source.field : "caption', 'text', 'prompt' or 'txt");
	else if (seen[REC_IMAGE])
		warn("%s: %llu image%s without a caption: it stands in NAME.txt or NAME.caption beside NAME.png", path,
		     (unsigned long long)seen[REC_IMAGE], seen[REC_IMAGE] > 1 ? "s, each" : "");
	else
		warn("%s: no captions in it", path);
}

/* A folder of a file of datasets has an extension of its own, and its folders may not belong to it. */
static const struct run_input *set_input(const char *path, const char *caption_ext)
{
	const struct run_input *in = run_input_of(path);

	run_common.source.caption_ext = in ? in->caption_ext : caption_ext;
	run_common.source.flat = in && in->flat;
	return in;
}

/* Returns false where it could not be read to its end. */
static bool run_source(struct pool *p, const struct filter *f, const char *path, struct progress *progress)
{
	uint64_t seen[REC_INPUT + 1] = {0}; /* records of this input, by kind */
	struct diag d = {0};
	const char *general = run_common.source.caption_ext;
	const struct run_input *in = set_input(path, general);
	struct source *s = source_open(path, &run_common.source, &d);

	if (s && source_note(s) && !run_common.quiet)
		warn("%s: %s", path ? path : "-", source_note(s));
	bool whole = s && pool_run(p, s, seen, &d) == 0;
	progress_clear(progress);
	if (!whole) {
		if (d.has_offset)
			warn("%s: byte %zu: %s", path ? path : "-", d.offset, d.message);
		else
			warn("%s: %s", path ? path : "-", d.message);
	} else if (!in || !in->regular) {
		say_if_empty(f, path, seen, source_metadata(s));
	}
	if (s)
		source_close(s);
	set_input(NULL, general);
	return whole;
}

static void ask_for_input(int n)
{
	if (n == 0 && isatty(STDIN_FILENO))
		die("no input: name files, archives or folders, or pipe captions in, one a line (%s -h explains)", prog_name());
}

static bool is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* The threads to begin with. In a pipe each neighbour wants its share of the cores: more threads than cores only take turns and
 * fill each other's caches (captok | capscore | capfix on two cores: 3.0 s with two threads each, 2.55 s with one). */
static long threads(bool reads_stdin)
{
	long cores = sys_cores(), stages = 1 + (reads_stdin && is_pipe(STDIN_FILENO)) + is_pipe(STDOUT_FILENO);

	return cores > stages ? cores / stages : 1;
}

int run_filter(const struct filter *f, int n, char **paths)
{
	long jobs = run_common.jobs ? run_common.jobs : threads(n == 0);
	const char *env = getenv("CAPTOOLS_MODEL");
	struct progress progress;
	bool whole = true;

	ask_for_input(n);
	if (env && *env)
		model_otherwise = span_of(env);
	run_limits(&run_common.source.limits);
	progress_init(&progress, run_common.quiet);
	if (!f->writes)
		sys_sandbox(sys_temp_folder());
	struct pool *p = pool_open(f, jobs, !run_common.jobs && jobs > 1, &progress);
	for (int i = 0; i < n || (n == 0 && i == 0); i++)
		whole &= run_source(p, f, n ? paths[i] : NULL, &progress);
	bool found = pool_close(p);
	if (f->finish) {
		struct buf out = BUF_INIT;
		f->finish(f->ctx, &out);
		out_write(out.p, out.n);
		buf_fini(&out);
	}
	return !whole ? STATUS_TROUBLE : found ? STATUS_FOUND : STATUS_OK;
}

struct span run_model(const struct record *r)
{
	if (run_common.model)
		return span_of(run_common.model);
	if (r->model.n)
		return r->model;
	return model_otherwise;
}
