/* pack_journal_priv.h: between writing a journal and applying it. */
#ifndef CAPTOOLS_PACK_PACK_JOURNAL_PRIV_H
#define CAPTOOLS_PACK_PACK_JOURNAL_PRIV_H

#include "pack/pack_journal.h"

#define JOURNAL_MAGIC "captools journal 2\n"

/* Does what a complete journal says and removes it. fresh: every temporary file must be there; else those that are gone were
 * renamed before. *files (may be NULL): how many were replaced. 0, or -1 with d: then the journal stays, unless d->code is "changed": a file that
 * others have written, made or removed since is theirs, and everything else is done. */
int journal_apply(int root, int fd, bool many, bool fresh, uint64_t *files, struct diag *d);
/* Removes all temporary files of dead runs below root, and the journal. */
void journal_undo(int root);

#endif
