/* bpe_ascii.c: words of plain ASCII, which nearly every caption is, straight from the caller's bytes: 64 of them become sets of bits, a bit a
 * byte (kinds64.h), in which the patterns are a few shifts; each word is then loaded, lower-cased for CLIP, and looked up whole. Where a
 * pattern asks for more than the sets say (contractions, CLIP's special tokens, line breaks), and for words of 64 bytes, the scanners of
 * pretok.c take over for a word. Both give the same (tests). */
#include "tok/bpe.h"

#include "base/ascii.h"
#include "tok/kinds64.h"

typedef void kinds64_of(const char *p, struct kinds64 *k);

enum { WIDE = 64, BEYOND = 24 }; /* bytes of a window, and bytes that are read behind one */
_Static_assert((int)BEYOND > (int)CACHE_BYTES, "a key is read whole");

struct window {
	const char *p;  /* its bytes; BEYOND more may be read */
	size_t at, n;   /* where it begins in the stretch; how many of its bytes are text */
	uint64_t start; /* words begin here */
	uint64_t bound; /* words end in front of these */
	uint64_t lower; /* bytes that are lower-cased */
	uint64_t apart; /* words but the first in front of which the text may be cut in two */
	unsigned cut;   /* all before is known for certain, and no word lies across */
	unsigned odd;   /* up to this byte, for which the sets do not do, words come from the scanners; 0: none */
};

static inline uint64_t below(unsigned i)
{
	return i < 64 ? ((uint64_t)1 << i) - 1 : UINT64_MAX;
}

static inline unsigned lowest(uint64_t set)
{
	return set ? (unsigned)__builtin_ctzll(set) : 64;
}

/* <\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+ */
static inline void clip_words(struct window *w, const struct kinds64 *k)
{
	uint64_t white = k->space | k->blank, other = ~(k->letter | k->digit | white);
	uint64_t begin = other & ~(other << 1);
	unsigned odd = lowest(begin & k->mark);

	w->lower = k->letter;
	w->start = (k->letter & ~(k->letter << 1)) | k->digit | begin;
	w->bound = w->start | white;
	w->apart = w->start & ~(uint64_t)1; /* white space is dropped */
	w->odd = odd < w->n ? odd + 1 : 0;
	if (w->odd)
		w->cut = odd;
	else
		w->cut = w->n < WIDE ? (unsigned)w->n : 63 - (unsigned)__builtin_clzll(w->bound | 1);
}

/* Every third digit of a run, from its first. */
static inline uint64_t by_three(uint64_t digit)
{
	uint64_t all = 0, next = digit & ~(digit << 1), run = digit & digit << 1 & digit << 2;

	for (; next; next = next << 3 & run)
		all |= next;
	return all;
}

/* (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * What a byte is depends on the next one too, so the last that is certain stands before the last. */
static inline void gpt4_words(struct window *w, const struct kinds64 *k, int digits)
{
	uint64_t letter = k->letter, digit = k->digit, space = k->space, other = ~(letter | digit | space | k->blank);
	uint64_t begin = letter & ~(letter << 1), others = other & ~(other << 1);
	uint64_t joined = (space | (others & ~(space << 1))) & begin >> 1; /* in front of letters, and theirs */
	uint64_t words = joined | (begin & ~(joined << 1));
	uint64_t lead = space & (others & ~joined) >> 1;                    /* in front of others, and theirs */
	uint64_t marks = lead | (others & ~joined & ~(lead << 1));
	uint64_t left = space & ~joined & ~lead, last = left & digit >> 1;  /* a run gives its last space back, here to no one */
	uint64_t numbers = digits == 1 ? digit : by_three(digit);
	unsigned odd = lowest(k->mark | k->blank), sure = w->n < WIDE ? (unsigned)w->n : WIDE - 1;

	w->lower = 0;
	w->start = w->bound = words | marks | numbers | (left & ~(left << 1)) | last;
	w->apart = w->start & ~((space | k->blank) << 1 | 1); /* a run of white space asks whether it ends the text */
	w->odd = odd < w->n ? odd + 1 : 0;
	w->cut = (unsigned)w->n;
	if (w->odd || w->n == WIDE) {
		if (w->odd)
			sure = odd ? odd - 1 : 0;
		w->cut = 63 - (unsigned)__builtin_clzll((w->start & below(sure)) | 1);
	}
}

/* Fills the window from the bytes at w->p. */
static inline void window_read(struct window *w, const struct bpe_run *br, kinds64_of *kinds, const char *from)
{
	struct kinds64 k;

	kinds(from, &k);
	if (br->pattern == PRE_CLIP)
		clip_words(w, &k);
	else
		gpt4_words(w, &k, br->pattern == PRE_LLAMA3 ? 3 : 1);
	w->start &= below(w->cut);
	w->bound |= w->cut < WIDE ? (uint64_t)1 << w->cut : 0;
}

/* The bytes of the word that begins at i: one before the cut, so it has an end. */
static inline unsigned length(const struct window *w, unsigned i)
{
	return (unsigned)__builtin_ctzll(w->bound >> i >> 1) + 1;
}

/* Eight bytes, the first `skip` of the n at i left out, those behind the n zero. */
static inline uint64_t eight(const struct window *w, unsigned i, unsigned n, unsigned skip)
{
	static const unsigned char keep[2 * BEYOND] = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	};
	uint64_t low = (0 - (w->lower >> i & 1)) & 0x2020202020202020u;

	return (cache_load8(w->p + i + skip) | low) & cache_load8((const char *)keep + BEYOND - n + skip);
}

/* A word that is too long for its key. */
static void long_word(struct tok_run *r, const struct bpe_place *place, const struct window *w, unsigned i, unsigned n)
{
	char low[WIDE];

	for (unsigned k = 0; k < n; k++)
		low[k] = (char)(w->p[i + k] | (w->lower >> i & 1 ? 0x20 : 0));
	bpe_word(r, place, low, n, w->at + i);
}

/* A word whose tokens are counted: all that fit the table of counts. Their number is in it, or 0. */
struct counted {
	struct count_key key;
	struct count_set *set;
	unsigned at, size, tokens;
};

/* The place of each word in front of which the text may be cut, where the token that tok_count_marked was asked about is one of these
 * words'. single: words of one byte, which v has not. */
static void mark_words(struct tok_run *r, const struct bpe_place *place, const struct window *w, uint64_t single, const struct counted *v)
{
	size_t tokens = r->sink.n;

	for (uint64_t rest = w->start; rest; rest &= rest - 1) {
		unsigned i = lowest(rest);
		if (w->apart >> i & 1)
			sink_mark(&r->sink, place->stretch->base + (uint32_t)(w->at + i), tokens);
		tokens += single >> i & 1 ? 1 : v++->tokens;
	}
}

static unsigned new_count(struct tok_run *r, const struct bpe_place *place, const struct window *w, const struct counted *v)
{
	size_t was = r->sink.n;

	if (v->size > COUNT_BYTES) {
		long_word(r, place, w, v->at, v->size);
	} else {
		struct cache_key key = {{v->key.k[0], v->key.k[1] & UINT64_MAX >> 8, (uint64_t)v->size << 56}};
		bpe_word_slow(r, place, (const char *)key.k, v->size, 0, &key);
	}
	size_t n = r->sink.n - was;
	r->sink.n = was;
	return (unsigned)n;
}

/* Only how many. No word waits for the one before: all are asked for, then looked at. Bytes by themselves are a token each. */
static inline void count_words(struct tok_run *r, const struct bpe_place *place, const struct window *w)
{
	struct cache *c = &((struct bpe_run *)r->state)->cache;
	struct counted v[WIDE];
	uint64_t single = w->start & (w->bound >> 1);
	size_t n = 0, tokens = (size_t)__builtin_popcountll(single);

	for (uint64_t rest = w->start & ~single; rest; rest &= rest - 1, n++) {
		unsigned i = v[n].at = (unsigned)__builtin_ctzll(rest), size = v[n].size = length(w, i);
		if (size > COUNT_BYTES)
			continue;
		v[n].key = (struct count_key){{eight(w, i, size, 0), eight(w, i, size, 8) | (uint64_t)size << 60}};
		v[n].set = count_set(c, v[n].key);
		__builtin_prefetch(v[n].set);
	}
	for (size_t i = 0; i < n; i++) {
		v[i].tokens = v[i].size > COUNT_BYTES ? 0 : count_find(c, v[i].set, v[i].key);
		if (!v[i].tokens)
			v[i].tokens = new_count(r, place, w, &v[i]);
		tokens += v[i].tokens;
	}
	if (r->sink.marking && r->sink.n <= r->sink.around && r->sink.around < r->sink.n + tokens)
		mark_words(r, place, w, single, v);
	r->sink.n += tokens;
}

static inline void keep_words(struct tok_run *r, const struct bpe_place *place, const struct window *w)
{
	const struct bpe *b = r->t->state;
	const struct cache *c = &((struct bpe_run *)r->state)->cache;
	struct { struct cache_key key; unsigned i, n; } v[WIDE];
	size_t n = 0;

	for (uint64_t rest = w->start; rest; rest &= rest - 1, n++) {
		unsigned i = v[n].i = (unsigned)__builtin_ctzll(rest), size = v[n].n = length(w, i);
		if (size == 1 || size > CACHE_BYTES)
			continue;
		v[n].key = (struct cache_key){{eight(w, i, size, 0), eight(w, i, size, 8), eight(w, i, size, 16) | (uint64_t)size << 56}};
		__builtin_prefetch(cache_set(c, &v[n].key));
		__builtin_prefetch(cache_set(c, &v[n].key) + 1);
	}
	for (size_t k = 0; k < n; k++) {
		size_t at = w->at + v[k].i;
		if (v[k].n == 1)
			bpe_put(r, place, b->byte_id[256 + (unsigned char)(w->p[v[k].i] | (w->lower >> v[k].i & 1) << 5)], at, at + 1);
		else if (v[k].n > CACHE_BYTES)
			long_word(r, place, w, v[k].i, v[k].n);
		else if (!bpe_known(r, place, &v[k].key, v[k].n, at))
			bpe_word_slow(r, place, (const char *)v[k].key.k, v[k].n, at, &v[k].key);
	}
}

/* Whether the first n bytes of a text, a word of it, end within a run of letters ('s of 'smile), or begin one behind two others (CLIP's <|endoftext|>). */
static bool breaks_run(const char *p, size_t n, const char *end)
{
	bool within = p + n < end && ascii_letter((unsigned char)p[n - 1]) && ascii_letter((unsigned char)p[n]);

	return within || (n > 2 && !ascii_letter((unsigned char)p[1]) && ascii_letter((unsigned char)p[2]));
}

/* A word by the scanners, or what stands between words: the bytes taken. */
static size_t one_word(struct tok_run *r, const struct bpe_place *place, size_t at, bool *runs)
{
	const struct bpe_run *br = r->state;
	const char *p = place->text->text.p + at, *end = p + (place->text->text.n - at);
	size_t n;

	if (br->pattern == PRE_CLIP) {
		n = bpe_clip_one(r, place, p, end, at);
	} else {
		n = (size_t)(br->scan(p, end) - p);
		bpe_word(r, place, p, n, at);
	}
	if (breaks_run(p, n, end))
		*runs = false;
	return n;
}

/* Whether the text may be cut in front of p, where a word begins. CLIP drops white space; the others ask whether a run of it ends the text. */
static bool can_cut(const struct bpe_run *br, const char *p)
{
	return br->pattern == PRE_CLIP || !(pretok_ascii[(unsigned char)p[-1]] & CK_WS);
}

/* Behind the text's end is white space, in a copy of its last bytes. */
static inline __attribute__((always_inline)) void ascii(struct tok_run *r, const struct stretch *s, kinds64_of *kinds)
{
	const struct bpe_run *br = r->state;
	const struct normed text = {s->text, NULL};
	const struct bpe_place place = {&text, s};
	struct window w = {.p = s->text.p, .at = 0};
	char pad[2 * (WIDE + BEYOND)];
	bool runs = true; /* each run of letters lies in one word */

	while (w.at < s->text.n) {
		size_t left = s->text.n - w.at;
		if (r->sink.marking && w.at && can_cut(br, s->text.p + w.at))
			sink_mark(&r->sink, s->base + (uint32_t)w.at, r->sink.n);
		if (left < WIDE + BEYOND && w.p == s->text.p + w.at) {
			memset(pad, ' ', sizeof pad);
			memcpy(pad, w.p, left);
			w.p = pad;
		}
		w.n = left < WIDE ? left : WIDE;
		window_read(&w, br, kinds, left >= WIDE ? s->text.p + w.at : w.p);
		if (r->sink.mode == SINK_COUNT)
			count_words(r, &place, &w);
		else
			keep_words(r, &place, &w);
		size_t was = w.at, until = w.at + (w.odd ? w.odd : w.cut + !w.cut);
		w.at += w.cut;
		while (w.at < until)
			w.at += one_word(r, &place, w.at, &runs);
		w.p += w.at - was;
	}
	if (runs)
		r->sink.by_words += s->text.n;
}

#define WAY(name, target, here) \
	target static void ascii_##name(struct tok_run *r, const struct stretch *s) \
	{                                                                           \
		ascii(r, s, kinds64_##name);                                        \
	}
KINDS64_WAYS(WAY)
#undef WAY

const struct bpe_ascii_way bpe_ascii_ways[] = {
#define WAY(name, target, here) {#name, ascii_##name, here},
	KINDS64_WAYS(WAY)
#undef WAY
	{NULL, NULL, NULL},
};

bpe_ascii *bpe_ascii_best(void)
{
	const struct bpe_ascii_way *w = bpe_ascii_ways;

	while (!w->here())
		w++;
	return w->f;
}
