/* unpack.h: an archive opened for libarchive to read: the one format that it is, over our own decompression (filter.h). */
#ifndef CAPTOOLS_PACK_UNPACK_H
#define CAPTOOLS_PACK_UNPACK_H

#include "pack/pack_priv.h"

struct archive;

struct unpack {
	struct archive *a;
	struct filter_in *plain; /* below a, where that is compressed */
};

#define UNPACK_INIT {NULL, NULL}

/* fd (not closed) from its first byte on; form: FORM_TAR, FORM_ZIP or FORM_7Z; filter: of a tar. u must stay where it is. 0, or -1 with d;
 * unpack_close in either case. */
int unpack_open(struct unpack *u, int fd, enum pack_form form, enum filter_kind filter, struct diag *d);
/* Sets d to what libarchive says is wrong: "bad-archive". -1. */
int unpack_broken(const struct unpack *u, struct diag *d);
void unpack_close(struct unpack *u);

#endif
