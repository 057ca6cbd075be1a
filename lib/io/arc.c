/* arc.c: the members of an archive, one after the other; content with a cap, expansion with a bound. */
#include "io/arc_priv.h"
#include "io/text.h"

enum { BAD_IN_A_ROW = 1000 };
#define FREE_BYTES (64ull << 20) /* expansion is not looked at before */

/* Refuses what expands beyond all reason. */
static int check_ratio(struct arc *c, struct diag *d)
{
	uint64_t out = (uint64_t)archive_filter_bytes(c->a, 0);
	uint64_t in = c->x ? c->s->in.got : (uint64_t)archive_filter_bytes(c->a, -1);

	if (!c->filtered || out <= FREE_BYTES || out / c->s->limits.ratio_max <= in)
		return 0;
	diag_set(d, "bomb", "%llu bytes came out of %llu, more than %u times as many (--max-ratio raises the limit)",
	         (unsigned long long)out, (unsigned long long)in, c->s->limits.ratio_max);
	if (d)
		d->fatal = true;
	return -1;
}

/* Reads over the rest of a member inside a compressed stream, where libarchive would do so without a look
 * at the ratio. */
static int pass_over(struct arc *c, struct diag *d)
{
	const void *p;
	size_t n;
	la_int64_t at;
	int rc = ARCHIVE_OK;

	while (c->filtered && c->e && rc == ARCHIVE_OK) {
		rc = archive_read_data_block(c->a, &p, &n, &at);
		if (check_ratio(c, d) != 0)
			return -1;
	}
	return 0;
}

static void describe(struct arc *c, struct arc_member *m)
{
	struct archive_entry *e = c->e;
	const char *name = archive_entry_pathname(e), *hard = archive_entry_hardlink(e), *soft = archive_entry_symlink(e);
	mode_t type = archive_entry_filetype(e);

	if (!name)
		name = archive_entry_pathname_utf8(e);
	m->name = span_of(name);
	m->target = span_of(hard ? hard : soft);
	m->sized = archive_entry_size_is_set(e);
	m->size = m->sized ? (uint64_t)archive_entry_size(e) : 0;
	if (hard || type == AE_IFLNK)
		m->type = ARC_LINK;
	else if (type == AE_IFDIR || (m->name.n && m->name.p[m->name.n - 1] == '/'))
		m->type = ARC_FOLDER;
	else
		m->type = type == AE_IFREG || type == 0 ? ARC_FILE : ARC_OTHER;
}

/* Where a tar's member ends, to see at the end whether anything follows the last one. */
static void note_end(struct arc *c, const struct arc_member *m)
{
	uint64_t at = (uint64_t)archive_filter_bytes(c->a, 0);

	c->data_end = 0;
	if (c->kind != ARC_ZIP && c->kind != ARC_7Z && m->sized && archive_entry_sparse_count(c->e) == 0)
		c->data_end = at + (m->type == ARC_FILE ? (m->size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK : 0);
}

int arc_next(struct arc *c, struct arc_member *m, struct diag *d)
{
	if (pass_over(c, d) != 0)
		return -1;
	for (;;) {
		int rc = archive_read_next_header2(c->a, c->own);
		c->e = c->own;
		if (rc == ARCHIVE_EOF) {
			if (c->data_end && c->data_end == (uint64_t)archive_filter_bytes(c->a, 0))
				c->complete = false;
			if (c->kind == ARC_ZIP && !c->s->in.seekable)
				c->complete = arc_zip_ends(c);
			c->e = NULL;
			return 0;
		}
		if (rc == ARCHIVE_RETRY && c->bad && c->bad++ < BAD_IN_A_ROW) /* more of what was told already */
			continue;
		if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
			break;
		if ((rc == ARCHIVE_FAILED || rc == ARCHIVE_RETRY) && c->bad++ < BAD_IN_A_ROW) {
			diag_set(d, "damaged-member", "%.*s", SPAN_ARG(arc_reason(c)));
			return 2;
		}
		return arc_broken(c, d);
	}
	c->bad = 0;
	describe(c, m);
	note_end(c, m);
	return check_ratio(c, d) == 0 ? 1 : -1;
}

/* Appends a block that belongs at offset at; a hole before it is zeros. */
static bool append(struct buf *b, const void *p, size_t n, uint64_t at, size_t max)
{
	if (at > max || n > max - at)
		return false;
	if (at > b->n) {
		size_t hole = (size_t)at - b->n;
		memset(buf_room(b, hole), 0, hole);
		b->n += hole;
	}
	buf_add(b, p, n);
	return true;
}

int arc_read(struct arc *c, size_t max, struct span *content, struct diag *d)
{
	bool sized = archive_entry_size_is_set(c->e), tar = c->kind != ARC_ZIP && c->kind != ARC_7Z;
	uint64_t size = sized ? (uint64_t)archive_entry_size(c->e) : 0;
	const void *p;
	size_t n;
	la_int64_t at;

	if (sized && size > max)
		return text_too_large(d, "caption", c->s->limits.caption_max);
	if (c->content.cap > ARC_BLOCK_MAX)
		buf_fini(&c->content);
	buf_reset(&c->content);
	for (;;) {
		int rc = archive_read_data_block(c->a, &p, &n, &at);
		if (rc == ARCHIVE_EOF)
			break;
		if (rc == ARCHIVE_FATAL || rc == ARCHIVE_RETRY)
			return arc_broken(c, d);
		if (rc != ARCHIVE_OK)
			return diag_set(d, "damaged-member", "%.*s", SPAN_ARG(arc_reason(c)));
		/* A tar's member in one piece, as nearly all are, is not even copied. */
		if (tar && sized && n == size && at == 0) {
			*content = (struct span){p, n};
			return 1;
		}
		if (!append(&c->content, p, n, (uint64_t)at, max))
			return text_too_large(d, "caption", c->s->limits.caption_max);
		if (check_ratio(c, d) != 0)
			return -1;
	}
	if (tar && c->content.n < size) { /* the hole at the end of a sparse file */
		memset(buf_room(&c->content, (size_t)size - c->content.n), 0, (size_t)size - c->content.n);
		c->content.n = (size_t)size;
	}
	*content = buf_span(&c->content);
	return 1;
}

/* The end of what has been seen of a large member. */
static void keep_last(struct arc *c, struct look_bytes *b, const char *p, size_t n)
{
	size_t room = sizeof c->last, keep = b->tail.n;

	if (n >= room) {
		memcpy(c->last, p + n - room, room);
		keep = room;
	} else {
		if (keep + n > room) {
			memmove(c->last, c->last + keep + n - room, room - n);
			keep = room - n;
		}
		memcpy(c->last + keep, p, n);
		keep += n;
	}
	b->tail = (struct span){c->last, keep};
}

int arc_look(struct arc *c, struct look_bytes *b, struct diag *d)
{
	bool sized = archive_entry_size_is_set(c->e), whole = archive_entry_sparse_count(c->e) == 0;
	const void *p;
	size_t n;
	la_int64_t at;
	int rc;

	*b = (struct look_bytes){.fd = -1};
	/* Nothing is read that the look does not ask for; but a small one libarchive has read already. */
	if (c->kind == ARC_TAR && !c->filtered && c->s->in.seekable && sized && archive_entry_size(c->e) > ARC_BLOCK_MIN && whole && !c->s->charset) {
		b->from = c->s->in.base + (uint64_t)archive_filter_bytes(c->a, 0);
		b->size = (uint64_t)archive_entry_size(c->e);
		b->fd = c->s->in.fd;
		return 0;
	}
	if (c->content.cap > ARC_BLOCK_MAX)
		buf_fini(&c->content);
	buf_reset(&c->content);
	while ((rc = archive_read_data_block(c->a, &p, &n, &at)) == ARCHIVE_OK) {
		b->size = (uint64_t)at + n;
		if (sized && at == 0 && n == (size_t)archive_entry_size(c->e)) {
			b->head = (struct span){p, n};
			return 0;
		}
		size_t fits = (uint64_t)at < LOOK_HELD ? LOOK_HELD - (size_t)at : 0;
		append(&c->content, p, n < fits ? n : fits, (uint64_t)at, LOOK_HELD);
		if (n > fits)
			keep_last(c, b, (const char *)p + fits, n - fits);
		if (check_ratio(c, d) != 0)
			return -1;
	}
	b->head = buf_span(&c->content);
	if (rc == ARCHIVE_FATAL || rc == ARCHIVE_RETRY)
		return arc_broken(c, d);
	return rc == ARCHIVE_EOF ? 0 : diag_set(d, "damaged-member", "%.*s", SPAN_ARG(arc_reason(c)));
}

bool arc_complete(const struct arc *c)
{
	return c->complete;
}
