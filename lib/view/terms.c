/* terms.c: the table of terms. */
#include "view/terms.h"

#include <stdlib.h>

#include "base/hash.h"
#include "text/seg.h"

enum { SHORT_WORDS = 3 };

/* Words that stand for nothing in a picture. Sorted. */
static const char *const empty_words[] = {
	"a", "about", "across", "after", "against", "all", "along", "also", "an", "and", "any", "are", "around", "as", "at",
	"be", "been", "behind", "being", "below", "beside", "between", "both", "but", "by", "can", "down", "each", "for", "from",
	"has", "have", "having", "he", "her", "his", "how", "in", "inside", "into", "is", "it", "its", "just", "like", "more",
	"near", "next", "no", "not", "of", "off", "on", "one", "onto", "or", "other", "out", "over", "she", "so", "some", "such",
	"than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "toward",
	"towards", "two", "under", "up", "upon", "very", "was", "were", "what", "when", "where", "which", "while", "who", "whose",
	"with", "without",
};

static int compare_word(const void *key, const void *word)
{
	const struct span *k = key;
	const char *w = *(const char *const *)word;
	size_t n = strlen(w);
	int c = memcmp(k->p, w, k->n < n ? k->n : n);

	return c ? c : (k->n > n) - (k->n < n);
}

static bool says_nothing(struct span w)
{
	return w.n < 2 || bsearch(&w, empty_words, sizeof empty_words / sizeof *empty_words, sizeof *empty_words, compare_word);
}

/* The term's number, or SIZE_MAX when the table is full. */
static size_t number_of(struct terms *t, struct span text)
{
	uint64_t hash = hash_bytes(text.p, text.n, 0);
	const uint32_t *have = map_find(&t->numbers, hash);

	if (have)
		return *have;
	if (t->list.n == TERMS_MAX)
		return SIZE_MAX;
	*map_add(&t->numbers, hash, NULL) = (uint32_t)t->list.n;
	*ARENA_PUSH(&t->a, &t->list) = (struct term){arena_dup(&t->a, text), 0, 0};
	return t->list.n - 1;
}

static void add_term(struct terms *t, struct span text, struct arena *a, struct term_ids *out)
{
	size_t i = text.n && text.n <= 80 ? number_of(t, text) : SIZE_MAX;

	if (i == SIZE_MAX || t->list.v[i].last == t->captions)
		return;
	t->list.v[i].last = t->captions;
	t->list.v[i].count++;
	*ARENA_PUSH(a, out) = (uint32_t)i;
}

static void add_segment(struct terms *t, const struct seg_word *w, size_t n, struct arena *a, struct term_ids *out)
{
	size_t words = 0;

	for (size_t i = 0; i < n; i++)
		words += !w[i].joined;
	if (words <= SHORT_WORDS) {
		struct buf b = BUF_INIT;
		for (size_t i = 0; i < n; i++) {
			if (i)
				buf_addc(&b, w[i].joined ? '-' : ' ');
			buf_adds(&b, w[i].norm);
		}
		add_term(t, buf_span(&b), a, out);
		buf_fini(&b);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (!says_nothing(w[i].norm))
			add_term(t, w[i].norm, a, out);
}

void terms_add(struct terms *t, struct span caption, struct arena *a, struct term_ids *out)
{
	struct seg seg;

	t->captions++;
	seg_cut(caption, a, &seg);
	for (size_t i = 0; i < seg.n_segments; i++)
		add_segment(t, seg.words + seg.segments[i].word, seg.segments[i].n_words, a, out);
}

size_t terms_top(const struct terms *t, uint32_t *out, size_t n)
{
	size_t have = 0;

	for (size_t i = 0; i < t->list.n; i++) {
		uint32_t count = t->list.v[i].count;
		if (count < 2 || (have == n && t->list.v[out[n - 1]].count >= count))
			continue;
		size_t at = have < n ? have++ : n - 1;
		while (at && t->list.v[out[at - 1]].count < count) {
			out[at] = out[at - 1];
			at--;
		}
		out[at] = (uint32_t)i;
	}
	return have;
}

void terms_fini(struct terms *t)
{
	map_fini(&t->numbers);
	arena_fini(&t->a);
}
