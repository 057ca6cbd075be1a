/* pack_zip_dir.c: the directory of a rewritten zip: every entry as it was, with its new place, and the end records. */
#include "pack/pack_zip.h"

#include <errno.h>
#include <string.h>

#include "base/fdio.h"
#include "io/names.h"

enum { FLUSH = 1 << 16 };
static const uint64_t FULL32 = 0xFFFFFFFF;

/* Room for a 64-bit offset in the entry's extra field: behind the sizes in the zip64 block that is there, or a new block. */
static bool widen_offset(struct buf *b, size_t start, size_t extra_at, uint64_t value)
{
	size_t n = zip16(b->p + start + 30);
	struct span x = zip_extra((struct span){b->p + extra_at, n}, 1);
	size_t more = x.p ? 8 : 12, at = x.p ? (size_t)(x.p - b->p) : extra_at + n;

	if (n + more > UINT16_MAX)
		return false;
	if (x.p) /* plain and packed come first, if they are there */
		at += (zip32(b->p + start + 24) == FULL32 ? 8u : 0u) + (zip32(b->p + start + 20) == FULL32 ? 8u : 0u);
	size_t size_at = x.p ? (size_t)(x.p - b->p) - 2 : 0;
	buf_room(b, more);
	memmove(b->p + at + more, b->p + at, b->n - at);
	b->n += more;
	if (size_at) {
		zip_put(b->p + size_at, 2, (uint64_t)zip16(b->p + size_at) + 8);
	} else {
		zip_put(b->p + at, 2, 1);
		zip_put(b->p + at + 2, 2, 8);
		at += 4;
	}
	zip_put(b->p + at, 8, value);
	zip_put(b->p + start + 30, 2, n + more);
	zip_put(b->p + start + 42, 4, FULL32);
	if (zip16(b->p + start + 6) < 45)
		zip_put(b->p + start + 6, 2, 45);
	return true;
}

/* Appends e with its new offset (as stored), and with x its new sizes. */
static int put_entry(struct buf *b, const struct zip_entry *e, uint64_t offset, const struct zip_edit *x, struct diag *d)
{
	size_t start = b->n, extra_at = start + (size_t)(e->extra.p - e->raw.p), wide = 0;
	char *p = buf_room(b, e->raw.n);

	memcpy(p, e->raw.p, e->raw.n);
	b->n += e->raw.n;
	struct span zx = zip_extra((struct span){b->p + extra_at, e->extra.n}, 1);
	char *w = (char *)(uintptr_t)zx.p;
	static const int fields[2] = {24, 20}; /* plain, packed: the order of the zip64 block */

	for (int i = 0; i < 2; i++) {
		bool far = zip32(p + fields[i]) == FULL32;
		uint64_t v = x ? (i == 0 ? x->now.plain : x->now.packed) : 0;
		if (x)
			zip_put(far ? w + wide : p + fields[i], far ? 8 : 4, v);
		wide += far ? 8 : 0;
	}
	if (x)
		zip_put(p + 16, 4, x->now.crc);
	if (zip32(p + 42) == FULL32)
		zip_put(w + wide, 8, offset);
	else if (offset < FULL32)
		zip_put(p + 42, 4, offset);
	else if (!widen_offset(b, start, extra_at, offset))
		return zip_about(e, "unsupported", "no room for its new place beyond 4 GiB", d);
	return 0;
}

/* The entry of a member that was added behind the image e. */
static int put_added(struct pack *k, struct buf *b, const struct zip_entry *e, uint64_t offset, const struct zip_edit *x,
		     struct diag *d)
{
	struct buf raw = BUF_INIT;
	struct zip_entry new = *e;
	struct name n = name_split(e->name);

	buf_add(&raw, e->raw.p, ZIP_CENTRAL_LEN);
	buf_adds(&raw, name_stem(&n));
	buf_adds(&raw, span_of(k->o->new_ext));
	zip_put(raw.p + 6, 2, 20);
	zip_put(raw.p + 8, 2, e->flags & ZIP_UTF8);
	zip_put(raw.p + 10, 2, ZIP_DEFLATED);
	zip_put(raw.p + 20, 8, 0); /* not the image's zip64 marks */
	zip_put(raw.p + 28, 2, raw.n - ZIP_CENTRAL_LEN);
	zip_put(raw.p + 30, 4, 0);
	zip_put(raw.p + 42, 4, 0);
	new.raw = buf_span(&raw);
	new.extra = span_cut(new.raw, raw.n, raw.n);
	int rc = put_entry(b, &new, offset, x, d);
	buf_fini(&raw);
	return rc;
}

/* One entry of the old directory, as it goes into the new one. *n counts those that do. */
static int turn(struct pack *k, const struct zip_end *z, const struct zip_edits *edits, const struct zip_entry *e, struct buf *b,
		uint64_t *n, struct diag *d)
{
	long i = zip_edit_before(edits, e->at), last = (long)edits->n - 1;
	struct zip_edit *own = i >= 0 && zip_edit_at(edits, (size_t)i)->at == e->at ? zip_edit_at(edits, (size_t)i) : NULL;
	struct zip_edit *before = own ? (i > 0 ? own - 1 : NULL) : i >= 0 ? zip_edit_at(edits, (size_t)i) : NULL;
	uint64_t at = e->at - z->base + (uint64_t)zip_shift(edits, (size_t)(own ? i : i + 1));
	int rc = 0;

	/* A member that reaches into another that was changed would come out broken. */
	if ((before && e->at - before->at < before->len) ||
	    (i < last && zip_edit_at(edits, (size_t)(i + 1))->at - e->at < ZIP_LOCAL_LEN + e->packed))
		return zip_about(e, "bad-archive", "overlaps another member of the zip", d);
	if (own && own->act == PLAN_REMOVE)
		return 0;
	rc = put_entry(b, e, at, own && own->act == PLAN_CHANGE ? own : NULL, d);
	++*n;
	if (rc == 0 && own && own->act == PLAN_ADD) {
		rc = put_added(k, b, e, at + own->len, own, d);
		++*n;
	}
	return rc;
}

/* The numbers of the new directory, offsets as they are stored. */
struct totals {
	uint64_t entries, size, at;
};

/* Patches a zip64 end record, and its locator behind it. */
static int put_end64(struct flow *f, const struct zip_end *z, const struct totals *t, struct diag *d)
{
	char rec[ZIP_END64_LEN] = {0}, loc[ZIP_LOCATOR_LEN] = {0};
	uint64_t stored = flow_at(f) - z->base;

	if (z->end64_len) {
		if (fd_pread(f->in, rec, sizeof rec, z->end64_at) != sizeof rec ||
		    fd_pread(f->in, loc, sizeof loc, z->locator_at) != sizeof loc)
			return diag_set(d, "read", "%s", strerror(errno));
	} else {
		zip_put(rec, 4, ZIP_END64);
		zip_put(rec + 4, 8, ZIP_END64_LEN - 12);
		zip_put(rec + 12, 2, 45);
		zip_put(rec + 14, 2, 45);
		zip_put(loc, 4, ZIP_LOCATOR);
		zip_put(loc + 16, 4, 1);
	}
	zip_put(rec + 24, 8, t->entries);
	zip_put(rec + 32, 8, t->entries);
	zip_put(rec + 40, 8, t->size);
	zip_put(rec + 48, 8, t->at);
	zip_put(loc + 8, 8, stored);
	if (flow_put(f, rec, sizeof rec, d) != 0)
		return -1;
	if (z->end64_len && (flow_drop(f, sizeof rec, d) != 0 || flow_keep(f, z->locator_at - f->pos, d) != 0 ||
	                     flow_drop(f, sizeof loc, d) != 0))
		return -1;
	return flow_put(f, loc, sizeof loc, d);
}

static int put_end(struct flow *f, const struct zip_end *z, const struct totals *t, struct diag *d)
{
	char rec[ZIP_END_LEN];
	bool far = t->entries >= UINT16_MAX || t->size >= FULL32 || t->at >= FULL32;

	if (flow_keep(f, (z->end64_len ? z->end64_at : z->end_at) - f->pos, d) != 0)
		return -1;
	if ((z->end64_len || far) && put_end64(f, z, t, d) != 0)
		return -1;
	if (flow_keep(f, z->end_at - f->pos, d) != 0)
		return -1;
	if (fd_pread(f->in, rec, sizeof rec, z->end_at) != sizeof rec)
		return diag_set(d, "read", "%s", strerror(errno));
	/* Fields that say "see zip64" go on saying it. */
	for (int i = 8; i <= 10; i += 2)
		if (zip16(rec + i) != UINT16_MAX)
			zip_put(rec + i, 2, t->entries < UINT16_MAX ? t->entries : UINT16_MAX);
	if (zip32(rec + 12) != FULL32)
		zip_put(rec + 12, 4, t->size < FULL32 ? t->size : FULL32);
	if (zip32(rec + 16) != FULL32)
		zip_put(rec + 16, 4, t->at < FULL32 ? t->at : FULL32);
	if (flow_put(f, rec, sizeof rec, d) != 0)
		return -1;
	return flow_drop(f, sizeof rec, d);
}

int zip_write_directory(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_edits *edits, struct diag *d)
{
	struct totals t = {.at = flow_at(f) - z->base};
	struct buf b = BUF_INIT;
	struct zip_cursor c;
	struct zip_entry e;
	uint64_t start = flow_at(f), used = 0;
	int rc;

	zip_cursor_open(&c, k->in, z);
	while ((rc = zip_cursor_next(&c, &e, d)) == 1) {
		used += e.raw.n;
		rc = turn(k, z, edits, &e, &b, &t.entries, d);
		if (rc == 0 && b.n > FLUSH) {
			rc = flow_put(f, b.p, b.n, d);
			buf_reset(&b);
		}
		if (rc != 0)
			break;
	}
	zip_cursor_close(&c);
	if (rc == 0)
		rc = flow_put(f, b.p, b.n, d);
	buf_fini(&b);
	if (rc == 0)
		rc = flow_drop(f, used, d);
	if (rc == 0) /* a signature, if any */
		rc = flow_keep(f, z->dir_size - used, d);
	t.size = flow_at(f) - start;
	return rc == 0 ? put_end(f, z, &t, d) : -1;
}
