/* arc_priv.h: the inside of arc.h, shared by arc_open.c (callbacks, opening) and arc.c (members). */
#ifndef CAPTOOLS_IO_ARC_PRIV_H
#define CAPTOOLS_IO_ARC_PRIV_H

#include <archive.h>
#include <archive_entry.h>

#include "io/arc.h"
#include "io/unxz.h"

enum {
	ARC_BLOCK_MIN = 16 << 10, ARC_BLOCK_MAX = 256 << 10, /* after a skip little is wanted: a header and a caption */
	TAR_BLOCK = 512
};

struct arc {
	struct source *s;
	struct archive *a;
	struct archive_entry *own; /* libarchive 3.6 does not look whether it got one itself */
	struct archive_entry *e;   /* own, while there is a member */
	enum arc_kind kind;
	struct unxz *x;        /* between the file and libarchive, or NULL */
	bool filtered;         /* something is decompressed below the format */
	bool started, at_end;  /* the head was handed out; read said 0 */
	int error;             /* errno of a failed read */
	size_t block;
	char tail[1024];       /* the end of the block before the present one */
	size_t tail_n;
	struct buf content;
	char last[256];        /* of a member larger than is kept */
	unsigned bad;
	bool complete;
	uint64_t data_end;     /* of a tar: where the last member's data ends; 0 = not known */
};

/* After the last member of a zip from a pipe: reads the rest; whether the end record is there. */
bool arc_zip_ends(struct arc *c);
/* What libarchive says, without the line breaks that some of its messages end in. */
struct span arc_reason(const struct arc *c);
/* Why the stream cannot go on: sets d, fatal. -1. */
int arc_broken(struct arc *c, struct diag *d);

#endif
