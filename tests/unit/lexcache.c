/* lexcache.c: what the cache of words answers is what the lexicon answers, in any order, when it is full, and while words are held. */
#include <string.h>

#include "lexicon/lexcache.h"
#include "parse/reader.h"
#include "parse/scene.h"
#include "tap.h"

enum { MANY = 300000 /* several times what a cache holds */, HELD = 2000 };

static const char *const words[] = {"dog", "dogs", "dog's", "the", "red", "painted", "petting", "leaves", "mice", "boxes", "glass", "qwzx", "boy's's",
				    "2girls", "lit", "women", "orange", "caf\xc3\xa9", "antidisestablishmentarianism", "close", "up", "golden", "retriever", "a"};
enum { WORDS = sizeof words / sizeof *words };

static bool same(const struct lex_word *x, const struct lex_word *y)
{
	return x->key == y->key && x->lemma == y->lemma && x->unit == y->unit && x->cls == y->cls && x->term == y->term && x->own == y->own &&
	       x->noun == y->noun && x->wn == y->wn && x->prefix == y->prefix && x->owns == y->owns && x->glue == y->glue && x->known == y->known &&
	       x->bare_s == y->bare_s;
}

/* Word i of an endless list: known ones, and made ones that push them out. */
static struct span word(uint32_t i, char b[8])
{
	if (i % 5 == 0)
		return span_of(words[i / 5 % WORDS]);
	size_t n = 0;
	for (uint32_t x = i; n < 7 && (x || n == 0); x /= 26)
		b[n++] = (char)('a' + x % 26);
	return (struct span){b, n};
}

static void agrees(const struct lexicon *l)
{
	struct lex_cache *c = lex_cache_open();
	struct arena a = ARENA_INIT;
	uint32_t wrong = 0;

	for (uint32_t i = 0; i < MANY; i++) {
		char b[8];
		struct span w = word(i % 7 == 0 ? i / 2 : i, b);
		struct lex_word plain;
		if (i % 100 == 0) {
			lex_cache_begin(c);
			arena_reset(&a);
		}
		lex_word(l, w, &plain);
		wrong += !same(lex_cache_word(l, c, w, lex_key(w.p, w.n), &a), &plain);
	}
	OK(wrong == 0, "%d words, known and unknown, are the lexicon's: %u are not", MANY, wrong);
	arena_fini(&a);
	lex_cache_close(c);
}

static void holds(const struct lexicon *l)
{
	static struct lex_word *got[HELD];
	struct lex_cache *c = lex_cache_open();
	struct arena a = ARENA_INIT;
	uint32_t wrong = 0;

	for (uint32_t round = 0; round < 60; round++) { /* together more than it holds */
		lex_cache_begin(c);
		arena_reset(&a);
		for (uint32_t i = 0; i < HELD; i++) {
			char b[8];
			struct span w = word(round * HELD + i, b);
			got[i] = lex_cache_word(l, c, w, lex_key(w.p, w.n), &a);
		}
		for (uint32_t i = 0; i < HELD; i++) {
			char b[8];
			struct span w = word(round * HELD + i, b);
			wrong += got[i]->key != lex_key(w.p, w.n);
		}
	}
	OK(wrong == 0, "a word that was got stays until the next beginning: %u did not", wrong);
	arena_fini(&a);
	lex_cache_close(c);
}

static void phrases(const struct lexicon *l)
{
	struct lex_cache *c = lex_cache_open();
	uint32_t wrong = 0, known = 0;

	for (uint32_t i = 0; i < WORDS * WORDS * 40; i++) {
		char b[8];
		struct span x = span_of(words[i % WORDS]), y = i % 3 ? span_of(words[i / WORDS % WORDS]) : word(i, b);
		uint64_t key = lex_join(lex_key(x.p, x.n), lex_key(y.p, y.n));
		const struct lex_phrase *p = lex_cache_phrase(l, c, key);
		const struct lex_term *t = lex_find(l, key);
		uint32_t noun;
		unsigned wn = wn_find(l, key, &noun);
		wrong += p->term != (t && t->n_words && t->cls ? t : NULL) || p->wn != wn || p->noun != noun || p->more != ((t && t->prefix) || (wn & WN_PREFIX));
		known += p->term || p->wn;
	}
	OK(wrong == 0 && known > 0, "phrases, too");
	lex_cache_close(c);
}

/* The parse looks each word's terms up once; who asks for them later asks the same. */
static void terms(const struct scene_reader *r)
{
	struct arena a = ARENA_INIT;
	struct scene s;
	uint32_t wrong = 0, some = 0;

	scene_read(r, SPAN("Two dogs' leashes, painted red; a woman's orange glasses weren't lit. 1girl, close-up, depth of field \"Caf\xc3\xa9\" (mice)"), &a, &s);
	for (uint32_t i = 0; i < s.n_words; i++) {
		wrong += s.words[i].term != (s.words[i].tag == TAG_PUNCT ? NULL : lex_find(r->lexicon, s.words[i].key));
		some += s.words[i].term != NULL;
	}
	OK(wrong == 0 && some > 5, "a scene's words have the terms of their lemmas");
	arena_fini(&a);
}

int main(void)
{
	struct scene_reader r;
	struct diag d;

	if (scene_reader_open(&r, &d) < 0) {
		printf("Bail out! %s\n", d.message);
		return 1;
	}
	agrees(r.lexicon);
	holds(r.lexicon);
	phrases(r.lexicon);
	terms(&r);
	scene_reader_close(&r);
	return tap_end();
}
