/* zip_out.h: a new zip, member by member, as PKWARE's APPNOTE.TXT 6.3.x has it, with 64-bit sizes where they are needed. Its bytes go out
 * front to back, so that it may go into a pipe; sizes and checksum stand behind a member's data. (Rewriting a zip: pack_zip.h.)
 * Not libarchive's: that one goes through a null pointer when there is no memory for its directory. */
#ifndef CAPTOOLS_PACK_ZIP_OUT_H
#define CAPTOOLS_PACK_ZIP_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"
#include "base/sys.h"

struct filter_out;

struct zip_member {
	struct span name;   /* a folder's ends in /; marked as UTF-8 where it is */
	mode_t mode;        /* type and permissions, as stat has them; a link's content is its target */
	int64_t mtime;      /* seconds */
	uint64_t size;      /* bytes of content that will follow */
	bool stored;        /* as it is: what is compressed already gains nothing */
};

struct zip_out;
/* Writes to to (not closed). */
struct zip_out *zip_out_open(struct filter_out *to);
/* A member, its content in pieces (of m->size bytes together), its end. 0, or -1 with d ("bad-name", "write", "spool"). */
int zip_out_begin(struct zip_out *z, const struct zip_member *m, struct diag *d);
int zip_out_data(struct zip_out *z, struct span piece, struct diag *d);
int zip_out_end(struct zip_out *z, struct diag *d);
/* The directory and the end records: all members are there. */
int zip_out_finish(struct zip_out *z, struct diag *d);
/* Takes NULL. */
void zip_out_close(struct zip_out *z);

#endif
