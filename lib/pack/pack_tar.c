/* pack_tar.c: a tar, compressed or not, member by member: headers are read here, not by libarchive, because only the raw blocks
 * keep everything that a tar can hold. Where libarchive's reading and POSIX leave a choice, libarchive's is taken: the
 * samples were read by it. */
#include "pack/pack_priv.h"

#include <string.h>

#include "pack/flow.h"
#include "pack/tarhdr.h"

/* The headers of one member. */
struct group {
	size_t len;         /* all blocks before the data */
	uint64_t size;      /* of the data */
	bool plain;         /* a plain file, whose content may be changed */
	bool pax, broken;   /* a pax header was among them; it is malformed */
	bool size_set;
	struct buf name;    /* raw */
};

static int damaged(const struct flow *f, const char *what, struct diag *d)
{
	return diag_at(d, "bad-archive", (size_t)f->pos, "at byte %llu: %s", (unsigned long long)f->pos, what);
}

/* What a pax header says of the member behind it. */
static void read_pax(struct group *g, struct span body)
{
	struct span key, value;
	size_t at = 0;
	int rc;

	g->pax = true;
	while ((rc = tar_pax_next(body, &at, &key, &value)) == 1) {
		if (span_is(key, "path") && g->name.n == 0) {
			const char *nul = memchr(value.p, 0, value.n);
			buf_add(&g->name, value.p, nul ? (size_t)(nul - value.p) : value.n);
		} else if (span_is(key, "size")) {
			uint64_t v = 0;
			for (size_t i = 0; i < value.n; i++) {
				if (value.p[i] < '0' || value.p[i] > '9' || v > INT64_MAX / 16)
					g->broken = true;
				else
					v = v * 10 + (uint64_t)(value.p[i] - '0');
			}
			g->size = v;
			g->size_set = true;
		} else if (span_starts(key, SPAN("GNU.sparse.")) || span_is(key, "SCHILY.realsize")) {
			g->plain = false;
		}
	}
	if (rc < 0)
		g->broken = true;
}

/* Whether the block at off is another header (or the end): then a hard link before it has no data. */
static int header_at(struct flow *f, size_t off, struct diag *d)
{
	struct tar_head h;
	struct span s;

	if (flow_peek(f, off + TAR_BLOCK, &s, d) != 0)
		return -1;
	return s.n < off + TAR_BLOCK || tar_head_read(s.p + off, &h, NULL) >= 0;
}

/* The member's own header: block, behind off bytes of special ones. */
static int own_header(struct flow *f, struct group *g, const char *block, const struct tar_head *h, struct diag *d)
{
	if (g->name.n == 0)
		tar_head_name(block, h, &g->name);
	if (!g->size_set)
		g->size = h->size;
	if (h->type >= '2' && h->type <= '6') { /* links, devices, folders, FIFOs: a size means nothing */
		g->size = 0;
		g->plain = false;
	}
	if (h->type == '1') {
		g->plain = false;
		int rc = g->size == 0 || g->pax ? 0 : h->gnu || !h->ustar ? 1 : header_at(f, g->len, d);
		if (rc < 0)
			return -1;
		if (rc)
			g->size = 0;
	}
	if (strchr("DMNS", h->type) && h->type)
		g->plain = false;
	if (g->name.n && g->name.p[g->name.n - 1] == '/')
		g->plain = false;
	if (h->type == 'S') { /* old GNU sparse: more maps may follow, each says whether another one does */
		struct span s;
		for (size_t flag = 482;; flag = 504) {
			if (flow_peek(f, g->len, &s, d) != 0)
				return -1;
			if (s.n < g->len)
				return damaged(f, "ends in the middle of a header", d);
			if (!s.p[g->len - TAR_BLOCK + flag])
				break;
			g->len += TAR_BLOCK;
			if (g->len > TAR_SPECIAL_MAX)
				return damaged(f, "a sparse map without end", d);
		}
	}
	return 1;
}

/* 1: the next member's headers, not yet taken; 0: the end of the archive; -1 with d. */
static int read_group(struct flow *f, struct group *g, struct diag *d)
{
	struct tar_head h;
	struct span s;

	g->len = 0;
	g->plain = true;
	g->pax = g->broken = g->size_set = false;
	buf_reset(&g->name);
	for (int specials = 0; specials < TAR_SPECIALS; specials++) {
		if (flow_peek(f, g->len + TAR_BLOCK, &s, d) != 0)
			return -1;
		if (s.n == 0) /* some writers leave the end mark out */
			return 0;
		if (s.n < g->len + TAR_BLOCK)
			return damaged(f, "ends in the middle of a header", d);
		struct diag why = {0};
		int rc = tar_head_read(s.p + g->len, &h, &why);
		if (rc < 0)
			return damaged(f, why.message, d);
		if (rc == 0)
			return g->len == 0 ? 0 : damaged(f, "a special header without its member", d);
		size_t at = g->len;
		g->len += TAR_BLOCK;
		if (!h.type || !strchr("xXLKgAV", h.type))
			return own_header(f, g, s.p + at, &h, d);
		if (h.type == 'V')
			continue;
		if (h.size > TAR_SPECIAL_MAX || g->len > TAR_SPECIAL_MAX)
			return damaged(f, "a special header is too large", d);
		if (flow_peek(f, g->len + (size_t)tar_padded(h.size), &s, d) != 0)
			return -1;
		if (s.n < g->len + (size_t)tar_padded(h.size))
			return damaged(f, "ends in the middle of a header", d);
		struct span body = span_cut(s, g->len, g->len + (size_t)h.size);
		if (h.type == 'x' || h.type == 'X')
			read_pax(g, body);
		else if (h.type == 'L' && g->name.n == 0)
			buf_add(&g->name, body.p, strnlen(body.p, body.n));
		g->len += (size_t)tar_padded(h.size);
	}
	return damaged(f, "too many special headers", d);
}

static int put_text(struct pack *k, struct flow *f, struct buf *blocks, struct diag *d)
{
	static const char zeros[TAR_BLOCK];

	if (flow_put(f, blocks->p, blocks->n, d) != 0 || flow_put(f, k->text.p, k->text.n, d) != 0)
		return -1;
	return flow_put(f, zeros, (size_t)(tar_padded(k->text.n) - k->text.n), d);
}

/* A member with a new content, or none. */
static int change(struct pack *k, struct flow *f, struct group *g, struct plan_hit hit, struct diag *d)
{
	struct span s, name = buf_span(&g->name);
	struct buf blocks = BUF_INIT;
	int rc = -1;

	if (!g->plain || g->broken)
		return diag_set(d, "unsupported", "%.*s: is no plain member of the tar and cannot be changed", SPAN_ARG(name));
	if (g->size > k->limits.caption_max)
		return diag_set(d, "too-large", "%.*s: too large for a caption", SPAN_ARG(name));
	size_t all = g->len + (size_t)tar_padded(g->size);
	if (flow_peek(f, all, &s, d) != 0)
		return -1;
	if (s.n < g->len + (size_t)g->size)
		return damaged(f, "ends in the middle of a member", d);
	struct span old = span_cut(s, g->len, g->len + (size_t)g->size);
	if (hit.act == PLAN_REMOVE) {
		if (pack_remove(k, hit, name, old, d) != 0)
			return -1;
		return flow_drop(f, all, d);
	}
	if (pack_change(k, hit, name, old, d) != 0)
		return -1;
	if (!tar_group_resize(span_cut(s, 0, g->len), k->text.n, &blocks))
		diag_set(d, "too-large", "%.*s: its header cannot hold the new size", SPAN_ARG(name));
	else if (flow_drop(f, all, d) == 0)
		rc = put_text(k, f, &blocks, d);
	buf_fini(&blocks);
	return rc;
}

/* A caption file behind the image it belongs to. */
static int add(struct pack *k, struct flow *f, struct group *g, struct plan_hit hit, struct diag *d)
{
	struct buf blocks = BUF_INIT;
	struct span s;
	char own[TAR_BLOCK];
	int rc = -1;

	if (flow_peek(f, g->len, &s, d) != 0)
		return -1;
	memcpy(own, s.p + g->len - TAR_BLOCK, TAR_BLOCK);
	if (!g->plain)
		return diag_set(d, "unsupported", "%.*s: is no plain member of the tar", SPAN_ARG(buf_span(&g->name)));
	if (flow_keep(f, g->len + tar_padded(g->size), d) != 0 || pack_add(k, hit, buf_span(&g->name), d) != 0)
		return -1;
	if (tar_group_make(own, buf_span(&k->name), k->text.n, &blocks))
		rc = put_text(k, f, &blocks, d);
	else
		diag_set(d, "unsupported", "%.*s: no header can be made for it", SPAN_ARG(buf_span(&k->name)));
	buf_fini(&blocks);
	return rc;
}

int pack_tar(struct pack *k, int out, struct diag *d)
{
	struct group g = {0};
	struct flow f;
	int rc = flow_open(&f, k->in, out, k->filter, k->filter_out, d);

	while (rc == 0 && (rc = read_group(&f, &g, d)) == 1) {
		if (!plan_wants(k->plan, buf_span(&g.name))) {
			rc = flow_drop(&f, g.len + tar_padded(g.size), d);
			continue;
		}
		struct plan_hit hit = plan_ask(k->plan, buf_span(&g.name));
		if (hit.act == PLAN_KEEP)
			rc = flow_keep(&f, g.len + tar_padded(g.size), d);
		else if (hit.act == PLAN_ADD)
			rc = add(k, &f, &g, hit, d);
		else
			rc = change(k, &f, &g, hit, d);
	}
	if (rc == 0)
		rc = flow_finish(&f, d);
	flow_close(&f);
	buf_fini(&g.name);
	return rc;
}
