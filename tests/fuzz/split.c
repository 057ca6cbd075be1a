/* split.c: every way of cutting a caption: the parts cover it, nothing lost, nothing twice. */
#include "fuzz/fuzz.h"
#include "split/split.h"

static struct tok *clip;
static struct tok_run *runs[3];

static size_t meter(void *limit, struct span text, size_t *room)
{
	*room = *(size_t *)limit;
	return tok_count(runs[0], text);
}

static void covers(const struct split *s, struct span text, bool windows)
{
	size_t at = 0;

	MUST(s->n >= 1);
	for (size_t i = 0; i < s->n; i++) {
		MUST(s->v[i].start == at && s->v[i].end >= at && s->v[i].end <= text.n && fuzz_edge(text, s->v[i].end));
		MUST(!s->v[i].cut || i + 1 == s->n);
		MUST(!windows || s->v[i].n_ids <= 77 || s->v[i].cut || s->v[i].n_ids <= 5000);
		at = s->v[i].end;
	}
	MUST(at == text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const by[] = {"clause", "sentence", "tag", "line"};
	struct span s = {(const char *)p, n};
	unsigned how = fuzz_byte(&s);
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct split out = {0};
	size_t layouts;
	const struct split_layout *const *all = split_layout_all(&layouts);

	if (!clip) {
		clip = tok_open("clip", &d);
		MUST(clip); /* CAPTOOLS_SHARE */
		for (int v = 0; v < 3; v++)
			runs[v] = tok_run_open(clip, (enum tok_variant)v);
	}
	struct span text = fuzz_text(&a, s);
	how %= (unsigned)layouts + 4 + 2;
	if (how < layouts) {
		split_windows(all[how], runs[split_layout_variant(all[how])], text, &a, &out);
		covers(&out, text, true);
	} else if (how < layouts + 4) {
		MUST(split_by(by[how - layouts], text, &a, &out));
		covers(&out, text, false);
	} else {
		size_t limit = how == layouts + 4 ? 1 : 20;
		split_budget(&(struct split_meter){meter, &limit}, text, &a, &out);
		covers(&out, text, false);
	}
	arena_fini(&a);
	return 0;
}
