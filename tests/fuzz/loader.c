/* loader.c: users' tokenizer files: tokenizer.json, SentencePiece models, vocab.json with merges.txt, whatever they hold. What is taken
 * compiles or is refused with a reason, opens, and tokenises. */
#include "fuzz/tokens.h"
#include "tok/spec.h"
#include "tok/vocab.h"

static void use(struct spec *s, struct arena *a)
{
	static const struct span texts[] = {
		SPAN_INIT("a photo of the dog's  red apple, 2 cats"), SPAN_INIT(" \xE2\x96\x81x\xC3\xA9 \xEF\xAC\x81<s></s><unk> <0x41>\n\t "),
		SPAN_INIT("")};
	struct buf blob = BUF_INIT, ids = BUF_INIT;
	struct diag d = {0};

	(void)a;
	if (vocab_compile(s, "fuzz", &blob, &d) != 0) {
		fuzz_said(&d);
		buf_fini(&blob);
		return;
	}
	struct tok *t = tok_open_blob(buf_span(&blob), &d);
	MUST(t); /* what the compiler writes, the loader takes */
	struct tok_run *r = tok_run_open(t, TOK_FAST);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		fuzz_tokens(t, r, texts[i], &ids);
	for (uint32_t id = 0; id < t->meta->n_ids && id < 64; id++)
		tok_token(t, id);
	tok_run_close(r);
	tok_close(t);
	buf_fini(&ids);
	buf_fini(&blob);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	unsigned how = fuzz_byte(&s);
	struct arena a = ARENA_INIT;
	struct spec spec = {.a = &a};
	struct diag d = {0};
	int rc;

	switch (how & 3) {
	case 0:
		rc = spec_load_json(&spec, &a, s, &d);
		break;
	case 1:
		rc = spec_load_spiece(&spec, &a, s, &d);
		break;
	case 2: { /* vocab.json, a NUL, merges.txt */
		const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
		size_t at = nul ? (size_t)(nul - s.p) : s.n;
		spec.norm = how & 4 ? NORM_NFC : NORM_NONE;
		spec.pretok = how & 4 ? PRE_QWEN2 : PRE_NONE;
		rc = spec_load_vocab_merges(&spec, &a, span_cut(s, 0, at), span_cut(s, nul ? at + 1 : at, s.n), &d);
		break;
	}
	default: { /* told by its content */
		rc = spec_load_file(&spec, &a, fuzz_file(0, s)->path, &d);
	}
	}
	if (rc == 0)
		use(&spec, &a);
	else
		fuzz_said(&d);
	spec_unload(&spec);
	arena_fini(&a);
	return 0;
}
