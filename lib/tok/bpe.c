/* bpe.c: the byte-level BPE engine: clip, llama3, qwen2, qwen3, mistral, gpt2. Every byte is a token, so nothing is unknown
 * and each token covers its own bytes of the normalised text. */
#include "tok/bpe.h"

#include "base/ascii.h"
#include "ftfy/ftfy.h"
#include "text/utf8.h"

/* ---- compiling ---- */

static int compile(const struct spec *s, struct blob_writer *w, struct diag *d)
{
	uint32_t ids[512];
	size_t eow = s->end_of_word.n;

	memset(ids, 0xFF, sizeof ids);
	for (size_t i = 0; i < s->n_tokens; i++) {
		struct span b = s->tokens[i].bytes;
		if (b.n == 0)
			continue;
		unsigned char c = (unsigned char)b.p[0];
		if (b.n == 1)
			ids[c] = s->tokens[i].id;
		if (b.n == 1 + eow && (eow == 0 || span_ends(b, s->end_of_word)))
			ids[256 + c] = s->tokens[i].id;
	}
	for (int i = 0; i < 512; i++)
		if (ids[i] == UINT32_MAX)
			return diag_set(d, "unsupported-component", "model: BPE over bytes without a token for byte 0x%02X",
					i & 255);
	if (s->norm == NORM_CLIP ? s->pretok != PRE_CLIP : s->norm != NORM_NONE && s->norm != NORM_NFC && s->norm != NORM_NFKC)
		return diag_set(d, "unsupported-component", "normalizer: not one that byte-level BPE is known with");
	if (s->pretok != PRE_CLIP && !pretok_for(s->pretok))
		return diag_set(d, "unsupported-component", "pre_tokenizer: not one that byte-level BPE is known with");
	if (s->ignore_merges && eow)
		return diag_set(d, "unsupported-component", "model: ignore_merges together with end_of_word_suffix");
	blob_put(w, TAG('B', 'Y', 'T', 'E'), ids, sizeof ids);
	if (merges_compile(s, w, d) != 0)
		return -1;
	bpe_words_compile(s, ids, w);
	return 0;
}

/* ---- loading ---- */

static int load(struct tok *t, struct diag *d)
{
	struct bpe *b = arena_zalloc(&t->mem, 1, sizeof *b);
	size_t n;
	int start = tok_added_id(t, SPAN("<|startoftext|>")), end = tok_added_id(t, SPAN("<|endoftext|>"));

	t->state = b;
	b->byte_id = blob_get(t, TAG('B', 'Y', 'T', 'E'), sizeof *b->byte_id, &n);
	if (n != 512)
		return diag_set(d, "bad-vocabulary", "the table of bytes is broken");
	for (size_t i = 0; i < n; i++)
		if (b->byte_id[i] >= t->meta->n_ids)
			return diag_set(d, "bad-vocabulary", "the table of bytes is broken");
	if (t->meta->pretok != PRE_CLIP && !pretok_for(t->meta->pretok))
		return diag_set(d, "bad-vocabulary", "a pre-tokenizer that this engine does not have");
	b->special[0] = start < 0 ? SYMBOL_NONE : (uint32_t)start;
	b->special[1] = end < 0 ? SYMBOL_NONE : (uint32_t)end;
	return bpe_words_load(t, b, d) != 0 ? -1 : merges_load(t, &b->merges, d);
}

/* ---- a run ---- */

static void run_open(struct tok_run *r)
{
	struct arena mem = ARENA_INIT;
	struct bpe_run *b = arena_zalloc(&mem, 1, sizeof *b);
	enum spec_pretok k = r->t->meta->pretok;

	if (k == PRE_LLAMA3 && r->variant == TOK_TEKKEN && strcmp(r->t->meta->name, "mistral") == 0)
		k = PRE_TEKKEN;
	cache_open(&b->cache);
	b->pattern = k;
	b->scan = pretok_for(k);
	b->ascii = k == PRE_CLIP || k == PRE_LLAMA3 || k == PRE_QWEN2 ? bpe_ascii_best() : NULL;
	b->mem = mem;
	r->state = b;
}

static void run_close(struct tok_run *r)
{
	struct bpe_run *b = r->state;
	struct arena mem = b->mem;

	cache_close(&b->cache);
	merge_work_fini(&b->work);
	norm_work_fini(&b->norm);
	buf_fini(&b->symbols);
	arena_fini(&mem);
}

/* ---- words ---- */

static void words(struct tok_run *r, const struct bpe_place *place, size_t from, size_t to)
{
	const struct bpe_run *br = r->state;
	const char *begin = place->text->text.p, *p = begin + from, *end = begin + to;

	if (!br->scan) {
		bpe_clip_words(r, place, from, to);
		return;
	}
	while (p < end) {
		const char *q = br->scan(p, end);
		bpe_word(r, place, p, (size_t)(q - p), (size_t)(p - begin));
		p = q;
	}
}

/* One huge caption must not hold its memory for ever. */
static void trim(struct bpe_run *br)
{
	struct buf *v[] = {&br->work.mem, &br->symbols, &br->norm.text[0], &br->norm.text[1], &br->norm.map[0],
			   &br->norm.map[1]};

	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		if (v[i]->cap > SCRATCH_KEEP)
			buf_fini(v[i]);
}

/* Added tokens that are matched after normalisation cut the text once more. */
static void normed_text(struct tok_run *r, const struct bpe_place *place)
{
	const struct added_set *set = &r->t->normed;
	struct span text = place->text->text;
	struct added_match m;
	size_t done = 0, at = 0;

	while (added_find(set, text, at, done, &m)) {
		if (m.start > done)
			words(r, place, done, m.start);
		bpe_put(r, place, m.id, m.start, m.end);
		done = m.end;
		at = m.next;
	}
	if (done < text.n)
		words(r, place, done, text.n);
}

static void any_text(struct tok_run *r, const struct stretch *s)
{
	struct bpe_run *br = r->state;
	struct normed n = {s->text, NULL};
	bool map = r->sink.mode == SINK_PIECES;

	if (r->t->meta->norm == NORM_CLIP)
		norm_clip(&br->norm, r->variant, s, map, &n);
	else if (r->t->meta->norm == NORM_NFC || r->t->meta->norm == NORM_NFKC)
		norm_nfc(&br->norm, s, r->t->meta->norm == NORM_NFKC, map, &n);
	normed_text(r, &(struct bpe_place){&n, s});
}

/* Whether p[i] is a space behind a visible character and in front of a letter, all ASCII: the text may be cut there. No word of any pattern
 * that has a way for ASCII reaches over it, and no normaliser makes one character of both sides. */
static bool is_gap(struct span t, size_t i)
{
	if (t.p[i] != ' ' || i == 0 || i + 1 == t.n)
		return false;
	unsigned char before = (unsigned char)t.p[i - 1];
	return before > ' ' && before < 0x7f && ascii_letter((unsigned char)t.p[i + 1]);
}

/* Text in which some characters are not ASCII (curly quotes, dashes, a name): from the gap before each to the gap behind it as any text,
 * the rest as ASCII. */
static void mixed_text(struct tok_run *r, const struct stretch *s)
{
	const struct bpe_run *br = r->state;
	struct span t = s->text;

	for (size_t at = 0; at < t.n;) {
		size_t other = at + utf8_ascii_run(span_cut(t, at, t.n)), from = other, to = other;
		while (other < t.n && from > at && !is_gap(t, from))
			from--;
		while (to < t.n && !is_gap(t, to))
			to++;
		if (from > at)
			br->ascii(r, &(struct stretch){span_cut(t, at, from), s->base + (uint32_t)at, true});
		if (to > from)
			any_text(r, &(struct stretch){span_cut(t, from, to), s->base + (uint32_t)from, false});
		at = to;
	}
}

static void stretch(struct tok_run *r, const struct stretch *s)
{
	struct bpe_run *br = r->state;
	bool python = r->variant == TOK_FTFY || r->variant == TOK_OPENAI, plain = br->ascii && r->t->normed.n == 0;

	if (plain && s->ascii && (!python || ftfy_plain(s->text)))
		br->ascii(r, s);
	else if (plain && !s->ascii && !python)
		mixed_text(r, s);
	else
		any_text(r, s);
	if (s->text.n > SCRATCH_KEEP / 32)
		trim(br);
}

const struct engine engine_bpe = {"bpe", compile, load, run_open, run_close, stretch};
