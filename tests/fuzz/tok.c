/* tok.c: every tokenizer engine on any text, the fast paths against the plain ones: ASCII against normalised text, kept words against
 * new ones, tables of whole words against merging step by step. Vocabularies are those of the build, and small ones. */
#include "fuzz/tokens.h"
#include "tok/bpe.h"
#include "unit/tok_small.h"

enum { TOKS = 10 };

static struct {
	const char *name;
	enum tok_variant variant;
	bool bpe, marks;       /* byte-level; the text's words begin with a mark */
	struct tok *t;
	struct tok_run *run;
	uint32_t *by_bytes;    /* id + 1 of a token by its bytes */
} all[TOKS] = {
	{.name = "clip", .variant = TOK_FAST, .bpe = true}, {.name = "clip", .variant = TOK_FTFY, .bpe = true},
	{.name = "clip", .variant = TOK_OPENAI, .bpe = true}, {.name = "t5", .marks = true}, {.name = "umt5", .marks = true},
	{.name = "qwen2", .bpe = true}, {.name = "mistral", .bpe = true}, {.name = "mistral", .variant = TOK_TEKKEN, .bpe = true},
	{.name = NULL, .bpe = true}, {.name = "gemma2"},
};

enum { SLOTS_LOG = 20, MASK = (1 << SLOTS_LOG) - 1 };

static uint32_t *slot(uint32_t *table, const struct tok *t, struct span s)
{
	uint64_t at = hash_bytes(s.p, s.n, 0);

	while (table[at & MASK] && !span_eq(tok_token(t, table[at & MASK] - 1), s))
		at++;
	return &table[at & MASK];
}

static void open_all(void)
{
	static struct small small;
	struct diag d = {0};

	for (int i = 0; i < TOKS; i++) {
		if (all[i].name) {
			all[i].t = tok_open(all[i].name, &d);
		} else {
			static const char *const merges[] = {"a p", "p l", "ap pl", "r e", "d o", "' s", "t h", "th e", NULL};
			small_begin(&small, NORM_NONE, PRE_GPT2, merges);
			MUST(small_end(&small, &d));
			all[i].t = small.t;
		}
		if (!all[i].t)
			continue;
		all[i].run = tok_run_open(all[i].t, all[i].variant);
		if (!(all[i].t->meta->flags & VF_IGNORE_MERGES))
			continue;
		all[i].by_bytes = calloc(MASK + 1, sizeof(uint32_t));
		for (uint32_t id = 0; id < all[i].t->meta->n_ids; id++)
			if (tok_token(all[i].t, id).n && tok_added_id(all[i].t, tok_token(all[i].t, id)) < 0)
				*slot(all[i].by_bytes, all[i].t, tok_token(all[i].t, id)) = id + 1;
	}
	MUST(all[0].t); /* without the build's vocabularies there is little to test: CAPTOOLS_SHARE */
}

/* Byte-level BPE as its definition says it, word by word. */
static void step_by_step(int k, struct span text, const uint32_t *ids, size_t n)
{
	const struct bpe *b = all[k].t->state;
	pretok_scan *scan = pretok_for(all[k].variant == TOK_TEKKEN ? PRE_TEKKEN : (enum spec_pretok)all[k].t->meta->pretok);
	struct added_match m;
	struct symbol v[64];
	size_t at = 0;

	if (!scan || !utf8_ascii(text) || added_find(&all[k].t->raw, text, 0, 0, &m) || added_find(&all[k].t->normed, text, 0, 0, &m))
		return;
	for (const char *p = text.p, *end = p + text.n, *to; p < end; p = to) {
		to = scan(p, end);
		size_t len = (size_t)(to - p);
		if (len > 64)
			return;
		uint32_t whole = all[k].by_bytes ? *slot(all[k].by_bytes, all[k].t, (struct span){p, len}) : 0;
		for (size_t i = 0; i < len; i++)
			v[i] = (struct symbol){b->byte_id[(unsigned char)p[i] + (i + 1 == len ? 256 : 0)], 1};
		if (whole)
			v[0].id = whole - 1;
		len = whole ? 1 : merge_word_plain(&b->merges, v, len);
		for (size_t i = 0; i < len; i++, at++)
			MUST(at < n && ids[at] == v[i].id);
	}
	MUST(at == n);
}

/* Text that ends in a letter comes out the same with another word behind it that is not ASCII. */
static void two_ways(int k, struct span text, struct buf *ids, struct arena *a)
{
	size_t n = ids->n / 4;
	struct buf more = BUF_INIT;
	const char last = text.n ? text.p[text.n - 1] | 32 : 0;

	if (!utf8_ascii(text) || last < 'a' || last > 'z')
		return;
	/* OpenAI's way and ftfy look at the whole text: a broken entity or quote may be read otherwise. */
	if (memchr(text.p, '&', text.n))
		return;
	struct span both = arena_cat(a, text, all[k].bpe && all[k].t->meta->norm != NORM_CLIP ? SPAN("\n\xC3\xA9") : SPAN(" \xC3\xA9"));
	size_t m = fuzz_tokens(all[k].t, all[k].run, both, &more);
	MUST(m > n && memcmp(more.p, ids->p, ids->n) == 0);
	buf_fini(&more);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n}, text;
	unsigned k = fuzz_byte(&s) % TOKS;
	struct arena a = ARENA_INIT;
	struct buf ids = BUF_INIT;

	if (!all[0].t)
		open_all();
	if (!all[k].t)
		k = 0;
	text = fuzz_text(&a, s);
	size_t count = fuzz_tokens(all[k].t, all[k].run, text, &ids);
	if (all[k].bpe && all[k].t->meta->norm != NORM_CLIP)
		step_by_step((int)k, text, (const uint32_t *)(const void *)ids.p, count);
	if (all[k].bpe || all[k].marks)
		two_ways((int)k, text, &ids, &a);
	buf_fini(&ids);
	arena_fini(&a);
	return 0;
}
