/* bpe_words.c: words that are one token, found without merging: nine words in ten. Which ones is known by merging every token of
 * the vocabulary when it is compiled: a token that its own merges do not give (other merges come first) is left out. */
#include "tok/bpe.h"

#include "base/hash.h"

enum { TAG_BITS = 32 - MERGE_ID_BITS };

static uint64_t home(uint64_t hash, size_t slots)
{
	return (hash >> 32) * slots >> 32;
}

/* A slot: id + 1 below, the hash's lowest bits above: a word that is not there seldom has to be compared. */
static uint32_t slot_of(uint32_t id_1, uint64_t hash)
{
	return id_1 | (uint32_t)(hash & ((1u << TAG_BITS) - 1)) << MERGE_ID_BITS;
}

/* The merges just written, in place; valid until the next section. */
static struct merges written(const struct blob_writer *w)
{
	struct merges m = {NULL, 0, NULL, 0};

	for (size_t i = 0; i < w->n; i++) {
		const struct blob_section *e = &w->section[i];
		const void *p = w->data.p + e->offset;
		if (e->tag == TAG('M', 'S', 'L', 'T'))
			m.slot = p, m.n_slots = e->size / sizeof *m.slot;
		if (e->tag == TAG('M', 'R', 'E', 'S'))
			m.result = p, m.n = e->size / sizeof *m.result;
	}
	return m;
}

static bool gives_itself(const struct merges *m, struct merge_work *work, struct buf *mem, const uint32_t byte_id[512],
			 struct span word, uint32_t id)
{
	buf_reset(mem);
	struct symbol *v = (struct symbol *)(void *)buf_room(mem, word.n * sizeof *v);
	for (size_t i = 0; i < word.n; i++)
		v[i] = (struct symbol){byte_id[(unsigned char)word.p[i] + (i + 1 == word.n ? 256 : 0)], 1};
	return merge_word(m, work, v, word.n) == 1 && v[0].id == id;
}

void bpe_words_compile(const struct spec *s, const uint32_t byte_id[512], struct blob_writer *w)
{
	struct buf table = BUF_INIT, mem = BUF_INIT;
	struct merge_work work = {0};
	struct merges m = written(w);
	size_t n = s->n_tokens + s->n_tokens / 2 + 16, eow = s->end_of_word.n;
	uint32_t *slot = (uint32_t *)(void *)buf_room(&table, n * sizeof *slot);

	memset(slot, 0, n * sizeof *slot);
	for (size_t i = 0; i < s->n_tokens; i++) {
		struct span word = s->tokens[i].bytes;
		if (eow && !span_ends(word, s->end_of_word))
			continue;
		word.n -= eow;
		if (word.n == 0 || (!s->ignore_merges && !gives_itself(&m, &work, &mem, byte_id, word, s->tokens[i].id)))
			continue;
		uint64_t h = hash_bytes(word.p, word.n, 0), at = home(h, n);
		while (slot[at])
			at = at + 1 == n ? 0 : at + 1;
		slot[at] = slot_of(s->tokens[i].id + 1, h);
	}
	blob_put(w, TAG('W', 'O', 'R', 'D'), slot, n * sizeof *slot);
	buf_fini(&table);
	buf_fini(&mem);
	merge_work_fini(&work);
}

int bpe_words_load(const struct tok *t, struct bpe *b, struct diag *d)
{
	const uint32_t mask = (1u << MERGE_ID_BITS) - 1;
	size_t empty = 0;
	uint32_t high = 0;

	b->word = blob_get(t, TAG('W', 'O', 'R', 'D'), sizeof *b->word, &b->n_word);
	while (empty < b->n_word && b->word[empty])
		empty++;
	for (size_t i = 0; i < b->n_word; i++)
		high = (b->word[i] & mask) > high ? b->word[i] & mask : high;
	if (!b->word || empty == b->n_word || b->n_word > UINT32_MAX || high > t->meta->n_ids)
		return diag_set(d, "bad-vocabulary", "the table of whole words is broken");
	return 0;
}

uint32_t bpe_whole_word(const struct tok *t, const struct bpe *b, const char *p, size_t n)
{
	uint64_t h = hash_bytes(p, n, 0);
	uint32_t tag = slot_of(0, h);

	for (uint64_t at = home(h, b->n_word); b->word[at]; at = at + 1 == b->n_word ? 0 : at + 1) {
		uint32_t id = (b->word[at] & ((1u << MERGE_ID_BITS) - 1)) - 1;
		if ((b->word[at] ^ tag) >> MERGE_ID_BITS || id >= t->meta->n_ids)
			continue;
		if (token_size(t, id) == n && memcmp(t->token_bytes + t->token_at[id], p, n) == 0)
			return id;
	}
	return SYMBOL_NONE;
}
