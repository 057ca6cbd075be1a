/* images.h: the image files of a dataset (an archive or a folder), in one pass, by the names that records give them. */
#ifndef CAPTOOLS_IO_IMAGES_H
#define CAPTOOLS_IO_IMAGES_H

#include "base/diag.h"
#include "base/span.h"
#include "io/look.h"
#include "io/source.h"

struct images;

/* path: a folder, or an archive that is a file. limits: as in source_options. NULL with d. */
struct images *images_open(const char *path, const struct source_limits *limits, struct diag *d);
/* The next image's name as records write it, good until the next call. 1, 0 at the end, -1 with d. */
int images_next(struct images *m, struct span *name, struct diag *d);
/* Its bytes, at most max, good until the next call. 0, or -1 with d: d->fatal, or only this one cannot be read. */
int images_read(struct images *m, size_t max, struct span *bytes, struct diag *d);
/* Where its bytes are, or what is kept of them, or (b->why, then d) why not; good until the next call. */
void images_look(struct images *m, struct look_bytes *b, struct diag *d);
/* For progress. */
const struct source *images_source(const struct images *m);
void images_close(struct images *m);

#endif
