/* pack.h: records written back into the dataset they came from: into the archive itself, a folder, a text file, or a copy
 * in another form. What is not changed stays byte for byte; what was there stays until the new is whole. */
#ifndef CAPTOOLS_PACK_PACK_H
#define CAPTOOLS_PACK_PACK_H

#include <stdbool.h>

#include "base/diag.h"
#include "io/source.h"

struct pack_options {
	const char *dataset;
	const char *out;        /* NULL: in place; "-": out_fd */
	int out_fd;
	bool only, drop;        /* only the samples that records name, or only the others, go over to out */
	bool partial;           /* samples that no record names are meant to stay as they are */
	bool quiet;             /* no line of what was done */
	bool dry_run;           /* say what would change, on standard output; write nothing */
	const char *backup;     /* suffix under which the old file stays, or NULL */
	const char *to;         /* "archive", "dir", "jsonl" or NULL: the form of the dataset */
	const char *shard_size; /* samples, or bytes with K, M, G, T; NULL: one archive */
	const char *undo_log;   /* where the old captions go, or NULL */
	const char *undo;       /* an undo log whose captions are put back; then no records are read */
	const char *new_ext;    /* of captions for images without one: ".txt", ".caption" */
	struct source_options source; /* how the dataset is read */
};

/* Does it. Returns the exit status (die.h); messages go to stderr. */
int pack_run(const struct pack_options *o);

#endif
