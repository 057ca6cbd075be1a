/* unigram.c: the engine of T5 and UMT5: text rules, words with their mark, best path, word cache. */
#include <string.h>

#include "tok/cache.h"
#include "tok/pretok.h"
#include "tok/unigram.h"

struct unigram_run {
	const struct unigram *u;
	struct cache cache;
	struct sp_work text;
	struct unigram_work path;
	struct buf word;
};

/* ---- compiling and loading ---- */

/* An unknown character costs as much as the worst piece and 10 more (K_UNK_PENALTY in the reference). */
static double unk_score(const struct spec *s)
{
	double low = s->n_tokens ? s->tokens[0].score64 : 0;

	for (size_t i = 1; i < s->n_tokens; i++)
		if (s->tokens[i].score64 < low)
			low = s->tokens[i].score64;
	return low - 10.0;
}

static int compile(const struct spec *s, struct blob_writer *w, struct diag *d)
{
	struct sp_config c;

	if (s->unk < 0)
		return diag_set(d, "unsupported-component", "model Unigram without unk_id");
	if (sptext_compile(s, &c, w, d) != 0)
		return -1;
	c.unk_score = unk_score(s);
	if (s->byte_fallback)
		sptext_put_bytes(s, w);
	if (trie_compile(s, w, &c.max_piece, d) != 0)
		return -1;
	sptext_put_config(&c, w);
	return 0;
}

static int load(struct tok *t, struct diag *d)
{
	struct unigram *u = arena_zalloc(&t->mem, 1, sizeof *u);

	if (sptext_load(t, &u->text, d) != 0 || trie_load(t, &u->trie, d) != 0 ||
	    sptext_load_bytes(t, &u->byte, d) != 0)
		return -1;
	if (t->meta->unk < 0)
		return diag_set(d, "bad-vocabulary", "no unknown piece");
	u->unk_score = u->text.config->unk_score;
	u->unk = (uint32_t)t->meta->unk;
	u->letters_stay = true;
	for (int c = 'a'; c <= 'z'; c++)
		u->letters_stay &= u->text.ascii[c] == CHARSMAP_SAME && u->text.ascii[c - 0x20] == CHARSMAP_SAME;
	t->state = u;
	return 0;
}

static void run_open(struct tok_run *r)
{
	struct unigram_run *w = arena_zalloc(&r->mem, 1, sizeof *w);

	w->u = r->t->state;
	cache_open(&w->cache);
	r->state = w;
}

static void run_close(struct tok_run *r)
{
	struct unigram_run *w = r->state;

	cache_close(&w->cache);
	sp_work_fini(&w->text);
	unigram_work_fini(&w->path);
	buf_fini(&w->word);
}

/* ---- words ---- */

/* A word: body bytes, and whether a mark stands before them (in the text or put there). Inside the cache the two kinds differ
 * by a bit of the key, which also keeps the key of a lone mark from being zero. */
struct word {
	const char *p;
	size_t n;
	bool mark;
	struct cache_key key; /* where n <= CACHE_BYTES */
};

static inline void set_key(struct word *word)
{
	if (word->n > CACHE_BYTES)
		return;
	word->key = cache_key_of(word->p, word->n);
	word->key.k[2] |= (uint64_t)(word->mark ? 1 : 2) << 62;
}

static const struct symbol *find_path(struct unigram_run *w, const struct word *word, size_t *n)
{
	buf_reset(&w->word);
	if (word->mark)
		buf_addc(&w->word, ' ');
	buf_add(&w->word, word->p, word->n);
	return unigram_word(w->u, &w->path, w->word.p, w->word.n, n);
}

/* The tokens of a word: the cache's entry, or NULL and *v and *n set. */
static inline const struct cache_entry *tokens(struct unigram_run *w, const struct word *word, const struct symbol **v,
					       size_t *n)
{
	const struct cache_entry *known = word->n > CACHE_BYTES ? NULL : cache_find(&w->cache, &word->key);

	if (known)
		return known;
	*v = find_path(w, word, n);
	if (word->n > CACHE_BYTES || *n > CACHE_IDS)
		return NULL;
	struct cache_entry *e = cache_add(&w->cache, &word->key);
	for (size_t i = 0; i < *n; i++)
		e->v[i] = (*v)[i].id | (*v)[i].size << CACHE_ID_BITS;
	e->n = (uint32_t)*n;
	return e;
}

/* Whether a count alone will do for a word. */
static inline bool counts(const struct tok_run *r, const struct word *word)
{
	return r->sink.mode == SINK_COUNT && word->mark && word->n && word->n <= COUNT_BYTES;
}

static void count(struct tok_run *r, const struct word *word)
{
	struct unigram_run *w = r->state;
	struct count_key key = count_key_of(&word->key);
	size_t n = count_find(&w->cache, count_set(&w->cache, key), key);

	if (n == 0) {
		find_path(w, word, &n);
		if (n && n <= COUNT_MOST)
			count_add(&w->cache, key, n);
	}
	r->sink.n += n;
}

static inline void put_ids(struct tok_run *r, const struct word *word)
{
	if (counts(r, word)) {
		count(r, word);
		return;
	}
	const struct symbol *v = NULL;
	size_t n = 0;
	const struct cache_entry *e = tokens(r->state, word, &v, &n);
	struct sink *s = &r->sink;

	if (e)
		n = e->n;
	if (s->mode != SINK_COUNT) {
		if (s->cap - s->n < n)
			sink_room(s, n);
		for (size_t i = 0; i < n; i++)
			s->ids[s->n + i] = e ? e->v[i] & ((1u << CACHE_ID_BITS) - 1) : v[i].id;
	}
	s->n += n;
}

/* The same with the bytes that each token covers; the word begins at byte `at` of the internal text. */
static void put_pieces(struct tok_run *r, const struct word *word, const struct stretch *s, const struct normed *text,
		       size_t at)
{
	const struct symbol *v = NULL;
	size_t n = 0;
	const struct cache_entry *e = tokens(r->state, word, &v, &n);

	if (e)
		n = e->n;
	for (size_t i = 0; i < n; i++) {
		uint32_t id = e ? e->v[i] & ((1u << CACHE_ID_BITS) - 1) : v[i].id;
		uint32_t size = e ? e->v[i] >> CACHE_ID_BITS : v[i].size, start, end;
		normed_range(text, s, at, at + size, &start, &end);
		sink_put(&r->sink, id, start, end);
		at += size;
	}
}

/* Any text: internal form, cut before each mark, or not at all. */
static void piece(struct tok_run *r, const struct stretch *s, const struct normed *text)
{
	const struct unigram_run *w = r->state;
	const struct span t = text->text;
	bool split = (w->u->text.config->flags & SP_SPLIT) != 0;

	for (size_t i = 0; i < t.n;) {
		size_t from = i;
		struct word word = {.p = t.p + i, .mark = t.p[i] == ' '};
		if (word.mark) {
			word.p++;
			i++;
		}
		const char *next = split ? memchr(t.p + i, ' ', t.n - i) : NULL;
		i = next ? (size_t)(next - t.p) : t.n;
		word.n = (size_t)(t.p + i - word.p);
		set_key(&word);
		if (r->sink.mode == SINK_PIECES)
			put_pieces(r, &word, s, text, from);
		else
			put_ids(r, &word);
	}
}

/* The quick way: ASCII text whose characters stay or are spaces is words between spaces, straight from the caption; some at a
 * time, so that their places in the cache come while others are read.
 * False, and nothing put out, when a character needs the long way. */
enum { BATCH = 16 };

/* The end of the characters at p that stay: letters eight at a time. */
static inline const char *same_run(const struct unigram *u, const char *p, const char *end)
{
	const unsigned char *kind = u->text.ascii;

	while (u->letters_stay && end - p >= 8) {
		uint64_t stop = pretok_not_letter(cache_load8(p) | 0x2020202020202020u);
		p += stop ? __builtin_ctzll(stop) >> 3 : 8;
		if (stop)
			break;
	}
	while (p < end && kind[(unsigned char)*p] == CHARSMAP_SAME)
		p++;
	return p;
}

static bool quick(struct tok_run *r, const struct stretch *s)
{
	const struct unigram_run *w = r->state;
	const unsigned char *kind = w->u->text.ascii;
	const char *p = s->text.p, *end = p + s->text.n;
	const size_t was = r->sink.n;

	if (w->u->text.config->flags & SP_STRIP_RIGHT)
		while (end > p && (end[-1] == ' ' || (end[-1] >= '\t' && end[-1] <= '\r')))
			end--;
	if (w->u->text.config->flags & SP_STRIP_LEFT)
		while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
			p++;
	while (p < end) {
		struct word v[BATCH];
		size_t n = 0;
		while (n < BATCH && p < end) {
			while (p < end && kind[(unsigned char)*p] == CHARSMAP_SPACE)
				p++;
			v[n] = (struct word){.p = p, .mark = true};
			p = same_run(w->u, p, end);
			v[n].n = (size_t)(p - v[n].p);
			if (p < end && kind[(unsigned char)*p] == CHARSMAP_OTHER) {
				r->sink.n = was;
				return false;
			}
			if (v[n].n == 0)
				continue;
			set_key(&v[n]);
			if (counts(r, &v[n]))
				__builtin_prefetch(count_set(&w->cache, count_key_of(&v[n].key)));
			else if (v[n].n <= CACHE_BYTES)
				__builtin_prefetch(cache_set(&w->cache, &v[n].key));
			n++;
		}
		for (size_t i = 0; i < n; i++)
			put_ids(r, &v[i]);
	}
	return true;
}

static void stretch(struct tok_run *r, const struct stretch *s)
{
	struct unigram_run *w = r->state;

	if (s->ascii && w->u->text.plain && r->sink.mode != SINK_PIECES && quick(r, s))
		return;
	sptext_run(&w->u->text, &w->text, r, s, piece);
}

const struct engine engine_unigram = {"unigram", compile, load, run_open, run_close, stretch};
