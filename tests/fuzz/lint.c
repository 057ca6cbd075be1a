/* lint.c: one caption through the analysis and every rule, under several models, trainers and purposes. A linter that has seen much
 * and one that has seen nothing say the same. */
#include "fuzz/judge.h"

static bool same(const struct lint_result *x, const struct lint_result *y)
{
	bool ok = x->score == y->score && x->n_findings == y->n_findings && x->style == y->style;

	for (size_t i = 0; ok && i < x->n_findings; i++)
		ok = x->findings[i].rule == y->findings[i].rule && x->findings[i].start == y->findings[i].start &&
		     x->findings[i].end == y->findings[i].end && span_eq(x->findings[i].message, y->findings[i].message);
	return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	unsigned how = fuzz_byte(&s);
	struct judge *j = judge(how);
	struct lint_ctx ctx = judge_ctx(how >> 2);
	struct arena a = ARENA_INIT;
	struct lint_result r, again;
	struct diag d = {0};
	struct span text = fuzz_text(&a, s);

	MUST(lint_caption(j->run, text, &ctx, &a, &r, &d) == 0);
	judge_result(&r, text);
	if (how & 16) {
		struct lint_run *cold = lint_run_open(j->lint);
		MUST(lint_caption(cold, text, &ctx, &a, &again, &d) == 0);
		MUST(same(&r, &again));
		lint_run_close(cold);
	}
	arena_fini(&a);
	return 0;
}
