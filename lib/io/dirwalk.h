/* dirwalk.h: all entries of a folder and the folders in it, without following links, without leaving it. */
#ifndef CAPTOOLS_IO_DIRWALK_H
#define CAPTOOLS_IO_DIRWALK_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/span.h"
#include "base/sys.h"

struct dirwalk;

struct dirwalk_entry {
	int dir;              /* the folder it stands in, open */
	const char *name;     /* in that folder */
	struct span path;     /* from the root, with slashes, NUL behind */
	mode_t type;          /* S_IFREG, S_IFDIR, S_IFLNK; anything else: 0 */
	bool leave;           /* S_IFDIR: its entries are done; else they come next */
};

/* root stays the caller's. hidden: with what begins with a dot, which holds no samples but belongs to the folder. In a folder, files come before folders, each by the bytes of their names, however many there are. Our own
 * temporary files and journals are not shown. NULL with d. */
struct dirwalk *dirwalk_open(int root, bool hidden, struct diag *d);
/* 1, 0 at the end, -1 with d. e is valid until the next call. */
int dirwalk_next(struct dirwalk *w, struct dirwalk_entry *e, struct diag *d);
void dirwalk_close(struct dirwalk *w);

#endif
