/* lexcache.c: two tables by hash; words in pairs, so that two that meet in a place can stay. */
#include "lexicon/lexcache.h"

#include "base/pages.h"

enum { WORDS = 65536, PHRASES = 16384 };

struct lex_cache {
	struct arena a;
	uint32_t age;
	struct lex_word *word;
	struct lex_phrase *phrase;
};

_Static_assert(sizeof(struct lex_word) == 64, "a word is what the processor fetches at once");

struct lex_cache *lex_cache_open(void)
{
	struct arena a = ARENA_INIT;
	struct lex_cache *c = arena_zalloc(&a, 1, sizeof *c);

	c->word = pages_get(WORDS * sizeof *c->word);
	c->phrase = arena_zalloc(&a, PHRASES, sizeof *c->phrase);
	c->a = a;
	return c;
}

void lex_cache_close(struct lex_cache *c)
{
	if (c) {
		struct arena a = c->a;
		pages_put(c->word, WORDS * sizeof *c->word);
		arena_fini(&a);
	}
}

void lex_cache_begin(struct lex_cache *c)
{
	c->age++;
}

static struct lex_word *pair_of(const struct lex_cache *c, uint64_t key)
{
	return &c->word[key % (WORDS / 2) * 2];
}

static struct lex_phrase *phrase_at(const struct lex_cache *c, uint64_t key)
{
	return &c->phrase[(key >> 8) % PHRASES];
}

/* A new word takes the place in its pair that was used less lately. One that was got since lex_cache_begin (age) stays: then the arena
 * has the new one. */
struct lex_word *lex_cache_word(const struct lexicon *l, struct lex_cache *c, struct span w, uint64_t key, struct arena *a)
{
	struct lex_word *s = pair_of(c, key);

	if (s[0].key != key && s[1].key == key)
		s++;
	if (s->key != key) {
		s += s[1].age < s[0].age;
		if (s->age == c->age)
			s = arena_alloc(a, sizeof *s);
		lex_word(l, w, s);
	}
	s->age = c->age;
	return s;
}

const struct lex_phrase *lex_cache_phrase(const struct lexicon *l, struct lex_cache *c, uint64_t key)
{
	struct lex_phrase *p = phrase_at(c, key);

	if (p->key == key)
		return p;
	const struct lex_term *t = lex_find(l, key);
	p->key = key;
	p->wn = (uint16_t)wn_find(l, key, &p->noun);
	p->term = t && t->n_words && t->cls ? t : NULL;
	p->more = (t && t->prefix) || (p->wn & WN_PREFIX);
	return p;
}

void lex_cache_expect(const struct lex_cache *c, uint64_t key)
{
	__builtin_prefetch(pair_of(c, key));
	__builtin_prefetch(pair_of(c, key) + 1);
}

void lex_cache_expect_phrase(const struct lexicon *l, const struct lex_cache *c, uint64_t key)
{
	lex_expect(l, key);
	__builtin_prefetch(phrase_at(c, key));
}
