/* temp.h: temporary files beside their target, `.NAME.captools-XXXXXX`: made, locked while their run lives, and removed by
 * the next run when it died. */
#ifndef CAPTOOLS_IO_TEMP_H
#define CAPTOOLS_IO_TEMP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

enum { TEMP_NAME = 256 }; /* NAME_MAX and a NUL */
/* The journal of a folder that is being written back (pack/pack_journal.h); readers pass it over as they do temporary files. */
#define JOURNAL_NAME ".captools-journal"

/* A new temporary file for name (one path component) in dir, locked, open for reading and writing, mode 0600. Returns its
 * descriptor and its name in temp, or -1 and errno. */
int temp_file(int dir, const char *name, char temp[TEMP_NAME]);
/* The same for a folder; the lock is on the descriptor that is returned. */
int temp_dir(int dir, const char *name, char temp[TEMP_NAME]);
/* Whether s looks like a name that temp_file gives for name; name NULL: for any. */
bool temp_is(const char *s, const char *name);
/* Removes from dir the temporary files and folders for name (NULL: for any) whose run is dead. Returns how many. */
unsigned temp_sweep(int dir, const char *name);
/* The same beside the file that path names. */
void temp_sweep_beside(const char *path);
/* Removes a folder and all in it, never following a link out of it. 0, or -1 and errno. */
int temp_remove_tree(int dir, const char *name);

/* Splits path at its last component, following symbolic links of that component so that the link stays and its target is
 * meant. Opens the folder. Returns its descriptor and the component in name, or -1 with d. */
int path_open_parent(const char *path, char name[TEMP_NAME], struct diag *d);

#endif
