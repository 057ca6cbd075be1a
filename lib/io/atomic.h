/* atomic.h: a file that replaces another whole or not at all: written beside it, synced, renamed over it. */
#ifndef CAPTOOLS_IO_ATOMIC_H
#define CAPTOOLS_IO_ATOMIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/sys.h"
#include "io/temp.h"

/* What tells a file from another one, and from itself before it was written to. */
struct identity {
	uint64_t dev, ino, size;
	int64_t sec, nsec; /* of the last change of its content */
};

struct identity identity_of(const struct stat *st);
bool identity_same(const struct identity *a, const struct identity *b);

struct atomic {
	int fd;   /* the temporary file, for writing; -1 = none open */
	int dir;  /* its folder */
	char name[TEMP_NAME], temp[TEMP_NAME];
};

#define ATOMIC_INIT {.fd = -1, .dir = -1}

/* Begins a new content for path (a symbolic link there is followed: its target is replaced). Removes first what dead runs left.
 * 0, or -1 with d. */
int atomic_open(struct atomic *t, const char *path, struct diag *d);
/* Gives the new file the mode, owner (as far as allowed) and extended attributes of the open file like. */
void atomic_like(struct atomic *t, int like);
/* Gives it the mode that a plain new file gets. */
void atomic_plain(struct atomic *t);
/* fsync, rename, fsync of the folder. 0, or -1 with d (which does not name the file): then what was there stands as it was, unless d->code
 * is "sync-dir". Closes t either way. */
int atomic_commit(struct atomic *t, struct diag *d);
/* The same, if the name still stands for the file was, unchanged ("changed", "vanished" when not): looked at after the fsync, and again at what
 * the new file took the place of; a stranger's file is put back. backup, held: as for replace_name. */
int atomic_replace(struct atomic *t, const struct identity *was, const char *backup, int *held, struct diag *d);
/* Gives the descriptors back and leaves the temporary file where it is: its names in t stay good. */
void atomic_close(struct atomic *t);
/* Forgets the new content. */
void atomic_abort(struct atomic *t);

/* temp takes the place of name in dir, which is a regular file or nothing. 0, or -1 with d. */
int put_in_place(int dir, const char *temp, const char *name, struct diag *d);
/* temp takes the place of name in dir, if that is still the file was. backup: what it was stays under its name with this suffix (NULL: it goes).
 * held (or NULL): the caller's descriptor of that file, with its lock; where no open file can be replaced it is closed, and -1.
 * 0, or -1 with d: "changed", "vanished", "backup" or "rename"; then name is as others left it, and temp there still. */
int replace_name(int dir, const char *temp, const char *name, const struct identity *was, const char *backup, int *held, struct diag *d);
/* Keeps the file name of dir under name + suffix, replacing an older backup. 0, or -1 and errno. */
int keep_backup(int dir, const char *name, const char *suffix);

#endif
