/* pack_zip_member.c: one member of a zip: its old content, its new bytes in the same form. */
#include "pack/pack_zip.h"

#include <string.h>

#include "pack/deflate.h"

int zip_about(const struct zip_entry *e, const char *code, const char *what, struct diag *d)
{
	return diag_set(d, code, "%.*s: %s", (int)(e->name.n < 150 ? e->name.n : 150), e->name.p, what);
}

/* A local header as it stands in the old file. */
struct local {
	size_t head;                   /* its length */
	uint64_t packed, plain;
	uint32_t crc;
	uint16_t flags, method;
	int descriptor, desc_wide;     /* bytes of the data descriptor, 0 = none; whether with 64-bit sizes */
	struct span name;
};

/* Reads the header at f's position. Sizes come from it, or (with a descriptor) from the directory's entry. */
static int read_local(struct flow *f, const struct zip_end *z, struct local *l, struct diag *d)
{
	struct span s;

	if (flow_peek(f, ZIP_LOCAL_LEN, &s, d) != 0)
		return -1;
	if (s.n < ZIP_LOCAL_LEN || zip32(s.p) != ZIP_LOCAL)
		return diag_at(d, "bad-archive", (size_t)f->pos, "no member where the zip's directory says");
	l->head = (size_t)ZIP_LOCAL_LEN + zip16(s.p + 26) + zip16(s.p + 28);
	size_t name = zip16(s.p + 26);
	if (l->head > z->dir_at - f->pos || flow_peek(f, l->head, &s, d) != 0 || s.n < l->head)
		return diag_at(d, "bad-archive", (size_t)f->pos, "a member's header is cut off");
	l->flags = zip16(s.p + 6);
	l->method = zip16(s.p + 8);
	l->crc = zip32(s.p + 14);
	l->packed = zip32(s.p + 18);
	l->plain = zip32(s.p + 22);
	l->name = span_cut(s, ZIP_LOCAL_LEN, ZIP_LOCAL_LEN + name);
	struct span x = zip_extra(span_cut(s, ZIP_LOCAL_LEN + name, l->head), 1);
	if (l->plain == 0xFFFFFFFF && x.n >= 16) {
		l->plain = zip64(x.p);
		l->packed = zip64(x.p + 8);
	}
	return 0;
}

/* The descriptor behind the data: with or without its signature, 32 or 64 bits (APPNOTE 4.3.9). f stands at it. */
static int read_descriptor(struct flow *f, const struct zip_end *z, const struct zip_entry *e, struct local *l, struct diag *d)
{
	struct span s;

	l->descriptor = 0;
	if (!(l->flags & ZIP_HAS_DESCRIPTOR))
		return 0;
	size_t room = z->dir_at - f->pos < 24 ? (size_t)(z->dir_at - f->pos) : 24;
	if (flow_peek(f, room, &s, d) != 0)
		return -1;
	for (int sig = 1; sig >= 0; sig--) {
		if (sig && (s.n < 4 || zip32(s.p) != ZIP_DESCRIPTOR))
			continue;
		struct span t = span_cut(s, sig ? 4 : 0, s.n);
		if (t.n < 12 || zip32(t.p) != e->crc)
			continue;
		if (t.n >= 20 && zip64(t.p + 4) == e->packed && zip64(t.p + 12) == e->plain)
			l->desc_wide = 1;
		else if (zip32(t.p + 4) == (uint32_t)e->packed && zip32(t.p + 8) == (uint32_t)e->plain)
			l->desc_wide = 0;
		else
			continue;
		l->descriptor = (sig ? 4 : 0) + (l->desc_wide ? 20 : 12);
		return 0;
	}
	return zip_about(e, "bad-archive", "its data descriptor is missing", d);
}

/* The new member's bytes: header, data, descriptor, in the forms that the old one has. */
static int put_member(struct pack *k, struct flow *f, struct span head, const struct local *l, struct zip_edit *x, struct diag *d)
{
	struct span text = buf_span(&k->text);
	struct buf b = BUF_INIT;
	char tail[24];
	int n = 0;

	buf_adds(&b, head);
	if (l->method == ZIP_DEFLATED)
		deflate_pack(text, &b);
	else
		buf_adds(&b, text);
	x->now.crc = crc32_of(text);
	x->now.plain = (uint32_t)text.n;
	x->now.packed = (uint32_t)(b.n - head.n);
	struct span extra = zip_extra(span_cut(buf_span(&b), (size_t)ZIP_LOCAL_LEN + zip16(b.p + 26), head.n), 1);
	char *wide = zip32(b.p + 22) == 0xFFFFFFFF && extra.n >= 16 ? b.p + (extra.p - b.p) : NULL;
	/* With a descriptor the header has zeros, or (zip -fd) the numbers all the same. */
	bool stated = !(l->flags & ZIP_HAS_DESCRIPTOR) || l->crc || (wide ? zip64(wide) || zip64(wide + 8) : l->packed || l->plain);
	if (stated) {
		zip_put(b.p + 14, 4, x->now.crc);
		zip_put(wide ? wide : b.p + 22, wide ? 8 : 4, x->now.plain);
		zip_put(wide ? wide + 8 : b.p + 18, wide ? 8 : 4, x->now.packed);
	}
	if (l->flags & ZIP_HAS_DESCRIPTOR) {
		if (l->descriptor == 16 || l->descriptor == 24) {
			zip_put(tail, 4, ZIP_DESCRIPTOR);
			n = 4;
		}
		int w = l->desc_wide ? 8 : 4;
		zip_put(tail + n, 4, x->now.crc);
		zip_put(tail + n + 4, w, x->now.packed);
		zip_put(tail + n + 4 + w, w, x->now.plain);
		n += 4 + 2 * w;
	}
	int rc = flow_put(f, b.p, b.n, d) != 0 || flow_put(f, tail, (size_t)n, d) != 0 ? -1 : 0;
	buf_fini(&b);
	return rc;
}

/* The old content of a caption's member. */
static int unpack(struct pack *k, const struct zip_entry *e, struct span data, struct buf *old, struct diag *d)
{
	struct diag why = {0};

	if (e->method == ZIP_STORED)
		buf_adds(old, data);
	else if (deflate_expand(data, k->limits.caption_max, old, &why) != 0)
		return zip_about(e, why.code, why.message, d);
	if (old->n != e->plain || crc32_of(buf_span(old)) != e->crc)
		return zip_about(e, "bad-archive", "its content does not fit its checksum", d);
	return 0;
}

/* f stands at the member of x: writes it anew, or leaves it out. */
int zip_change(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_entry *e, struct zip_edit *x,
		  struct diag *d)
{
	struct plan_hit hit = {(enum plan_act)x->act, x->sample};
	struct local l;
	struct span s;
	struct buf head = BUF_INIT, old = BUF_INIT;
	int rc = -1;

	if (read_local(f, z, &l, d) != 0)
		return -1;
	if (!span_eq(l.name, e->name) || l.method != e->method || (l.flags & ZIP_ENCRYPTED) ||
	    l.head + e->packed > z->dir_at - f->pos)
		return zip_about(e, "bad-archive", "its header and the zip's directory disagree", d);
	size_t all = l.head + (size_t)e->packed;
	if (flow_peek(f, all, &s, d) != 0)
		return -1;
	if (s.n < all)
		return zip_about(e, "bad-archive", "is cut off", d);
	buf_add(&head, s.p, l.head);
	rc = unpack(k, e, span_cut(s, l.head, all), &old, d);
	if (rc == 0)
		rc = hit.act == PLAN_REMOVE ? pack_remove(k, hit, zip_name(e), buf_span(&old), d)
		                            : pack_change(k, hit, zip_name(e), buf_span(&old), d);
	if (rc == 0)
		rc = flow_drop(f, all, d);
	if (rc == 0)
		rc = read_descriptor(f, z, e, &l, d);
	if (rc == 0) {
		rc = flow_drop(f, (uint64_t)l.descriptor, d);
		x->len = (uint32_t)all + (uint32_t)l.descriptor;
	}
	if (rc == 0 && hit.act == PLAN_CHANGE)
		rc = put_member(k, f, buf_span(&head), &l, x, d);
	buf_fini(&head);
	buf_fini(&old);
	return rc;
}

/* A new member behind the image at which f stands. */
int zip_add(struct pack *k, struct flow *f, const struct zip_end *z, const struct zip_entry *e, struct zip_edit *x,
	       struct diag *d)
{
	struct plan_hit hit = {PLAN_ADD, x->sample};
	struct local l, own = {0};
	uint64_t start = f->pos;
	struct buf head = BUF_INIT;

	if (read_local(f, z, &l, d) != 0)
		return -1;
	if (l.head + e->packed > z->dir_at - f->pos)
		return zip_about(e, "bad-archive", "its header and the zip's directory disagree", d);
	if (flow_keep(f, l.head + e->packed, d) != 0 || read_descriptor(f, z, e, &l, d) != 0 ||
	    flow_keep(f, (uint64_t)l.descriptor, d) != 0 || pack_add(k, hit, e->name, d) != 0)
		return -1;
	if (f->pos - start > UINT32_MAX || k->name.n > UINT16_MAX)
		return zip_about(e, "unsupported", "is too large to put a caption behind it", d);
	x->len = (uint32_t)(f->pos - start);
	own.method = ZIP_DEFLATED;
	char *p = buf_room(&head, ZIP_LOCAL_LEN);
	memset(p, 0, ZIP_LOCAL_LEN);
	head.n = ZIP_LOCAL_LEN;
	zip_put(p, 4, ZIP_LOCAL);
	zip_put(p + 4, 2, 20);
	zip_put(p + 6, 2, e->flags & ZIP_UTF8);
	zip_put(p + 8, 2, own.method);
	memcpy(p + 10, e->raw.p + 12, 4); /* the image's time */
	zip_put(p + 26, 2, k->name.n);
	buf_adds(&head, buf_span(&k->name));
	int rc = put_member(k, f, buf_span(&head), &own, x, d);
	buf_fini(&head);
	return rc;
}
