/* pack_journal.h: many files of one folder replaced as if at once: new contents are written beside the old ones, a journal says so, then
 * the names change. A run that dies before the journal is complete is undone by the next one; after, finished. */
#ifndef CAPTOOLS_PACK_PACK_JOURNAL_H
#define CAPTOOLS_PACK_PACK_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"
#include "io/atomic.h"

struct journal;

/* Begins one in root (stays the caller's). backup: a suffix or NULL. many: a thousand files are synced at once rather than one
 * by one. NULL with d; "busy" when another run is at work there. */
struct journal *journal_open(int root, const char *backup, bool many, struct diag *d);
/* text will be the content of path's file name in dir, which is the file was (its mode and owner are kept). path is from root. */
int journal_change(struct journal *j, int dir, const char *name, struct span path, const struct identity *was, struct span text,
		   struct diag *d);
/* The same for a file that must not exist; it gets the mode of the file like, which stands beside it. */
int journal_add(struct journal *j, int dir, const char *name, struct span path, struct span text, const char *like,
		struct diag *d);
int journal_remove(struct journal *j, struct span path, const struct identity *was, struct diag *d);
/* Makes it all durable and true. On error some files may be old and some new: the next run finishes. "changed": a file that somebody
 * else has written since it was read stays theirs, and all others are new. */
int journal_commit(struct journal *j, struct diag *d);
/* Whether the commit went so far that files are new, or will be. */
bool journal_committed(const struct journal *j);
/* Ends; without commit, everything is as it was. */
void journal_close(struct journal *j);

/* Finishes or undoes what a dead run left in root. *what: 0 nothing was left, 1 undone, 2 finished; *files: how many. look: only
 * tells. 0, or -1 with d ("busy": a live run is at work). */
int journal_recover(int root, bool look, int *what, uint64_t *files, struct diag *d);

#endif
