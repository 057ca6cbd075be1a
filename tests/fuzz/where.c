/* where.c: conditions (capgrep --where): read from any text, then asked of a record from any line. */
#include "fuzz/fuzz.h"
#include "io/source.h"
#include "io/text.h"
#include "report/grep/where.h"

/* Stands in for capscore. */
static const struct lint_result *judge(void *ctx, const struct record *r, struct arena *a, struct diag *d)
{
	struct lint_result *x = arena_zalloc(a, 1, sizeof *x);

	(void)ctx, (void)d;
	MUST(r->kind == REC_CAPTION);
	x->score = (float)(r->caption.n % 101);
	x->facts.said = (uint32_t)r->caption.n % 7;
	return x;
}

/* A condition, a line break, a line of records. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	const char *nl = n ? memchr(s.p, '\n', n) : NULL;
	size_t at = nl ? (size_t)(nl - s.p) : n;
	struct where *w = where_open();
	struct source_options o = {0};
	struct arena a = ARENA_INIT;
	struct record r = {.id = SPAN("1"), .line = 1};
	struct diag d = {0};
	struct where_ask q;

	if (where_add(w, span_cut(s, 0, at), &d) != 0) {
		fuzz_said(&d);
		MUST(d.has_offset && d.offset <= at);
	} else if (text_object(&o, arena_dup(&a, span_cut(s, nl ? at + 1 : n, n)), &r, &a, &d) == 0 && r.kind != REC_ERROR) {
		where_ask_open(&q, w);
		q.judge = judge;
		int first = where_holds(&q, &r, &a);
		MUST(first >= -1 && first <= 1 && (first >= 0 || q.lacks || q.d.code));
		MUST(where_holds(&q, &r, &a) == first);
		where_ask_close(&q);
	}
	where_close(w);
	arena_fini(&a);
	return 0;
}
