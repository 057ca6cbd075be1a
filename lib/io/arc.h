/* arc.h: an archive as a stream of members, over libarchive: only the formats and filters that we know,
 * chosen by our own look at the first bytes (libarchive would take the caption "1girl" for an mtree
 * archive, and start programs). */
#ifndef CAPTOOLS_IO_ARC_H
#define CAPTOOLS_IO_ARC_H

#include "io/form.h"

enum arc_type { ARC_FILE, ARC_FOLDER, ARC_LINK, ARC_OTHER };
struct arc_member {
	struct span name;  /* raw */
	enum arc_type type;
	struct span target; /* of a link */
	bool sized;
	uint64_t size;
};

struct arc;

/* Reads s->in from its first byte on. Lives in s->own. NULL with d. */
struct arc *arc_open(struct source *s, struct diag *d);
void arc_close(struct arc *c); /* NULL is allowed */
/* The next member: 1, 0 at the end, -1 with d (fatal); 2: this one cannot be read, d says why, go on. */
int arc_next(struct arc *c, struct arc_member *m, struct diag *d);
/* The content of the member, at most max bytes, good until the next call: 1; -1 with d: d->fatal, or only
 * this member is bad. */
int arc_read(struct arc *c, size_t max, struct span *content, struct diag *d);
/* The same for a look: where the bytes are in the file itself (a plain tar), or what is kept of them. 0; -1 with d as arc_read. */
int arc_look(struct arc *c, struct look_bytes *b, struct diag *d);
/* After the end: whether the archive has what marks its end (a tar's blocks of zeros, a zip's directory). */
bool arc_complete(const struct arc *c);

#endif
