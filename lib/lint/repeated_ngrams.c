/* repeated_ngrams.c: n-grams by hash, each length in one pass over the words. */
#include "lint/repeated_ngrams.h"

#include "base/map.h"

enum { SHORTEST = 5, LONGEST = 10, CONTENT = 2, ROW_MAX = 8 };

static const float limit[LONGEST + 1] = {[5] = 0.15f, [6] = 0.14f, [7] = 0.13f, [8] = 0.12f, [9] = 0.11f, [10] = 0.10f};

/* The words as the n-grams read them: a quoted one is like no other and weighs nothing. */
struct words {
	uint64_t *key;
	uint32_t *bytes, n, all;
	const struct analysis *t;
};

static bool quoted(const struct analysis *t, uint32_t *at, uint32_t byte)
{
	while (*at < t->n_quotes && t->quotes[*at].end <= byte)
		++*at;
	return *at < t->n_quotes && t->quotes[*at].start <= byte;
}

static struct words words_of(const struct analysis *t, struct arena *a)
{
	struct words w = {.n = (uint32_t)t->seg.n_words, .t = t};
	uint32_t quote = 0;

	w.key = arena_alloc(a, w.n * sizeof *w.key);
	w.bytes = arena_alloc(a, w.n * sizeof *w.bytes);
	for (uint32_t i = 0; i < w.n; i++) {
		bool q = quoted(t, &quote, t->seg.words[i].start);
		w.key[i] = q ? hash_u64(i + 1) : t->known[i]->key;
		w.bytes[i] = q ? 0 : (uint32_t)t->seg.words[i].norm.n;
		w.all += w.bytes[i];
	}
	return w;
}

/* The share of letters in n-grams that were there before; r tells of the first. */
static float share_of(const struct words *w, uint32_t n, struct map *seen, struct repeat *r)
{
	uint32_t again = 0;

	map_reset(seen);
	for (uint32_t i = 0; i + n <= w->n;) {
		uint64_t key = n;
		uint32_t bytes = 0, content = 0, first;
		for (uint32_t k = i; k < i + n; k++) {
			key = lex_join(key, w->key[k]);
			bytes += w->bytes[k];
			content += !w->t->known[k]->glue;
		}
		first = content < CONTENT ? i : map_note(seen, key, i);
		if (first == i) {
			i++;
			continue;
		}
		if (again == 0)
			*r = (struct repeat){.first = first, .last = first + n - 1, .again = i, .n = n};
		again += bytes;
		i += n;
	}
	return w->all ? (float)again / (float)w->all : 0;
}

bool repeated_ngrams(const struct analysis *t, struct arena *a, struct repeat *out)
{
	float worst = 0;

	if (t->again < SHORTEST)
		return false;
	struct words w = words_of(t, a);
	struct map seen = {.a = a};
	map_room(&seen, w.n);
	for (uint32_t n = SHORTEST; n <= LONGEST; n++) {
		struct repeat r = {.n = n};
		r.share = share_of(&w, n, &seen, &r);
		r.limit = limit[n];
		if (r.share == 0)
			break; /* no longer one comes again either */
		if (r.share / r.limit > worst) {
			worst = r.share / r.limit;
			*out = r;
		}
	}
	return worst > 0;
}

bool repeated_in_a_row(const struct analysis *t, struct repeat *out, uint32_t *times)
{
	struct lex_word **k = t->known;
	uint32_t all = (uint32_t)t->seg.n_words;

	if (t->again < 3)
		return false;
	for (uint32_t p = 1; p <= ROW_MAX && p * 2 < all; p++) {
		uint32_t need = p == 1 ? 3 : 2 * p, run = 0, quote = 0;
		for (uint32_t i = 0; i + p < all; i++) {
			bool equal = k[i]->key == k[i + p]->key && !t->seg.words[i].digits && !t->seg.words[i].kaomoji;
			run = equal && !quoted(t, &quote, t->seg.words[i].start) ? run + 1 : 0;
			if (run < need)
				continue;
			*times = need / p + 1;
			*out = (struct repeat){.first = i + 1 - need, .last = i - need + p, .again = i + 1 - need + p, .n = p};
			return true;
		}
	}
	return false;
}
