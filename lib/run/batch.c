/* batch.c: some hundred records at once: read, worked on, written. */
#include "run/batch.h"

#include "base/die.h"
#include "io/names.h"

enum { BATCH_BYTES = 256 << 10, TOGETHER_BYTES = 16 << 10, FEW = 8192 };

/* An object under the key that only the tool itself writes. */
static bool is_stale(const struct filter *f, const struct record *r)
{
	struct span v = f->stale && r->kind == REC_PASS ? record_member(r, f->stale) : SPAN("");

	return v.n && span_starts(v, span_of(f->stale_begins));
}

/* Hands the captions from record i on to prepare, as many as may be at once. Returns the first record that was not among them. */
static size_t prepare(const struct filter *f, void *state, const struct batch *b, size_t i)
{
	const struct record *v[RUN_TOGETHER];
	size_t n = 0, bytes = 0;

	for (; i < b->n && n < RUN_TOGETHER && bytes < TOGETHER_BYTES; i++)
		if (b->records[i].kind == REC_CAPTION) {
			v[n++] = &b->records[i];
			bytes += b->records[i].caption.n;
		}
	if (n)
		f->prepare(f->ctx, state, v, n);
	return i;
}

void batch_work(struct batch *b, const struct filter *f, void *state)
{
	for (size_t i = 0, ready = 0; i < b->n; i++) {
		const struct record *r = &b->records[i];
		if (f->prepare && i == ready)
			ready = prepare(f, state, b, i);
		bool bare = f->bare && (r->kind == REC_IMAGE || (r->kind == REC_PASS && !is_stale(f, r)));
		if (r->kind == REC_CAPTION || bare) {
			if (!f->work(f->ctx, state, r, &b->arena, &b->out, &b->side))
				b->found = true;
		} else if (!f->swallow && !is_stale(f, r)) {
			if (r->kind == REC_ERROR)
				record_error(&b->out, r);
			else
				record_pass(&b->out, r);
		}
		b->side_end[i] = b->side.n;
		/* What work puts aside may be structs: each record's begins where malloc's would. */
		size_t pad = -b->side.n & 15;
		if (pad)
			memset(buf_room(&b->side, pad), 0, pad);
		b->side.n += pad;
	}
}

static void complain(const struct record *r)
{
	const struct diag *d = &r->error;
	char at[48] = "";

	if (d->has_offset)
		snprintf(at, sizeof at, "byte %zu: ", d->offset);
	if (r->member.n)
		warn("%.*s: %.*s: record %llu: %s%s", SPAN_ARG(r->path), SPAN_ARG(r->member),
		     (unsigned long long)r->number, at, d->message);
	else
		warn("%.*s: record %llu%s%.0llu: %s%s", SPAN_ARG(r->path), (unsigned long long)r->number,
		     r->line ? ", line " : "", (unsigned long long)r->line, at, d->message);
}

void batch_write(struct batch *b, const struct filter *f, struct progress *progress)
{
	size_t from = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct record *r = &b->records[i];
		if (r->kind == REC_ERROR) {
			progress_clear(progress);
			complain(r);
			b->found = true;
		}
		if (f->fold)
			f->fold(f->ctx, r, (struct span){b->side.p ? b->side.p + from : NULL, b->side_end[i] - from});
		from = (b->side_end[i] + 15) & ~(size_t)15;
	}
	out_write(b->out.p, b->out.n);
	buf_reset(&b->out);
	buf_reset(&b->side);
	if (b->out.cap > 16 << 20)
		buf_fini(&b->out);
	arena_reset(&b->arena);
	b->n = b->bytes = 0;
}

/* --exclude and --include, of records that no archive or folder has left out already. What is no sample stays. */
static bool left_out(const struct record *r)
{
	const struct opt_list *globs = &run_common.source.globs;
	struct span file = r->member.n ? r->member : r->image;

	if (!globs->n || r->kind == REC_PASS || r->kind == REC_INPUT)
		return false;
	return !name_wanted(globs, file.n ? file : r->id, r->id);
}

int batch_read(struct batch *b, const struct filter *f, struct source *s, uint64_t *number, uint64_t *seen, struct diag *d)
{
	size_t most = *number < FEW ? BATCH_RECORDS / 8 : BATCH_RECORDS; /* few records are spread over the threads */
	int rc = 1;

	b->found = b->done = false;
	while (b->n < most && b->bytes < BATCH_BYTES) {
		if (b->n > 0 && source_would_block(s))
			break;
		struct record *r = &b->records[b->n];
		rc = source_next(s, r, &b->arena, d);
		if (rc <= 0)
			break;
		if (left_out(r))
			continue;
		r->number = ++*number;
		if (f->look)
			f->look(f->ctx, r, &b->arena);
		seen[r->kind]++;
		b->bytes += r->caption.n + r->raw.n;
		b->n++;
	}
	return rc;
}

void batch_fini(struct batch *b)
{
	arena_fini(&b->arena);
	buf_fini(&b->out);
	buf_fini(&b->side);
}
