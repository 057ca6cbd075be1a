/* pack_zip.h: the two halves of rewriting a zip: the members (pack_zip.c), then the directory that points at them (pack_zip_dir.c). */
#ifndef CAPTOOLS_PACK_PACK_ZIP_H
#define CAPTOOLS_PACK_PACK_ZIP_H

#include "pack/flow.h"
#include "pack/pack_priv.h"
#include "pack/ziphdr.h"

/* One member that changes, or behind which one is added; 32 bytes, because there may be a million. Sorted by at. */
struct zip_edit {
	uint64_t at;             /* of its local header in the old file */
	uint32_t len;            /* bytes of its local header, data and descriptor in the old file (ADD: up to 4 GiB, else refused) */
	int32_t longer;          /* so many bytes more stand there in the new file */
	unsigned sample : 30, act : 2; /* enum plan_act */
	union {
		struct { uint32_t low, high; } entry; /* where its entry stands in the old directory; then */
		struct { uint32_t crc, packed, plain; } now; /* of the new text */
	};
};

struct zip_edits {
	struct buf v;      /* struct zip_edit */
	size_t n;
	struct buf shift;  /* int64_t: how much later what follows edit 64 * i stands in the new file, edit 64 * i not counted */
};

static inline struct zip_edit *zip_edit_at(const struct zip_edits *e, size_t i)
{
	return (struct zip_edit *)(void *)e->v.p + i;
}

/* How much later in the new file that stands which follows the first n edits. */
int64_t zip_shift(const struct zip_edits *e, size_t n);
/* The last edit whose member begins at or before at; -1 = none. */
long zip_edit_before(const struct zip_edits *e, uint64_t at);

/* f stands at the member of e: writes it anew, or leaves it out (x->act); or writes a new member behind it. x gets len and now. */
int zip_change(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_entry *e, struct zip_edit *x,
	       struct diag *d);
int zip_add(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_entry *e, struct zip_edit *x, struct diag *d);
/* An error that names the member. Returns -1. */
int zip_about(const struct zip_entry *e, const char *code, const char *what, struct diag *d);

/* Writes the directory and the end records; f stands at the old directory. 0, or -1 with d. */
int zip_write_directory(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_edits *edits, struct diag *d);

#endif
