/* dirlist.h: the entries of one folder in order: files before folders, each by the bytes of their names. A
 * folder of a million files is sorted on disk. */
#ifndef CAPTOOLS_IO_DIRLIST_H
#define CAPTOOLS_IO_DIRLIST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

enum dirent_type { ENTRY_FILE, ENTRY_LINK, ENTRY_OTHER, ENTRY_FOLDER };

struct dirlist {
	struct buf text; /* entries: size (uint16_t), type, name, NUL */
	struct buf order; /* const char *: the entries in order */
	size_t at;
	bool more;       /* it has folders or links, or an image by its name: not texts alone */
	struct buf runs; /* struct spool: sorted runs on disk, if there are any */
	struct buf held; /* the entry that was handed out last */
};

struct direntry {
	enum dirent_type type;
	const char *name; /* NUL-terminated; good until the next call */
	size_t n;
};

/* Reads the folder; fd stays the caller's. All-zero l. hidden: with the entries whose name begins with a dot. 0, or -1 with d. */
int dirlist_open(struct dirlist *l, int fd, bool hidden, struct diag *d);
/* 1, 0 at the end, -1 with d (fatal). */
int dirlist_next(struct dirlist *l, struct direntry *e, struct diag *d);
void dirlist_close(struct dirlist *l);

#endif
