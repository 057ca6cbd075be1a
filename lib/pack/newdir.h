/* newdir.h: a new folder, written under a temporary name beside its place and renamed when it is whole. */
#ifndef CAPTOOLS_PACK_NEWDIR_H
#define CAPTOOLS_PACK_NEWDIR_H

#include "base/diag.h"
#include "base/span.h"
#include "base/sys.h"
#include "io/temp.h"

struct newdir {
	int dir, root;     /* its parent; the new folder */
	char name[TEMP_NAME], temp[TEMP_NAME];
};

/* path must not exist, or be an empty folder. 0, or -1 with d. */
int newdir_open(struct newdir *n, const char *path, struct diag *d);
/* Syncs and renames. On error the folder goes. */
int newdir_commit(struct newdir *n, struct diag *d);
void newdir_abort(struct newdir *n);

/* *to: an open folder; makes name in it and goes there / back to the folder above, with that mode for the one left. */
int newdir_enter(int *to, const char *name, struct diag *d);
int newdir_leave(int *to, mode_t mode, struct diag *d);
/* A file that must not exist. */
int newdir_file(int to, const char *name, struct span text, mode_t mode, struct diag *d);

#endif
