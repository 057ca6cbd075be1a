/* tokens.h: what must hold of the tokens of any text. */
#ifndef CAPTOOLS_TESTS_FUZZ_TOKENS_H
#define CAPTOOLS_TESTS_FUZZ_TOKENS_H

#include "fuzz/fuzz.h"
#include "tok/engine.h"
#include "tok/tok.h"

/* The three ways of asking agree, a run that has seen much and one that has seen nothing agree, spans are whole characters in
 * order. The ids are left in ids. */
static inline size_t fuzz_tokens(const struct tok *t, struct tok_run *warm, struct span text, struct buf *ids)
{
	const uint32_t *v;
	size_t n = tok_ids(warm, text, &v);
	struct tok_run *cold = tok_run_open(t, warm->variant);
	struct tok_out o;

	buf_reset(ids);
	buf_add(ids, (const char *)v, n * sizeof *v);
	const uint32_t *kept = (const uint32_t *)(const void *)ids->p;
	MUST(tok_count(warm, text) == n);
	MUST(tok_count(cold, text) == n);
	o = tok_encode(cold, text);
	MUST(o.n == n);
	for (size_t i = 0; i < n; i++) {
		MUST(o.v[i].id == kept[i] && kept[i] < t->meta->n_ids);
		MUST(o.v[i].start <= o.v[i].end && o.v[i].end <= text.n);
		MUST(fuzz_edge(text, o.v[i].start) && fuzz_edge(text, o.v[i].end));
		MUST(i == 0 || o.v[i].start >= o.v[i - 1].start);
	}
	tok_run_close(cold);
	return n;
}

#endif
