/* spbpe.c: the engine of Gemma 2 and Pile-T5: BPE over characters, unknown ones as bytes, words cut before runs of marks where
 * the vocabulary allows it. The reference merges the whole stretch at once; a cut where no merge reaches over changes nothing
 * but lets the words be cached. */
#include "tok/spbpe.h"

#include <string.h>

#include "base/hash.h"
#include "text/utf8.h"
#include "tok/cache.h"

/* One character of the alphabet. */
struct alpha {
	uint32_t c, id; /* c is 0 in an empty slot; U+0000 itself stands in slot n */
};
#define NO_ID UINT32_MAX

struct spbpe {
	struct sptext text;
	struct merges merges;
	const struct alpha *slot;
	size_t n_slots;        /* a power of two; one more behind for U+0000 */
	const uint32_t *byte;  /* 256 ids, NO_ID where there is none; NULL: no byte fallback */
	uint32_t ascii[128];
	uint32_t unk;          /* NO_ID: unknown characters are dropped */
	bool fuse;
};

struct spbpe_run {
	const struct spbpe *b;
	struct cache cache;
	struct sp_work text;
	struct merge_work merge;
	struct buf symbols;
};

/* ---- compiling ---- */

/* A piece of exactly one character, in internal form. */
static bool one_char(struct span s, uint32_t *c)
{
	const char *end = s.p + s.n;

	if (s.n == 0 || utf8_decode(s.p, end, c) != s.n || *c == ' ')
		return false;
	if (*c == 0x2581)
		*c = ' ';
	return true;
}

static void put_alphabet(const struct spec *s, struct blob_writer *w)
{
	struct buf b = BUF_INIT;
	size_t n = 16, chars = 0;
	uint32_t c;

	for (size_t i = 0; i < s->n_tokens; i++)
		chars += one_char(s->tokens[i].bytes, &c);
	while (n < chars * 2)
		n *= 2;
	struct alpha *v = (struct alpha *)(void *)buf_room(&b, (n + 1) * sizeof *v);
	for (size_t i = 0; i <= n; i++)
		v[i] = (struct alpha){0, NO_ID};
	for (size_t i = 0; i < s->n_tokens; i++) {
		if (!one_char(s->tokens[i].bytes, &c))
			continue;
		size_t h = hash_u64(c) & (n - 1);
		while (c && v[h].c && v[h].c != c)
			h = (h + 1) & (n - 1);
		v[c ? h : n] = (struct alpha){c, s->tokens[i].id};
	}
	blob_put(w, TAG('A', 'L', 'P', 'H'), v, (n + 1) * sizeof *v);
	buf_fini(&b);
}

static bool inner_mark(struct span s)
{
	bool other = false;

	for (size_t i = 0; i < s.n; i++) {
		bool mark = s.n - i >= 3 && memcmp(s.p + i, "\xE2\x96\x81", 3) == 0;
		if (mark && other)
			return true;
		other |= !mark;
		i += mark ? 2 : 0;
	}
	return false;
}

bool spbpe_cuts_runs(const struct spec *s)
{
	struct arena a = ARENA_INIT;
	uint8_t *made = arena_zalloc(&a, ID_MAX / 8 + 1, 1);
	bool mark = false, ok = true;
	uint32_t c;

	for (size_t i = 0; i < s->n_merges; i++)
		made[s->merges[i].result / 8] |= (uint8_t)(1u << s->merges[i].result % 8);
	for (size_t i = 0; i < s->n_tokens; i++) {
		uint32_t id = s->tokens[i].id;
		mark |= one_char(s->tokens[i].bytes, &c) && c == ' ';
		if ((made[id / 8] >> id % 8 & 1) && inner_mark(s->tokens[i].bytes))
			ok = false;
	}
	arena_fini(&a);
	return ok && mark;
}

static int compile(const struct spec *s, struct blob_writer *w, struct diag *d)
{
	struct sp_config c;

	if (sptext_compile(s, &c, w, d) != 0 || merges_compile(s, w, d) != 0)
		return -1;
	put_alphabet(s, w);
	if (s->byte_fallback)
		sptext_put_bytes(s, w);
	c.cut_runs = spbpe_cuts_runs(s);
	sptext_put_config(&c, w);
	return 0;
}

/* ---- loading ---- */

static const struct alpha *alpha_find(const struct spbpe *b, uint32_t c)
{
	if (c == 0)
		return &b->slot[b->n_slots];
	size_t h = hash_u64(c) & (b->n_slots - 1);
	while (b->slot[h].c && b->slot[h].c != c)
		h = (h + 1) & (b->n_slots - 1);
	return &b->slot[h];
}

static int load_alphabet(struct tok *t, struct spbpe *b, struct diag *d)
{
	size_t n, empty = 0;
	uint32_t top = t->meta->n_ids;

	b->slot = blob_get(t, TAG('A', 'L', 'P', 'H'), sizeof *b->slot, &n);
	if (!b->slot || n < 2 || ((n - 1) & (n - 2)))
		return diag_set(d, "bad-vocabulary", "the alphabet is broken");
	b->n_slots = n - 1;
	for (size_t i = 0; i < n; i++) {
		empty += i < b->n_slots && b->slot[i].c == 0;
		if ((b->slot[i].id >= top && b->slot[i].id != NO_ID) || (b->slot[i].c == 0) > (i == b->n_slots ||
										       b->slot[i].id == NO_ID))
			return diag_set(d, "bad-vocabulary", "the alphabet is broken");
	}
	if (empty == 0)
		return diag_set(d, "bad-vocabulary", "the alphabet is broken");
	for (uint32_t c = 0; c < 128; c++)
		b->ascii[c] = alpha_find(b, c)->id;
	return 0;
}

static int load(struct tok *t, struct diag *d)
{
	struct spbpe *b = arena_zalloc(&t->mem, 1, sizeof *b);

	if (sptext_load(t, &b->text, d) != 0 || merges_load(t, &b->merges, d) != 0 || load_alphabet(t, b, d) != 0 ||
	    sptext_load_bytes(t, &b->byte, d) != 0)
		return -1;
	b->unk = t->meta->unk < 0 ? NO_ID : (uint32_t)t->meta->unk;
	b->fuse = (t->meta->flags & VF_FUSE_UNK) != 0;
	t->state = b;
	return 0;
}

static void run_open(struct tok_run *r)
{
	struct spbpe_run *w = arena_zalloc(&r->mem, 1, sizeof *w);

	w->b = r->t->state;
	cache_open(&w->cache);
	r->state = w;
}

static void run_close(struct tok_run *r)
{
	struct spbpe_run *w = r->state;

	cache_close(&w->cache);
	sp_work_fini(&w->text);
	merge_work_fini(&w->merge);
	buf_fini(&w->symbols);
}

/* ---- words ---- */

/* The bytes of a character without a token, as byte tokens; false when one of them has none. The mark counts as its three bytes,
 * which cover the one that stands for it. */
static bool put_bytes(const struct spbpe *b, struct symbol *v, size_t *n, const char *p, size_t len)
{
	const char *bytes = *p == ' ' ? "\xE2\x96\x81" : p;
	size_t count = *p == ' ' ? 3 : len;

	if (!b->byte)
		return false;
	for (size_t i = 0; i < count; i++)
		if (b->byte[(unsigned char)bytes[i]] == NO_ID)
			return false;
	for (size_t i = 0; i < count; i++)
		v[(*n)++] = (struct symbol){b->byte[(unsigned char)bytes[i]], i < len};
	return true;
}

/* The symbols of a word before any merge, as the reference lays them out (models/bpe/model.rs, merge_word): an unknown waits for
 * the next known character, so bytes go before it. v has room for 3 n + 1. */
static size_t spell(const struct spbpe *b, const char *p, size_t size, struct symbol *v)
{
	const char *end = p + size;
	struct symbol unk = {NO_ID, 0};
	size_t n = 0, len;
	uint32_t c;

	for (; p < end; p += len) {
		uint32_t id;
		if ((unsigned char)*p < 0x80) {
			len = 1;
			id = b->ascii[(unsigned char)*p];
		} else {
			len = utf8_decode(p, end, &c);
			id = alpha_find(b, c)->id;
		}
		if (id != NO_ID) {
			if (unk.size)
				v[n++] = unk;
			unk.size = 0;
			v[n++] = (struct symbol){id, (uint32_t)len};
		} else if (!put_bytes(b, v, &n, p, len) && b->unk != NO_ID) {
			if (unk.size && !b->fuse) {
				v[n++] = unk;
				unk.size = 0;
			}
			unk = (struct symbol){b->unk, unk.size + (uint32_t)len};
		}
	}
	if (unk.size)
		v[n++] = unk;
	return n;
}

static const struct symbol *merged(struct spbpe_run *w, struct span word, size_t *n)
{
	const struct spbpe *b = w->b;

	buf_reset(&w->symbols);
	struct symbol *v = (struct symbol *)(void *)buf_room(&w->symbols, (3 * word.n + 1) * sizeof *v);
	*n = merge_word(&b->merges, &w->merge, v, spell(b, word.p, word.n, v));
	return v;
}

static void keep(struct spbpe_run *w, const struct cache_key *key, const struct symbol *v, size_t n)
{
	if (n > CACHE_IDS)
		return;
	struct cache_entry *e = cache_add(&w->cache, key);
	for (size_t i = 0; i < n; i++)
		e->v[i] = v[i].id | v[i].size << CACHE_ID_BITS;
	e->n = (uint32_t)n;
}

static void put_word(struct tok_run *r, const struct stretch *s, const struct normed *text, size_t at, size_t size)
{
	struct spbpe_run *w = r->state;
	const struct span word = {text->text.p + at, size};
	const struct cache_entry *e = NULL;
	const struct symbol *v = NULL;
	struct cache_key key = {{0}};
	size_t n = 0;

	if (size <= CACHE_BYTES) {
		key = cache_key_of(word.p, size);
		e = cache_find(&w->cache, &key);
	}
	if (!e) {
		v = merged(w, word, &n);
		if (size <= CACHE_BYTES)
			keep(w, &key, v, n);
	} else {
		n = e->n;
	}
	if (r->sink.mode == SINK_COUNT) {
		r->sink.n += n;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t id = e ? e->v[i] & ((1u << CACHE_ID_BITS) - 1) : v[i].id, start = 0, end = 0;
		size_t bytes = e ? e->v[i] >> CACHE_ID_BITS : v[i].size;
		if (r->sink.mode == SINK_PIECES)
			normed_range(text, s, at, at + bytes, &start, &end);
		at += bytes;
		sink_put(&r->sink, id, start, end);
	}
}

/* The end of the word that begins at i: before the next run of marks. */
static size_t word_end(struct span t, size_t i)
{
	while (i < t.n && t.p[i] == ' ')
		i++;
	const char *next = i < t.n ? memchr(t.p + i, ' ', t.n - i) : NULL;
	return next ? (size_t)(next - t.p) : t.n;
}

static void piece(struct tok_run *r, const struct stretch *s, const struct normed *text)
{
	const struct sp_config *c = ((const struct spbpe_run *)r->state)->b->text.config;
	const struct span t = text->text;

	for (size_t i = 0; i < t.n;) {
		size_t from = i;
		if (c->flags & SP_SPLIT) {
			const char *next = memchr(t.p + i + 1, ' ', t.n - i - 1);
			i = next ? (size_t)(next - t.p) : t.n;
		} else {
			i = c->cut_runs ? word_end(t, i) : t.n;
		}
		put_word(r, s, text, from, i - from);
	}
}

static void stretch(struct tok_run *r, const struct stretch *s)
{
	struct spbpe_run *w = r->state;

	sptext_run(&w->b->text, &w->text, r, s, piece);
}

const struct engine engine_spbpe = {"spbpe", compile, load, run_open, run_close, stretch};
