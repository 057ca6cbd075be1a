/* follow.h: where a link in a folder may lead: to a file inside the folder, or inside one of the roots that --follow names (the cache of
 * Hugging Face keeps the files of a snapshot in a folder of its own). */
#ifndef CAPTOOLS_IO_FOLLOW_H
#define CAPTOOLS_IO_FOLLOW_H

#include "base/diag.h"
#include "io/source.h"

/* Opens the file that the link name in the folder dir leads to, for reading; root is the dataset's folder. What is asked is what is open,
 * so nobody can change the link in between. The descriptor, or -1 with d ("link", "open"), which says where it leads. inside (may be NULL):
 * whether it lies in root itself. */
int follow_open(const struct source_options *o, int root, int dir, const char *name, bool *inside, struct diag *d);

#endif
