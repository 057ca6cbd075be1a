/* fix.c: the fixer's promises (fix/fix.h) on any caption: edits replay, twice is once, no encoder counts more tokens, the score does
 * not fall, what carries the picture stays. */
#include "base/hash.h"
#include "fix/fix.h"
#include "fuzz/judge.h"
#include "lint/analysis.h"

/* The edits applied to the caption before give the caption after. */
static void replay(struct span before, const struct fix_result *r)
{
	struct buf b = BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < r->edits.n; i++) {
		const struct fix_edit *e = &r->edits.v[i];
		MUST(e->start >= at && e->start <= e->end && e->end <= before.n && e->rule);
		MUST(span_eq(e->old, span_cut(before, e->start, e->end)));
		MUST(fuzz_edge(before, e->start) && fuzz_edge(before, e->end));
		buf_adds(&b, span_cut(before, at, e->start));
		buf_adds(&b, e->new);
		at = e->end;
	}
	buf_adds(&b, span_cut(before, at, before.n));
	MUST(span_eq(buf_span(&b), r->caption));
	MUST(r->changed == (r->edits.n > 0) && r->changed == !span_eq(before, r->caption));
	buf_fini(&b);
}

/* The colours, numbers and triggers of before are still there, unless an unsafe edit or an order of the user took them. */
static void keeps_words(const struct lint_result *before, const struct fix_result *r)
{
	const struct analysis *x = before->analysis, *y = r->after.analysis;
	const uint64_t idle = LEX(META) | LEX(RATING) | LEX(QUALITY) | LEX(PIXEL) | LEX(FILLER) | LEX(CLASSFOCUS) | LEX(COUNT) |
	                      LEX(STOP) | LEX(GENERIC) | LEX(LEAD) | LEX(HEDGE) | LEX(NONVISUAL) | LEX(APOLOGY) | LEX(FRAME);

	for (size_t i = 0; i < r->edits.n; i++)
		if (r->edits.v[i].safety != FIX_SAFE)
			return;
	for (uint32_t i = 0; i < x->n_units; i++) {
		const struct unit *u = &x->units[i];
		bool there = (u->cls & idle) || !(u->cls & LEX(COLOUR)) || (u->flags & UNIT_NEGATED);
		for (uint32_t k = 0; k < y->n_units && !there; k++)
			there = y->units[k].lemma == u->lemma || y->units[k].key == u->key;
		/* A wider term may take its colour along ("red fruit" beside "red apple" keeps one red): the word must be somewhere. */
		MUST(there || memmem(r->caption.p, r->caption.n, x->text.p + u->start, u->end - u->start));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	unsigned how = fuzz_byte(&s), what = fuzz_byte(&s);
	struct judge *j = judge(how);
	struct lint_ctx ctx = judge_ctx(how >> 2);
	struct arena a = ARENA_INIT;
	struct fix_result r, again;
	struct lint_result before;
	struct diag d = {0};
	struct span prune = SPAN("apple");
	static const struct span triggers[] = {SPAN_INIT("ohwx man"), SPAN_INIT("sks")};
	struct fix_options o = {.unsafe = what & 1, .order = what & 2, .fit = what & 4, .max_tokens = what & 8 ? 20 : 0,
	                        .compose = (what & 48) == 48, .triggers = triggers, .n_triggers = what & 64 ? 2 : 0,
	                        .prune = &prune, .n_prune = what >> 7};
	bool asked = o.order || o.fit || o.max_tokens || o.compose || o.n_triggers || o.n_prune;

	if (s.n > 600) /* a hundred rules, several rounds: long captions only cost time */
		s.n = 600;
	struct span text = fuzz_text(&a, s);
	MUST(fix_caption(j->run, &o, text, &ctx, &a, &r, &d) == 0);
	judge_result(&r.after, r.caption);
	MUST(utf8_valid(r.caption, NULL));
	replay(text, &r);
	if (!asked) {
		for (size_t i = 0; i < r.before.n_encoders; i++)
			MUST(r.after.encoder[i].tokens <= r.before.encoder[i].tokens);
		MUST(r.after.score >= r.before.score - 0.02f * (float)(r.edits.n + 1));
		MUST(lint_caption(j->run, text, &ctx, &a, &before, &d) == 0);
		keeps_words(&before, &r);
	}
	MUST(fix_caption(j->run, &o, r.caption, &ctx, &a, &again, &d) == 0);
	MUST(!again.changed);
	arena_fini(&a);
	return 0;
}
