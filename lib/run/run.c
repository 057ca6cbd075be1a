/* run.c: the ordered pool. The main thread reads records into batches and writes finished batches in input order; workers
 * (and the main thread, when it would wait) turn records into output. Each batch owns its memory, so the output is
 * the same for every number of threads and memory is bounded by the ring. */
#include "run/run.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/spool.h"
#include "base/sys.h"
#include "io/names.h"
#include "json/jread.h"
#include "run/progress.h"

enum { BATCH_RECORDS = 256, BATCH_BYTES = 256 << 10, TOGETHER_BYTES = 16 << 10, JOBS_MAX = 256 };

struct run run_common;

/* "|archive|dir|…": the choices of --from are the rows of the table. */
static const char forms[] =
#define FORM(name) "|" #name
#include "io/sources.def"
#undef FORM
;

const struct opt run_options[] = {
	{OPT_HEAD, 0, NULL, NULL, "Input and common options", NULL},
	{OPT_MANY, 'm', "model", "NAME", "the model whose encoders read the captions (default: the record's own, $CAPTOOLS_MODEL, sdxl)",
	 &run_common.models},
	{OPT_STR, 't', "trainer", "NAME[:OPTION[=VALUE],...]", "the trainer that feeds them (default: diffusers, the caption as it is)",
	 &run_common.trainer},
	{OPT_STR, 0, "dataset-config", "FILE", "the trainer's own file of datasets (kohya's, musubi's, diffusion-pipe's TOML, OneTrainer's concepts): its options, "
	 "and without an operand its folders; as an operand the same", &run_common.dataset_config},
	{OPT_CHOICE, 0, "from", forms + 1, "the form of the input (default: told from the content)",
	 &run_common.source.from},
	{OPT_STR, 0, "field", "NAME", "the JSON member that holds the caption (default: caption, text, prompt, txt)",
	 &run_common.source.field},
	{OPT_STR, 0, "encoding", "NAME[,NAME...]", "the captions' character set, any iconv name; several are tried in order (default: UTF-8)",
	 &run_common.source.encoding},
	{OPT_LIST, 0, "exclude", "GLOB", "leave out the samples and files whose name or id matches (repeatable)", &run_common.source.globs},
	{OPT_LIST, 0, "include", "GLOB", "only those that match, of these what --exclude leaves (repeatable)", &run_common.source.globs},
	{OPT_LIST, 0, "follow", "DIR", "follow links that lead out of a folder into DIR (as in Hugging Face's cache)",
	 &run_common.source.follow},
	{OPT_NUM, 'j', "jobs", "N", "threads (default: the cores this process may use, shared with its neighbours in a pipe); the output is the same for every N",
	 &run_common.jobs},
	{OPT_STR, 0, "config", "FILE", "settings (default: captools.conf with the first input or above; none: no settings)", &run_common.config},
	{OPT_NUM, 0, "max-ratio", "N", "most bytes that a compressed archive may give for one of its own (default 1000)",
	 &run_common.max_ratio},
	{OPT_NUM, 0, "max-caption", "BYTES", "longest caption or JSON line taken (default 16777216)", &run_common.max_caption},
	{OPT_NUM, 0, "max-members", "N", "most members of an archive or folder (default 1000000)", &run_common.max_members},
	{OPT_NUM, 0, "max-name", "BYTES", "longest name of a member taken (default 4096)", &run_common.max_name},
	{OPT_NUM, 0, "max-depth", "N", "deepest nesting of JSON taken (default 64, at most 1024)", &run_common.max_depth},
	{OPT_CHOICE, 0, "color", "auto|always|never", "colour the forms for people (default: auto, on a terminal without $NO_COLOR)",
	 &run_common.color},
	{OPT_FLAG, 'q', "quiet", NULL, "no progress on the terminal; cappack: no line of what it did", &run_common.quiet},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

void run_limits(struct source_limits *l)
{
	l->caption_max = (size_t)run_common.max_caption;
	l->members_max = (size_t)run_common.max_members;
	l->name_max = (size_t)run_common.max_name;
	l->ratio_max = run_common.max_ratio < INT_MAX ? (unsigned)run_common.max_ratio : INT_MAX;
	if (run_common.max_depth > JSON_DEPTH_MOST)
		die("--max-depth wants at most %d", JSON_DEPTH_MOST);
	if (run_common.max_depth)
		json_set_depth((int)run_common.max_depth);
}

static struct span model_otherwise = SPAN_INIT("sdxl"); /* $CAPTOOLS_MODEL if set */

enum batch_state { FREE, READ, WORKING, DONE };

struct batch {
	enum batch_state state;
	struct arena arena;
	struct record *records;
	size_t n;
	struct buf out, side;
	size_t side_end[BATCH_RECORDS];
	bool found; /* something in it counts for exit status 1 */
};

struct pool {
	const struct filter *f;
	struct batch *ring;
	size_t size, head, next, tail; /* batches: [head,tail) in flight, [next,tail) not yet taken by a worker */
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	bool over;
	int status;
	uint64_t seen[REC_INPUT + 1]; /* records of this input, by kind */
	struct progress progress;
};

/* An object under the key that only the tool itself writes. */
static bool is_stale(const struct filter *f, const struct record *r)
{
	struct span v = f->stale && r->kind == REC_PASS ? record_member(r, f->stale) : SPAN("");

	return v.n && span_starts(v, span_of(f->stale_begins));
}

/* Hands the captions from record i on to prepare, as many as may be at once. Returns the first record that was not among them. */
static size_t prepare(const struct filter *f, void *state, const struct batch *b, size_t i)
{
	const struct record *v[RUN_TOGETHER];
	size_t n = 0, bytes = 0;

	for (; i < b->n && n < RUN_TOGETHER && bytes < TOGETHER_BYTES; i++)
		if (b->records[i].kind == REC_CAPTION) {
			v[n++] = &b->records[i];
			bytes += b->records[i].caption.n;
		}
	if (n)
		f->prepare(f->ctx, state, v, n);
	return i;
}

/* What a thread does with one batch. */
static void process(const struct filter *f, void *state, struct batch *b)
{
	for (size_t i = 0, ready = 0; i < b->n; i++) {
		const struct record *r = &b->records[i];
		if (f->prepare && i == ready)
			ready = prepare(f, state, b, i);
		bool bare = f->bare && (r->kind == REC_IMAGE || (r->kind == REC_PASS && !is_stale(f, r)));
		if (r->kind == REC_CAPTION || bare) {
			if (!f->work(f->ctx, state, r, &b->arena, &b->out, &b->side))
				b->found = true;
		} else if (!f->swallow && !is_stale(f, r)) {
			if (r->kind == REC_ERROR)
				record_error(&b->out, r);
			else
				record_pass(&b->out, r);
		}
		b->side_end[i] = b->side.n;
		/* What work puts aside may be structs: each record's begins where malloc's would. */
		size_t pad = -b->side.n & 15;
		if (pad)
			memset(buf_room(&b->side, pad), 0, pad);
		b->side.n += pad;
	}
}

static void *worker(void *arg)
{
	struct pool *p = arg;
	void *state = p->f->open ? p->f->open(p->f->ctx) : NULL;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (p->next == p->tail && !p->over)
			pthread_cond_wait(&p->work, &p->lock);
		if (p->next == p->tail)
			break;
		struct batch *b = &p->ring[p->next++ % p->size];
		b->state = WORKING;
		pthread_mutex_unlock(&p->lock);
		process(p->f, state, b);
		pthread_mutex_lock(&p->lock);
		b->state = DONE;
		pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->lock);
	if (p->f->close)
		p->f->close(state);
	return NULL;
}

static void complain(const struct record *r)
{
	const struct diag *d = &r->error;
	char at[48] = "";

	if (d->has_offset)
		snprintf(at, sizeof at, "byte %zu: ", d->offset);
	if (r->member.n)
		warn("%.*s: %.*s: record %llu: %s%s", SPAN_ARG(r->path), SPAN_ARG(r->member),
		     (unsigned long long)r->number, at, d->message);
	else
		warn("%.*s: record %llu%s%.0llu: %s%s", SPAN_ARG(r->path), (unsigned long long)r->number,
		     r->line ? ", line " : "", (unsigned long long)r->line, at, d->message);
}

/* Writes a finished batch, in order, and makes it free. Only the main thread comes here. */
static void put(struct pool *p, struct batch *b)
{
	size_t from = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct record *r = &b->records[i];
		if (r->kind == REC_ERROR) {
			progress_clear(&p->progress);
			complain(r);
			b->found = true;
		}
		if (p->f->fold)
			p->f->fold(p->f->ctx, r, (struct span){b->side.p ? b->side.p + from : NULL, b->side_end[i] - from});
		from = (b->side_end[i] + 15) & ~(size_t)15;
	}
	if (b->found && p->status < STATUS_FOUND)
		p->status = STATUS_FOUND;
	out_write(b->out.p, b->out.n);
	buf_reset(&b->out);
	buf_reset(&b->side);
	if (b->out.cap > 16 << 20)
		buf_fini(&b->out);
	arena_reset(&b->arena);
	b->records = NULL;
	b->n = 0;
	b->found = false;
	b->state = FREE;
}

/* Writes what is finished at the head; with all set, waits until everything is. Helps with the work meanwhile. */
static void drain(struct pool *p, void *state, size_t leave)
{
	pthread_mutex_lock(&p->lock);
	while (p->head < p->tail) {
		struct batch *b = &p->ring[p->head % p->size];
		if (b->state == DONE) {
			pthread_mutex_unlock(&p->lock);
			put(p, b);
			pthread_mutex_lock(&p->lock);
			p->head++;
		} else if (p->tail - p->head <= leave) {
			break;
		} else if (p->next < p->tail) {
			struct batch *mine = &p->ring[p->next++ % p->size];
			mine->state = WORKING;
			pthread_mutex_unlock(&p->lock);
			process(p->f, state, mine);
			pthread_mutex_lock(&p->lock);
			mine->state = DONE;
		} else {
			pthread_cond_wait(&p->done, &p->lock);
		}
	}
	pthread_mutex_unlock(&p->lock);
}

static void submit(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->ring[p->tail++ % p->size].state = READ;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

/* --exclude and --include, of records that no archive or folder has left out already. What is no sample stays. */
static bool left_out(const struct record *r)
{
	const struct opt_list *globs = &run_common.source.globs;
	struct span file = r->member.n ? r->member : r->image;

	if (!globs->n || r->kind == REC_PASS || r->kind == REC_INPUT)
		return false;
	return !name_wanted(globs, file.n ? file : r->id, r->id);
}

/* Fills one batch from s. Returns what source_next said last: 1 more to come, 0 end, -1 broken. */
static int fill(const struct filter *f, struct source *s, struct batch *b, uint64_t *number, uint64_t *seen, struct diag *d)
{
	size_t bytes = 0;
	int rc = 1;

	b->records = arena_alloc(&b->arena, BATCH_RECORDS * sizeof *b->records);
	while (b->n < BATCH_RECORDS && bytes < BATCH_BYTES) {
		if (b->n > 0 && source_would_block(s))
			break;
		struct record *r = &b->records[b->n];
		memset(r, 0, sizeof *r);
		rc = source_next(s, r, &b->arena, d);
		if (rc <= 0)
			break;
		if (left_out(r))
			continue;
		r->number = ++*number;
		if (f->look)
			f->look(f->ctx, r, &b->arena);
		seen[r->kind]++;
		bytes += r->caption.n + r->raw.n;
		b->n++;
	}
	return rc;
}

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

static void run_source(struct pool *p, void *state, const char *path, uint64_t *number)
{
	struct diag d = {0};
	const char *general = run_common.source.caption_ext;
	const struct run_input *in = set_input(path, general);
	struct source *s = source_open(path, &run_common.source, &d);
	int rc = s ? 1 : -1;

	memset(p->seen, 0, sizeof p->seen);
	if (s && source_note(s) && !run_common.quiet)
		warn("%s: %s", path ? path : "-", source_note(s));
	while (rc > 0) {
		drain(p, state, source_would_block(s) ? 0 : p->size - 1);
		rc = fill(p->f, s, &p->ring[p->tail % p->size], number, p->seen, &d);
		submit(p);
		progress_draw(&p->progress, s, *number);
	}
	drain(p, state, 0);
	progress_clear(&p->progress);
	if (rc < 0) {
		if (d.has_offset)
			warn("%s: byte %zu: %s", path ? path : "-", d.offset, d.message);
		else
			warn("%s: %s", path ? path : "-", d.message);
		p->status = STATUS_TROUBLE;
	} else if (!in || !in->regular) {
		say_if_empty(p->f, path, p->seen, source_metadata(s));
	}
	if (s)
		source_close(s);
	set_input(NULL, general);
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
	struct pool p = {.f = f, .lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER,
	                 .done = PTHREAD_COND_INITIALIZER};
	struct arena own = ARENA_INIT;
	pthread_t thread[JOBS_MAX];
	uint64_t number = 0;

	const char *env = getenv("CAPTOOLS_MODEL");

	ask_for_input(n);
	if (env && *env)
		model_otherwise = span_of(env);
	if (jobs > JOBS_MAX)
		jobs = JOBS_MAX;
	run_limits(&run_common.source.limits);
	p.size = jobs > 1 ? (size_t)jobs * 2 + 2 : 1;
	p.ring = arena_zalloc(&own, p.size, sizeof *p.ring);
	progress_init(&p.progress, run_common.quiet);
	if (!f->writes)
		sys_sandbox(sys_temp_folder());
	void *state = f->open ? f->open(f->ctx) : NULL;
	long started = 0;
	for (; started < jobs - 1; started++)
		if (pthread_create(&thread[started], NULL, worker, &p) != 0)
			break; /* fewer threads do the same work */
	for (int i = 0; i < n || (n == 0 && i == 0); i++)
		run_source(&p, state, n ? paths[i] : NULL, &number);
	pthread_mutex_lock(&p.lock);
	p.over = true;
	pthread_cond_broadcast(&p.work);
	pthread_mutex_unlock(&p.lock);
	for (long i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (f->close)
		f->close(state);
	if (f->finish) {
		struct buf out = BUF_INIT;
		f->finish(f->ctx, &out);
		out_write(out.p, out.n);
		buf_fini(&out);
	}
	for (size_t i = 0; i < p.size; i++) {
		arena_fini(&p.ring[i].arena);
		buf_fini(&p.ring[i].out);
		buf_fini(&p.ring[i].side);
	}
	arena_fini(&own);
	return p.status;
}

struct span run_model(const struct record *r)
{
	if (run_common.model)
		return span_of(run_common.model);
	if (r->model.n)
		return r->model;
	return model_otherwise;
}
