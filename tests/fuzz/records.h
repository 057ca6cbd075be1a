/* records.h: a source read to its end, and what must hold of every record: shared by the readers' targets. */
#ifndef CAPTOOLS_TESTS_FUZZ_RECORDS_H
#define CAPTOOLS_TESTS_FUZZ_RECORDS_H

#include "fuzz/fuzz.h"
#include "io/record.h"
#include "io/source.h"
#include "json/jread.h"

/* Small limits, so that small inputs reach them. */
static const struct source_limits fuzz_limits = {.caption_max = 2000, .members_max = 40, .name_max = 200, .ratio_max = 50};

/* What goes out is one line of strict JSON with the caption that came in. */
static inline void fuzz_record(const struct record *r, struct arena *a, struct buf *out)
{
	struct json_members m = {0};
	struct diag d = {0};
	struct span caption;

	buf_reset(out);
	if (r->kind == REC_ERROR) {
		fuzz_said(&r->error);
		record_error(out, r);
	} else if (r->kind == REC_CAPTION) {
		MUST(utf8_valid(r->caption, NULL) && r->caption.n <= fuzz_limits.caption_max * 4);
		record_begin(out, r, r->caption, NULL);
		BUF_LIT(out, ",\"captok\":{}}\n");
	} else {
		record_pass(out, r);
	}
	if (out->n == 0)
		return;
	MUST(out->p[out->n - 1] == '\n' && memchr(out->p, '\n', out->n) == out->p + out->n - 1);
	MUST(json_read_object(a, buf_span(out), &m, &d) == 0);
	if (r->kind == REC_CAPTION)
		MUST(json_string(a, json_get(&m, "caption"), &caption) && span_eq(caption, r->caption));
}

/* Returns how many records came; *hash: of all that went out. */
static inline unsigned fuzz_read(const char *path, const struct source_options *o, uint64_t *hash)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct diag d = {0};
	struct record r = {0};
	struct source *s = source_open(path, o, &d);
	unsigned n = 0;
	int rc = -1;

	*hash = 0;
	while (s && (rc = source_next(s, &r, &a, &d)) == 1) {
		r.number = ++n;
		fuzz_record(&r, &a, &out);
		*hash = hash_bytes(out.p, out.n, *hash);
		arena_reset(&a);
		r.error = (struct diag){0};
	}
	if (rc < 0) {
		fuzz_said(&d);
		*hash += 1;
	}
	if (s)
		source_close(s);
	buf_fini(&out);
	arena_fini(&a);
	return n;
}

#endif
