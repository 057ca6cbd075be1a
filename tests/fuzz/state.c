/* state.c: a file of capscore --set-state that somebody else made: as it is, or as the content of a block whose frame and checksum are right.
 * Whatever it holds, it is refused with a message or becomes a set that the rules can judge and the record can show. */
#include "dataset/set_state.h"
#include "dataset/state_format.h"
#include "fuzz/judge.h"
#include "report/score_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n}, lines;
	unsigned how = fuzz_byte(&s);
	struct judge *j = judge(how >> 1);
	struct set_options o = {.lint = &j->o, .lexicon = set_lexicon(j->lint), .bands = FUSED_BANDS, .aimed = true, .list_files = true};
	struct lint_set *set = set_open(&o);
	struct state_writer *w = state_begin(j->o.rules, SPAN("model=sdxl\n")), *again = state_begin(j->o.rules, SPAN(""));
	struct state_reader r = {.set = set, .again = again};
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct diag d = {0};

	if (how & 1)
		state_put_block(w, BLOCK_EVENTS, s);
	struct span file = how & 1 ? state_end(w, false) : s;
	if (state_options(file, &lines, &a, &d) != 0)
		fuzz_said(&d);
	d = (struct diag){0};
	if (state_replay(&r, file, &d) != 0)
		fuzz_said(&d);
	set_finish(set);
	score_put_set(&out, set);
	MUST(utf8_valid(buf_span(&out), NULL));
	/* What was taken goes out again, and comes in as the same. */
	struct lint_set *same = set_open(&o);
	struct state_reader back = {.set = same};
	MUST(state_replay(&back, state_end(again, false), &d) == 0);
	set_finish(same);
	size_t first = out.n;
	score_put_set(&out, same);
	MUST(out.n == 2 * first && memcmp(out.p, out.p + first, first) == 0);
	set_close(same);
	set_close(set);
	state_free(w);
	state_free(again);
	buf_fini(&out);
	arena_fini(&a);
	return 0;
}
