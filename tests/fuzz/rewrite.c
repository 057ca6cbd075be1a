/* rewrite.c: an archive or text file read, its captions changed, written back by cappack's engine, and read again. Nothing but the captions
 * may differ; without a change the bytes stay. */
#include "base/hash.h"
#include "fuzz/records.h"
#include "io/form.h"
#include "pack/pack.h"

struct sample {
	uint64_t key;     /* of its place: member or line */
	uint64_t caption;
};

struct set {
	struct sample v[64];
	unsigned n;
	bool bad;         /* something could not be read, or there is too much */
	const char *form;
	uint64_t rest;    /* of all records that are no captions */
};

/* Reads the dataset; records of it, with `more` put in front of each caption, behind out. */
static void read_set(const char *path, const struct source_options *o, struct set *x, struct span more, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct record r = {0};
	struct source *s = source_open(path, o, &d);
	int rc = -1;

	*x = (struct set){.bad = !s, .form = s ? s->form->name : NULL};
	while (s && (rc = source_next(s, &r, &a, &d)) == 1) {
		x->bad |= r.kind == REC_ERROR || x->n == 64;
		if (r.kind == REC_CAPTION && x->n < 64) {
			struct span place = r.member.n ? r.member : r.id;
			x->v[x->n++] = (struct sample){hash_bytes(place.p, place.n, r.line),
			                               hash_bytes(r.caption.p, r.caption.n, 0)};
			if (out) {
				record_begin(out, &r, arena_cat(&a, more, r.caption), NULL);
				BUF_LIT(out, "}\n");
			}
		} else if (r.kind == REC_IMAGE) {
			x->rest = hash_bytes(r.image.p, r.image.n, x->rest);
		}
		r.error = (struct diag){0};
		arena_reset(&a);
	}
	x->bad |= rc < 0;
	if (s)
		source_close(s);
	arena_fini(&a);
}

/* cappack with these records on its standard input. */
static int pack(const char *dataset, struct span records, const struct source_options *so, const struct fuzz_file *out)
{
	const struct fuzz_file *in = fuzz_file(1, records);
	struct pack_options o = {.dataset = dataset, .out = "-", .out_fd = out->fd, .partial = true, .source = *so};

	MUST(dup2(in->fd, STDIN_FILENO) == 0);
	return pack_run(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n}, again;
	unsigned how = fuzz_byte(&s);
	struct source_options o = {.limits = fuzz_limits};
	const char *path = fuzz_file(0, s)->path;
	const struct fuzz_file *out = fuzz_file(2, SPAN(""));
	struct buf records = BUF_INIT, content = BUF_INIT;
	static struct set before, after, want;

	o.limits.caption_max = 1 << 20;
	read_set(path, &o, &before, how & 1 ? SPAN("new ") : SPAN(""), &records);
	int status = pack(path, buf_span(&records), &o, out);
	MUST(status >= 0 && status <= 2);
	again = fuzz_content(out, &content);
	if (status == 0 && !before.bad) {
		if (!(how & 1))
			MUST(span_eq(again, s));
		buf_reset(&records);
		o.from = before.form; /* a line with "new " in front may look like a film */
		read_set(fuzz_file(3, again)->path, &o, &after, SPAN(""), NULL);
		want = before;
		MUST(!after.bad && after.n == want.n && after.rest == want.rest);
		for (unsigned i = 0; i < want.n; i++) {
			MUST(after.v[i].key == want.v[i].key);
			MUST((after.v[i].caption == want.v[i].caption) == !(how & 1));
		}
	}
	buf_fini(&records);
	buf_fini(&content);
	return 0;
}
