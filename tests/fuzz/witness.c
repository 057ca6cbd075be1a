/* witness.c: a file of capsee --witness that somebody else made: refused with a message, or each caption is held against it. */
#include "fuzz/fuzz.h"
#include "see/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct scene_reader reader;
	struct span file = {(const char *)p, n};
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct testimony t;
	struct scene s;

	if (!reader.tagger && scene_reader_open(&reader, &d) != 0)
		abort();
	struct witness *w = witness_read("file", file, &reader, &d);
	if (!w) {
		fuzz_said(&d);
		return 0;
	}
	scene_read(&reader, SPAN("a golden retriever with a red ball, a girl with black hair"), &a, &s);
	if (witness_of(w, SPAN("a"), &a, &t))
		for (uint32_t i = 0; i < s.n_objects; i++) {
			struct witness_fact f = witness_fact_of(&reader, &s, i, SPAN(""));
			MUST(!testimony_has(&t, &f) || t.n);
		}
	witness_close(w);
	arena_fini(&a);
	return 0;
}
