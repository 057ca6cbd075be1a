/* look.h: image files on their way past. A reader of archives and folders knows images by their names only; with a look it shows
 * each one's bytes once, in whatever order the members come, and the little note that comes back stays until the record of the
 * image goes out: some 80 bytes an image, no pixel of it. */
#ifndef CAPTOOLS_IO_LOOK_H
#define CAPTOOLS_IO_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

enum { LOOK_NOTE = 56, LOOK_HELD = 32 << 20 };

/* The bytes: behind a descriptor from a place on (fd >= 0), or in memory: all of them, or of very large members the first LOOK_HELD
 * and the last few. Good until the next member. */
struct look_bytes {
	int fd;
	uint64_t from, size;
	struct span head, tail; /* tail ends at size */
	const struct diag *why; /* it cannot be read; NULL: it can */
};

struct look {
	void *ctx;
	void (*see)(void *ctx, struct span name, const struct look_bytes *b, unsigned char note[LOOK_NOTE]);
};

/* Notes by hash of their image's name. */
struct look_notes {
	struct look_note *v;
	uint32_t *heads;
	size_t n, cap, spare, slots;
};
void look_put(struct look_notes *t, uint64_t key, const unsigned char note[LOOK_NOTE]);
/* The note, or NULL. With take it is forgotten; it stays good until the next put. */
const unsigned char *look_get(struct look_notes *t, uint64_t key, int take);
void look_fini(struct look_notes *t);

#endif
