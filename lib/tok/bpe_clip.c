/* bpe_clip.c: CLIP's words. Plain ASCII, which is nearly every caption, is cut, lower-cased and looked up in one pass, eight
 * bytes at a time, straight from the caller's bytes; anything else comes here normalised. Both give the same (tests). */
#include "tok/bpe.h"

enum { AHEAD = 8 };
enum { SPECIAL_START = 15, SPECIAL_END = 13 }; /* strlen("<|startoftext|>"), strlen("<|endoftext|>") */

static bool python(const struct tok_run *r)
{
	return r->variant == TOK_FTFY || r->variant == TOK_OPENAI;
}

/* Whether p begins with z in any case; in Python's matching ſ (C5 BF) is an s. Returns the length there, or 0. */
static size_t same_folded(const char *p, const char *end, const char *z, bool long_s)
{
	const char *q = p;

	for (; *z; z++) {
		if (q == end)
			return 0;
		unsigned char c = (unsigned char)*q++;
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		else if (long_s && c == 0xC5 && q < end && (unsigned char)*q == 0xBF && *z == 's')
			c = 's', q++;
		if (c != (unsigned char)*z)
			return 0;
	}
	return (size_t)(q - p);
}

/* The pattern's first alternatives, <|startoftext|> and <|endoftext|>, at the begin of a word. The text may be raw: the special
 * token in its exact form was taken out before normalisation, but for TOK_OPENAI. Python's tokenizers then have the special
 * token; `fast` has the second ByteLevel pass, which cuts it into <| letters |>. Returns the bytes taken, or 0. */
static size_t special(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at)
{
	const struct bpe *b = r->t->state;

	if (end - p < SPECIAL_END || p[0] != '<' || p[1] != '|')
		return 0;
	for (int which = 0; which < 2; which++) {
		const char *z = which ? "<|endoftext|>" : "<|startoftext|>";
		size_t plain = which ? SPECIAL_END : SPECIAL_START, n = same_folded(p, end, z, python(r));
		if (n == 0)
			continue;
		if (!python(r)) {
			bpe_word(r, place, p, 2, at);
			bpe_word(r, place, z + 2, n - 4, at + 2);
			bpe_word(r, place, p + n - 2, 2, at + n - 2);
		} else if (n == plain && b->special[which] != SYMBOL_NONE) {
			bpe_put(r, place, b->special[which], at, at + n);
		} else {
			bpe_word(r, place, p, n, at);
		}
		return n;
	}
	return 0;
}

void bpe_clip_words(struct tok_run *r, const struct bpe_place *place, size_t from, size_t to)
{
	const char *begin = place->text->text.p, *p = begin + from, *end = begin + to;

	while ((p = pretok_clip_skip(p, end, python(r))) < end) {
		size_t n = special(r, place, p, end, (size_t)(p - begin));
		if (n == 0) {
			n = (size_t)(pretok_clip(p, end, python(r)) - p);
			bpe_word(r, place, p, n, (size_t)(p - begin));
		}
		p += n;
	}
}

/* A word of more letters than the cache keeps: lower-cased into scratch, then the common way. */
static void long_word(struct tok_run *r, const struct bpe_place *place, const char *p, size_t n, size_t at)
{
	struct bpe_run *br = r->state;
	struct buf *b = &br->norm.text[0];

	buf_reset(b);
	buf_room(b, n);
	for (size_t i = 0; i < n; i++)
		b->p[i] = (char)(p[i] | 0x20);
	bpe_word(r, place, b->p, n, at);
}

/* Up to eight bytes at p; zeros behind the end. */
static inline uint64_t next_eight(const char *p, const char *end)
{
	size_t left = (size_t)(end - p);

	return left >= 8 ? cache_load8(p) : cache_load_few(p, left);
}

/* A run of ASCII letters at p: its length, and its key (lower case) when it fits one. Most words end in the first eight bytes. */
static inline size_t letter_run(const char *p, const char *end, struct cache_key *key)
{
	uint64_t w = next_eight(p, end) | 0x2020202020202020u, stop = pretok_not_letter(w);

	if (stop) {
		size_t n = (size_t)__builtin_ctzll(stop) >> 3;
		*key = (struct cache_key){{n ? w & UINT64_MAX >> 8 * (8 - n) : 0, 0, (uint64_t)n << 56}};
		return n;
	}
	*key = (struct cache_key){{w, 0, 0}};
	for (size_t i = 1; i < 3; i++) {
		w = next_eight(p + 8 * i, end) | 0x2020202020202020u;
		stop = pretok_not_letter(w);
		if (stop) {
			size_t n = (size_t)__builtin_ctzll(stop) >> 3;
			key->k[i] = n ? w & UINT64_MAX >> 8 * (8 - n) : 0;
			key->k[2] |= (8 * i + n) << 56;
			return 8 * i + n;
		}
		key->k[i] = w;
	}
	return (size_t)(pretok_letters(p + 24, end) - p);
}

/* Words whose place in the cache is being fetched from memory while the next ones are cut. */
struct ahead {
	struct cache_key key[AHEAD];
	uint32_t at[AHEAD];
	size_t n;
};

static void look_up(struct tok_run *r, const struct bpe_place *place, struct ahead *a)
{
	for (size_t i = 0; i < a->n; i++) {
		size_t n = a->key[i].k[2] >> 56;
		if (bpe_known(r, place, &a->key[i], n, a->at[i]))
			continue;
		const char *p = place->stretch->text.p + a->at[i];
		char low[CACHE_BYTES];
		for (size_t k = 0; k < n; k++)
			low[k] = (char)(p[k] | 0x20);
		bpe_word_slow(r, place, low, n, a->at[i], &a->key[i]);
	}
	a->n = 0;
}

/* Anything but letters and white space at p. */
static size_t ascii_other(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at)
{
	size_t n = special(r, place, p, end, at);

	if (n)
		return n;
	n = pretok_contraction(p, end, true); /* 'S is 's once lower-cased; no ſ in ASCII */
	if (n) {
		char low[3] = {p[0], (char)(p[1] | 0x20), n == 3 ? (char)(p[2] | 0x20) : 0};
		bpe_word(r, place, low, n, at);
		return n;
	}
	n = 1;
	if (!(pretok_ascii[(unsigned char)*p] & CK_N))
		while (p + n < end && !(pretok_ascii[(unsigned char)p[n]] & (CK_L | CK_N | CK_WS)))
			n++;
	bpe_word(r, place, p, n, at);
	return n;
}

void bpe_clip_ascii(struct tok_run *r, const struct stretch *s)
{
	const struct normed text = {s->text, NULL};
	const struct bpe_place place = {&text, s};
	const struct cache *cache = &((struct bpe_run *)r->state)->cache;
	const char *begin = s->text.p, *p = begin, *end = p + s->text.n;
	bool ordered = r->sink.mode != SINK_COUNT; /* a count does not mind the order of its summands */
	struct ahead a;

	a.n = 0;
	while (p < end) {
		unsigned kind = pretok_ascii[(unsigned char)*p];
		size_t at = (size_t)(p - begin), n;
		if (kind & CK_WS) {
			p++;
			continue;
		}
		if (kind & CK_L) {
			struct cache_key key;
			n = letter_run(p, end, &key);
			p += n;
			if (n <= CACHE_BYTES) {
				bpe_fetch(r, cache, &key, n);
				a.key[a.n] = key;
				a.at[a.n++] = (uint32_t)at;
				if (a.n == AHEAD)
					look_up(r, &place, &a);
				continue;
			}
			look_up(r, &place, &a);
			long_word(r, &place, p - n, n, at);
			continue;
		}
		if (ordered)
			look_up(r, &place, &a);
		p += ascii_other(r, &place, p, end, at);
	}
	look_up(r, &place, &a);
}
