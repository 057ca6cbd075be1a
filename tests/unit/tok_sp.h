/* tok_sp.h: small tokenizer.json files for the tests of the SentencePiece-like engines. They are written with ' for " to be readable;
 * with TOK_SP_DUMP in the environment each case is also printed as `#case JSON TEXT IDS`, which check-oracle.py --cases gives to the
 * reference library: the expected ids here are the reference's. */
#ifndef CAPTOOLS_TESTS_TOK_SP_H
#define CAPTOOLS_TESTS_TOK_SP_H

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "json/jwrite.h"
#include "tok/engine.h"
#include "tok/spec.h"
#include "tok/tok.h"
#include "tok/vocab.h"
#include "unit/tap.h"

/* Files kept open until sp_done: spans of the spec point into them. */
struct sp {
	struct arena a;
	struct span json;
	struct spec s;
	struct buf blob;
	struct tok *t;
	struct tok_run *r;
	struct diag d;
};

static inline struct span sp_quotes(struct arena *a, const char *json)
{
	struct span s = arena_dup(a, span_of(json));

	for (char *p = (char *)(uintptr_t)s.p; *p; p++)
		if (*p == '\'')
			*p = '"';
	return s;
}

static inline bool sp_open(struct sp *x, const char *json)
{
	*x = (struct sp){.a = ARENA_INIT};
	x->json = sp_quotes(&x->a, json);
	if (spec_load_json(&x->s, &x->a, x->json, &x->d) == 0 && vocab_compile(&x->s, "test", &x->blob, &x->d) == 0)
		x->t = tok_open_blob(buf_span(&x->blob), &x->d);
	if (x->t)
		x->r = tok_run_open(x->t, TOK_FAST);
	else
		printf("# %s: %s\n", x->d.code ? x->d.code : "?", x->d.message);
	return x->t != NULL;
}

static inline void sp_done(struct sp *x)
{
	tok_run_close(x->r);
	tok_close(x->t);
	buf_fini(&x->blob);
	arena_fini(&x->a);
}

/* "3 1 4", with bos and eos as the file adds them. */
static inline struct span sp_ids(struct sp *x, struct span text)
{
	struct tok_special sp = tok_special(x->t);
	struct span out = SPAN("");
	const uint32_t *ids;
	size_t n = tok_ids(x->r, text, &ids);

	if (sp.adds_bos)
		out = arena_printf(&x->a, "%d ", sp.bos);
	for (size_t i = 0; i < n; i++)
		out = arena_printf(&x->a, "%.*s%u ", SPAN_ARG(out), ids[i]);
	if (sp.adds_eos)
		out = arena_printf(&x->a, "%.*s%d ", SPAN_ARG(out), sp.eos);
	if (out.n)
		out.n--;
	return out;
}

/* "id[start,end) ..." of the content tokens. */
static inline struct span sp_pieces(struct sp *x, struct span text)
{
	struct span out = SPAN("");
	struct tok_out o = tok_encode(x->r, text);

	for (size_t i = 0; i < o.n; i++)
		out = arena_printf(&x->a, "%.*s%s%u[%u,%u)", SPAN_ARG(out), i ? " " : "", o.v[i].id, o.v[i].start, o.v[i].end);
	return out;
}

static inline void sp_dump(const struct sp *x, struct span text, const char *want)
{
	struct buf b = BUF_INIT;

	if (getenv("TOK_SP_DUMP")) {
		BUF_LIT(&b, "#case [");
		buf_adds(&b, x->json);
		BUF_LIT(&b, ",");
		json_quote(&b, text);
		buf_printf(&b, ",\"%s\"]", want);
		printf("%.*s\n", SPAN_ARG(buf_span(&b)));
	}
	buf_fini(&b);
}

/* One text: ids, and that the three ways of asking agree. */
static inline void sp_is(struct sp *x, struct span text, const char *want)
{
	struct span have = sp_ids(x, text);
	struct tok_special sp = tok_special(x->t);
	size_t n = tok_count(x->r, text), k = tok_encode(x->r, text).n, m = sp.adds_bos + sp.adds_eos;
	const uint32_t *ids;

	sp_dump(x, text, want);
	OK(span_is(have, want), "ids %s", want);
	if (!span_is(have, want))
		printf("# have %.*s for %.*s\n", SPAN_ARG(have), SPAN_ARG(text));
	if (n != k || n != tok_ids(x->r, text, &ids))
		OK(false, "counts agree: %zu %zu (%zu around)", n, k, m);
}

#define IS(x, text, want) sp_is((x), (struct span){"" text, sizeof(text) - 1}, (want))

#endif
