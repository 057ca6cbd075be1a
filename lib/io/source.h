/* source.h: input. Opens a path (or standard input), tells its form from the content, yields records in
 * order. */
#ifndef CAPTOOLS_IO_SOURCE_H
#define CAPTOOLS_IO_SOURCE_H

#include <stdbool.h>

#include "base/opt.h"
#include "io/look.h"
#include "io/record.h"

/* Limits, each adjustable, each stated in capjson(5). */
struct source_limits {
	size_t caption_max; /* bytes of one caption, one JSON line, one entry of a metadata JSON: 16 MiB */
	size_t members_max; /* members of an archive or folder: 1,000,000 */
	size_t name_max;    /* bytes of a member's name: 4096 */
	unsigned ratio_max; /* bytes out of a decompressor for one byte in, after the first 64 MiB: 1000 */
};

/* l with the defaults put in where it has 0. */
struct source_limits source_limits_of(struct source_limits l);

struct source_options {
	const char *from;     /* --from: lines jsonl csv archive dir webdataset kohya, or NULL: told from the content */
	const char *field;    /* --field, or NULL */
	const char *encoding; /* --encoding: an iconv name, or several ("utf-8,cp1252"), tried in order; NULL: UTF-8 */
	const char *caption_ext; /* the extension that wins when several stand beside an image; NULL: .txt, then .caption */
	bool flat;              /* a folder without the folders in it */
	struct opt_list globs;  /* --exclude and --include: which members of archives and folders are there at all */
	struct opt_list follow; /* --follow: folders that links out of a dataset's folder may lead into */
	struct source_limits limits; /* 0 = the default */
	const struct look *look; /* sees the images of archives and folders; NULL: they are names only */
};

struct source;

/* path NULL or "-": standard input. NULL with d set on error (fatal). o is kept by reference. */
struct source *source_open(const char *path, const struct source_options *o, struct diag *d);
/* 1: r filled (its spans live in a, or in the source until the next call with a reset arena); 0: end;
 * -1: d set, fatal: the stream cannot go on. A record that cannot be read is 1 with REC_ERROR. */
int source_next(struct source *s, struct record *r, struct arena *a, struct diag *d);
/* Whether source_next would have to wait for a slow writer: then the caller flushes what it holds. */
bool source_would_block(struct source *s);
/* At the end: the first member that by its name holds captions of the images beside it (metadata.jsonl, captions.json): it was not
 * read. Empty: none. Good until source_close. */
struct span source_metadata(const struct source *s);
/* What was decided about the form of the input that a person should know, or NULL. */
const char *source_note(const struct source *s);
/* Bytes read so far and in all (0 = unknown), for progress. */
void source_progress(const struct source *s, uint64_t *done, uint64_t *all);
void source_close(struct source *s);

#endif
