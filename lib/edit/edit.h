/* edit.h: what a user asks to be changed in a whole set (capfix --replace, --remove, --add ...), one edit after the other as they were given.
 * Each is one file edit_*.c and a row in edits.def. An edit sees one text at a time (read/read.h) and says what it would change there. */
#ifndef CAPTOOLS_EDIT_EDIT_H
#define CAPTOOLS_EDIT_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/opt.h"
#include "base/span.h"

/* What edits have to know besides their own value. Must outlive the script. */
struct edit_env {
	const struct span *triggers; size_t n_triggers; /* trigger words: --case, --sort and --limit leave them alone, --add --at after-trigger looks for them */
	const char *at;           /* --at: "start", "end", "after-trigger"; NULL: end */
	/* The caption that the other set of this --join (its value) has for an id; empty if none. */
	struct span (*partner)(void *ctx, const char *value, struct span id);
	/* In how many captions of the set a tag stands, folded as edit_fold does (--sort frequency). */
	uint32_t (*frequency)(void *ctx, struct span tag);
	void *ctx;
};

struct edit_script; /* all edits of a run, in their order: only read, by any number of threads, but for the counts */
struct edit_run;    /* what one thread needs */

/* The options that are edits (rows of edits.def), in the order given. NULL with d: "bad-edit", "bad-regex", "open". With none asked for the
 * script is empty. */
struct edit_script *edit_script_open(const struct opt_list *asked, const struct edit_env *env, struct diag *d);
void edit_script_close(struct edit_script *s); /* NULL is taken */
size_t edit_script_n(const struct edit_script *s);
/* The name of edit i: "replace"; and what it was given. */
const char *edit_name(const struct edit_script *s, size_t i);
const char *edit_value(const struct edit_script *s, size_t i);

struct edit_run *edit_run_open(struct edit_script *s);
void edit_run_close(struct edit_run *r); /* NULL is taken */
struct edit_script *edit_run_script(struct edit_run *r);

/* Bytes [start,end) of a text become text. */
struct edit_change {
	uint32_t start, end;
	struct span text;
};

struct edit_changes {
	struct edit_change *v; /* in order, not overlapping */
	size_t n, cap;
	size_t matched;        /* places that the edit speaks of; more than n where two are one change, or one could not be made */
	struct span refused;   /* why something that matched stays, for a person; else empty */
};

/* A text (valid UTF-8) of a record. */
struct edit_where {
	struct span text, id;
	bool values; /* the string values of JSON, a line each: words may change, the list of them may not */
};
/* What edit i changes in a text, into out, which is in the arena. 0, or -1 with d ("regex-limit"). */
int edit_text(struct edit_run *r, size_t i, const struct edit_where *at, struct arena *a, struct edit_changes *out, struct diag *d);
/* Counts one caption in which edit i matched at so many places. */
void edit_count(struct edit_script *s, size_t i, size_t places);
/* How often edit i matched, in how many captions; in plain words where it did nowhere. */
void edit_tell(const struct edit_script *s, size_t i, struct buf *out);

/* Lower case, _ and white space one blank, none at the ends. */
struct span edit_plain(struct span s, struct arena *a);
/* A tag as it is compared: lower case, _ and white space one blank, no backslash before a bracket, without the brackets and the weight
 * around it. */
struct span edit_fold(struct span tag, struct arena *a);
/* The tags of a text, folded (of sentences: what stands between commas and stops). */
size_t edit_tags(struct span text, struct arena *a, struct span **out);

#endif
