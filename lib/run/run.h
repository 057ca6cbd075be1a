/* run.h: what all filters share: common options, inputs, the ordered worker pool, the output, the exit status. */
#ifndef CAPTOOLS_RUN_RUN_H
#define CAPTOOLS_RUN_RUN_H

#include <stdbool.h>

#include "base/opt.h"
#include "io/record.h"
#include "io/source.h"

/* The common options; a tool puts OPT_GROUP of run_options in its table and reads the values here. */
struct datasets;
/* How one input is read, where that is not as all others. */
struct run_input {
	const char *path, *caption_ext;
	bool flat;    /* without the folders in it */
	bool regular; /* its images need no captions */
	bool texts;   /* a file of captions: pictures are not in it */
};
struct run {
	union {
		const char *model;      /* the last --model, or NULL: the record's own, else $CAPTOOLS_MODEL, else sdxl */
		struct opt_many models; /* models.last is the same pointer */
	};
	const char *trainer;
	const char *config;
	const char *dataset_config;      /* a trainer's own file of datasets; conf/datasets.h reads it to the three below */
	const struct datasets *datasets; /* or NULL */
	struct run_input *inputs;
	size_t n_inputs;
	const char *input;    /* the first one, NULL: standard input; set by tools that look for settings beside it */
	long jobs;            /* 0 = the cores, shared with the neighbours in a pipe */
	bool pictures;        /* the tool is about the pictures of a dataset, its captions come second */
	bool quiet;
	const char *color;    /* "always", "never"; NULL or "auto": as the terminal is */
	long max_caption, max_members, max_name, max_ratio, max_depth; /* 0 = the default */
	struct source_options source;
};
extern struct run run_common;
extern const struct opt run_options[];
/* The one of that path among run_common.inputs, or NULL. */
const struct run_input *run_input_of(const char *path);
/* The limits as the options have them; 0 where none is given. Also sets the depth of JSON. Dies on what cannot be. */
void run_limits(struct source_limits *l);

enum { RUN_TOGETHER = 16 }; /* most records that prepare is given */

/* One filter. work runs on any thread with that thread's state; fold runs in input order, never at the same time as another fold. */
struct filter {
	void *ctx;                  /* the tool's own, the same for all threads */
	void *(*open)(void *ctx);   /* a thread's state; NULL: threads have none, and state is NULL */
	void (*close)(void *state);
	/* Sees the next REC_CAPTION records together, before work sees each of them: what is done for several at once, stage by stage, is
	 * faster. May be NULL. */
	void (*prepare)(void *ctx, void *state, const struct record *const *v, size_t n);
	/* Handles one REC_CAPTION record: appends its output line(s) to out, and to side what fold wants to know.
	 * a is reset after the record's batch. Returns false when the record counts for exit status 1. */
	bool (*work)(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side);
	/* Sees every record of any kind in order, with what work put into side (empty for other kinds). May be NULL. */
	void (*fold)(void *ctx, const struct record *r, struct span side);
	/* Appends what comes after the last record (capscore's dataset record). May be NULL. */
	void (*finish)(void *ctx, struct buf *out);
	/* Kinds other than REC_CAPTION go out as they are (errors reported), unless this is set: text formats. */
	bool swallow;
	/* Opens files to write once it runs (a baseline): else the right to is dropped. */
	bool writes;
	/* A member that an earlier run of the tool put into a record of its own ("dataset"), and the beginning of its value, which tells
	 * tools apart: such a record does not go out again. May be NULL. */
	const char *stale, *stale_begins;
	/* work sees images without a caption and objects without one, too, and writes them itself. */
	bool bare;
	/* Sees each record in order before work does, and may add what it knows of its image. May be NULL. */
	void (*look)(void *ctx, struct record *r, struct arena *a);
};

/* Runs all inputs (argv of n operands; none = standard input) through f. Returns the exit status; the caller
 * then calls out_close and returns it. */
int run_filter(const struct filter *f, int n, char **paths);

/* The model of a record: --model, else the record's own, else $CAPTOOLS_MODEL, else sdxl. */
struct span run_model(const struct record *r);

#endif
