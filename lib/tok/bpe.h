/* bpe.h: what the files of the byte-level BPE engine share. */
#ifndef CAPTOOLS_TOK_BPE_H
#define CAPTOOLS_TOK_BPE_H

#include "tok/bpe_merge.h"
#include "tok/cache.h"
#include "tok/engine.h"
#include "tok/norm.h"
#include "tok/pretok.h"

/* A stretch of plain ASCII that no normaliser but CLIP's lower case touches, by the patterns of CLIP, Llama 3 and Qwen 2 (bpe_ascii.c). */
typedef void bpe_ascii(struct tok_run *r, const struct stretch *s);

/* A loaded vocabulary's tables (tok->state). */
struct bpe {
	struct merges merges;
	const uint32_t *byte_id; /* [256] inside a word, then [256] at its end */
	const uint32_t *word;    /* whole words that are one token: id + 1 and some bits of the hash, open addressing */
	size_t n_word;
	uint32_t special[2];     /* clip: ids of <|startoftext|> and <|endoftext|> */
};

/* One thread's scratch (tok_run->state). */
struct bpe_run {
	struct cache cache;
	struct merge_work work;
	struct norm_work norm;
	struct buf symbols;
	enum spec_pretok pattern;
	pretok_scan *scan;     /* NULL: CLIP's */
	bpe_ascii *ascii;      /* NULL: the pattern has no way for plain ASCII of its own */
	struct arena mem;
};

/* Where the words being cut stand: the normalised text, and the stretch it came from. */
struct bpe_place {
	const struct normed *text;
	const struct stretch *stretch;
};

/* The tokens of one word (bpe_tokens.c), n > 0 bytes at p, which are the bytes from `at` of the normalised text, into the sink. */
void bpe_word(struct tok_run *r, const struct bpe_place *at_place, const char *p, size_t n, size_t at);
/* Computes a word without the cache; then keeps it if key is not NULL. */
void bpe_word_slow(struct tok_run *r, const struct bpe_place *place, const char *p, size_t n, size_t at,
		   const struct cache_key *key);
/* Packed tokens (cache.h) of a word into a sink that keeps them. */
void bpe_emit_kept(struct tok_run *r, const struct bpe_place *place, const uint32_t *v, size_t n, size_t at);

/* The same into any sink. */
static inline void bpe_emit(struct tok_run *r, const struct bpe_place *place, const uint32_t *v, size_t n, size_t at)
{
	if (r->sink.mode == SINK_COUNT)
		r->sink.n += n;
	else
		bpe_emit_kept(r, place, v, n, at);
}

/* Whether counts alone will do for a word of n bytes. */
static inline bool bpe_counts(const struct tok_run *r, size_t n)
{
	return r->sink.mode == SINK_COUNT && n <= COUNT_BYTES;
}

/* The tokens of a word that the cache has; false if it has not. */
static inline bool bpe_known(struct tok_run *r, const struct bpe_place *place, const struct cache_key *key, size_t n, size_t at)
{
	struct cache *c = &((struct bpe_run *)r->state)->cache;

	if (bpe_counts(r, n)) {
		struct count_key count = count_key_of(key);
		unsigned tokens = count_find(c, count_set(c, count), count);
		r->sink.n += tokens;
		return tokens > 0;
	}
	const struct cache_entry *e = cache_find(c, key);
	if (e)
		bpe_emit(r, place, e->v, e->n, at);
	return e != NULL;
}

/* Whether each byte of the normalised text is a character that stands at its place in the stretch. */
static inline bool bpe_unmoved(const struct bpe_place *place)
{
	return place->stretch->ascii && !place->text->at;
}

/* A token for one stretch of the normalised text. */
static inline void bpe_put(struct tok_run *r, const struct bpe_place *place, uint32_t id, size_t from, size_t to)
{
	uint32_t start = 0, end = 0;

	if (r->sink.mode == SINK_PIECES && bpe_unmoved(place))
		start = place->stretch->base + (uint32_t)from, end = place->stretch->base + (uint32_t)to;
	else if (r->sink.mode == SINK_PIECES)
		normed_range(place->text, place->stretch, from, to, &start, &end);
	sink_put(&r->sink, id, start, end);
}

/* The table of whole words (bpe_words.c): words that merging turns into one token, or with ignore_merges all tokens. Written
 * behind the sections of bytes and merges, which it needs. */
void bpe_words_compile(const struct spec *s, const uint32_t byte_id[512], struct blob_writer *w);
int bpe_words_load(const struct tok *t, struct bpe *b, struct diag *d);
/* The token that is the word p[0..n), or SYMBOL_NONE. */
uint32_t bpe_whole_word(const struct tok *t, const struct bpe *b, const char *p, size_t n);

/* The ways of bpe_ascii.c, the fastest first, the plain one last; all give the same. f NULL ends the list. */
struct bpe_ascii_way {
	const char *name;
	bpe_ascii *f;
	bool (*here)(void); /* whether this processor has it */
};
extern const struct bpe_ascii_way bpe_ascii_ways[];
/* The first of them that this processor has. */
bpe_ascii *bpe_ascii_best(void);

/* CLIP (bpe_clip.c): what stands at p in raw ASCII, a word or white space: its bytes; and the words of normalised text. */
size_t bpe_clip_one(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at);
void bpe_clip_words(struct tok_run *r, const struct bpe_place *place, size_t from, size_t to);

#endif
