/* bpe_tokens.c: the tokens of one word: from the cache, whole from the vocabulary's table, or by merging its bytes. */
#include "tok/bpe.h"

void bpe_emit_kept(struct tok_run *r, const struct bpe_place *place, const uint32_t *v, size_t n, size_t at)
{
	const uint32_t mask = (1u << CACHE_ID_BITS) - 1;
	struct sink *k = &r->sink;

	sink_many(k, n);
	if (k->cap - k->n < n)
		sink_room(k, n);
	if (k->mode == SINK_IDS) {
		for (size_t i = 0; i < n; i++)
			k->ids[k->n++] = v[i] & mask;
	} else if (bpe_unmoved(place)) {
		uint32_t start = place->stretch->base + (uint32_t)at;
		for (size_t i = 0; i < n; i++, start = k->v[k->n++].end)
			k->v[k->n] = (struct tok_piece){v[i] & mask, start, start + (v[i] >> CACHE_ID_BITS)};
	} else {
		for (size_t i = 0; i < n; at += v[i++] >> CACHE_ID_BITS)
			bpe_put(r, place, v[i] & mask, at, at + (v[i] >> CACHE_ID_BITS));
	}
}

static size_t merge_bytes(struct tok_run *r, struct symbol *v, const char *p, size_t n)
{
	const struct bpe *b = r->t->state;
	struct bpe_run *br = r->state;

	uint32_t id = bpe_whole_word(r->t, b, p, n);
	if (id != SYMBOL_NONE) {
		v[0] = (struct symbol){id, (uint32_t)n};
		return 1;
	}
	for (size_t i = 0; i < n; i++)
		v[i] = (struct symbol){b->byte_id[(unsigned char)p[i]], 1};
	v[n - 1].id = b->byte_id[256 + (unsigned char)p[n - 1]];
	return merge_word(&b->merges, &br->work, v, n);
}

void bpe_word_slow(struct tok_run *r, const struct bpe_place *place, const char *p, size_t n, size_t at,
		   const struct cache_key *key)
{
	struct bpe_run *br = r->state;
	struct symbol few[CACHE_BYTES * 4], *v = few;

	if (n > sizeof few / sizeof few[0]) {
		buf_reset(&br->symbols);
		v = (struct symbol *)(void *)buf_room(&br->symbols, n * sizeof *v);
	}
	size_t k = merge_bytes(r, v, p, n);
	if (key && bpe_counts(r, n)) {
		count_add(&br->cache, count_key_of(key), k); /* byte-level: no more tokens than bytes */
	} else if (key && k <= CACHE_IDS) {
		struct cache_entry *e = cache_add(&br->cache, key);
		for (e->n = 0; e->n < k; e->n++)
			e->v[e->n] = v[e->n].id | v[e->n].size << CACHE_ID_BITS;
	}
	sink_many(&r->sink, k);
	for (size_t i = 0; i < k; i++) {
		bpe_put(r, place, v[i].id, at, at + v[i].size);
		at += v[i].size;
	}
}

void bpe_word(struct tok_run *r, const struct bpe_place *place, const char *p, size_t n, size_t at)
{
	if (n == 1) {
		bpe_put(r, place, ((const struct bpe *)r->t->state)->byte_id[256 + (unsigned char)*p], at, at + 1);
		return;
	}
	if (n > CACHE_BYTES) {
		bpe_word_slow(r, place, p, n, at, NULL);
		return;
	}
	struct cache_key key = cache_key_of(p, n);
	if (!bpe_known(r, place, &key, n, at))
		bpe_word_slow(r, place, p, n, at, &key);
}
