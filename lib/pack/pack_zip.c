/* pack_zip.c: a zip, member by member: the directory says which members change, the file is copied raw up to each of them, and a new
 * directory ends it. Nothing else is touched: extra fields, comments, alignment, bytes between members, a program in front. */
#include "pack/pack_zip.h"

#include <string.h>

/* Sorts by offset; a directory is nearly always sorted already, and a heap needs no memory. */
static void sift(struct zip_edit *v, size_t i, size_t n)
{
	for (size_t c; (c = 2 * i + 1) < n; i = c) {
		if (c + 1 < n && v[c + 1].at > v[c].at)
			c++;
		if (v[i].at >= v[c].at)
			return;
		struct zip_edit t = v[i];
		v[i] = v[c];
		v[c] = t;
	}
}

static void sort(struct zip_edits *e)
{
	struct zip_edit *v = zip_edit_at(e, 0);
	bool sorted = true;

	for (size_t i = 1; i < e->n && sorted; i++)
		sorted = v[i - 1].at <= v[i].at;
	if (sorted)
		return;
	for (size_t i = e->n / 2; i-- > 0;)
		sift(v, i, e->n);
	for (size_t n = e->n; n-- > 1;) {
		struct zip_edit t = v[0];
		v[0] = v[n];
		v[n] = t;
		sift(v, 0, n);
	}
}

/* Walks the directory and collects what changes. */
static int collect(struct pack *k, const struct zip_end *z, struct zip_edits *edits, struct diag *d)
{
	struct zip_cursor c;
	struct zip_entry e;
	const struct plan_counts *n = plan_count(k->plan);
	int rc;

	/* At once: growing would hold it twice. */
	buf_room(&edits->v, (size_t)(n->changed + n->added + n->removed) * sizeof(struct zip_edit));
	zip_cursor_open(&c, k->in, z);
	while ((rc = zip_cursor_next(&c, &e, d)) == 1) {
		if (e.flags & ZIP_MASKED) {
			rc = zip_about(&e, "unsupported", "a zip with an encrypted directory cannot be rewritten", d);
			break;
		}
		struct plan_hit hit = plan_ask(k->plan, zip_name(&e));
		if (hit.act == PLAN_KEEP)
			continue;
		if (hit.act != PLAN_ADD && (e.flags & ZIP_ENCRYPTED))
			rc = zip_about(&e, "unsupported", "is encrypted and cannot be changed", d);
		else if (hit.act != PLAN_ADD && e.method != ZIP_STORED && e.method != ZIP_DEFLATED)
			rc = zip_about(&e, "unsupported", "its compression cannot be written; convert the archive with --to", d);
		else if (hit.act != PLAN_ADD && (e.plain > k->limits.caption_max || e.packed > k->limits.caption_max))
			rc = zip_about(&e, "too-large", "too large for a caption", d);
		if (rc < 0)
			break;
		struct zip_edit x = {.at = e.at, .sample = hit.sample, .act = hit.act,
		                     .entry = {(uint32_t)e.dir_at, (uint32_t)(e.dir_at >> 32)}};
		buf_add(&edits->v, (const char *)&x, sizeof x);
		edits->n++;
	}
	zip_cursor_close(&c);
	if (rc != 0)
		return -1;
	sort(edits);
	for (size_t i = 1; i < edits->n; i++)
		if (zip_edit_at(edits, i)->at == zip_edit_at(edits, i - 1)->at)
			return diag_set(d, "bad-archive", "two entries of the zip's directory are one member");
	return 0;
}

int64_t zip_shift(const struct zip_edits *e, size_t n)
{
	if (n == 0)
		return 0;
	size_t i = (n - 1) / 64;
	int64_t sum = ((const int64_t *)(const void *)e->shift.p)[i];

	for (i *= 64; i < n; i++)
		sum += zip_edit_at(e, i)->longer;
	return sum;
}

long zip_edit_before(const struct zip_edits *e, uint64_t at)
{
	size_t lo = 0, hi = e->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (zip_edit_at(e, mid)->at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (long)lo - 1;
}

/* f stands behind the member before: goes to edit i and does it. */
static int edit(struct pack *k, struct flow *f, const struct zip_end *z, struct zip_cursor *c, struct zip_edits *edits, size_t i,
		struct diag *d)
{
	struct zip_edit *x = zip_edit_at(edits, i);
	uint64_t entry = x->entry.low | (uint64_t)x->entry.high << 32;
	int64_t before = (int64_t)(flow_at(f) - f->pos);
	struct zip_entry e;

	if (i % 64 == 0)
		buf_add(&edits->shift, (const char *)&before, sizeof before);
	if (x->at < f->pos)
		return diag_set(d, "bad-archive", "two members of the zip overlap");
	if (flow_keep(f, x->at - f->pos, d) != 0 || zip_cursor_seek(c, entry, d) != 0 || zip_cursor_next(c, &e, d) != 1)
		return -1;
	int rc = x->act == PLAN_ADD ? zip_add(k, f, z, &e, x, d) : zip_change(k, f, z, &e, x, d);
	x->longer = (int32_t)((int64_t)(flow_at(f) - f->pos) - before);
	return rc;
}

int pack_zip(struct pack *k, int out, struct diag *d)
{
	struct zip_end z;
	struct zip_edits edits = {0};
	struct zip_cursor c = {0};
	struct flow f = {0};
	int rc = zip_end_read(k->in, &z, d);

	if (rc == 0)
		rc = flow_open(&f, k->in, out, FILTER_NONE, FILTER_NONE, d);
	if (rc == 0)
		rc = collect(k, &z, &edits, d);
	if (rc == 0)
		zip_cursor_open(&c, k->in, &z);
	for (size_t i = 0; rc == 0 && i < edits.n; i++)
		rc = edit(k, &f, &z, &c, &edits, i, d);
	zip_cursor_close(&c);
	if (rc == 0)
		rc = flow_keep(&f, z.dir_at - f.pos, d);
	if (rc == 0)
		rc = zip_write_directory(k, &f, &z, &edits, d);
	if (rc == 0)
		rc = flow_finish(&f, d);
	flow_close(&f);
	buf_fini(&edits.v);
	buf_fini(&edits.shift);
	return rc;
}
