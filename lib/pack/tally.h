/* tally.h: the members of one end of a conversion, counted: how many, how many bytes, and a sum over their names that does not depend on
 * their order. What was put in and what is found in the result must be equal before the result gets its name. */
#ifndef CAPTOOLS_PACK_TALLY_H
#define CAPTOOLS_PACK_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"
#include "pack/filter.h"

struct tally {
	uint64_t members, bytes, names;
};

/* A file or link (folders are not counted) by its raw name. Names count as equal that differ in "./", in doubled slashes or in Unicode
 * composition: libarchive composes what it reads. */
void tally_add(struct tally *t, struct span name, uint64_t bytes);
/* Counts the finished archive fd from its first byte; its position is lost. 0, or -1 with d. */
int tally_archive(int fd, bool zip, enum filter_kind filter, struct tally *t, struct diag *d);
/* Counts a folder; bytes are not counted. 0, or -1 with d. */
int tally_folder(int root, struct tally *t, struct diag *d);
/* Whether all arrived. 0, or -1 with d. */
int tally_compare(const struct tally *sent, const struct tally *found, struct diag *d);

#endif
