/* set.c: the counters, names and near-duplicate index behind capscore's dataset record, against the plain slow way. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/near.h"
#include "base/sort.h"
#include "dataset/set_ids.h"
#include "dataset/set_near.h"
#include "dataset/set_top.h"

static int tests;

static void ok(bool good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
}

static uint64_t state = 42;

static uint64_t rnd(void)
{
	return hash_u64(state += 0x9e3779b97f4a7c15u);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

enum { SETS = 1500, WORDS = 64 };
struct words {
	uint64_t v[WORDS];
	size_t n;
};
static struct words sets[SETS];

static bool has(const struct words *w, uint64_t x)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i] == x)
			return true;
	return false;
}

/* Every second set is a copy of the one before with some words changed, added or dropped. */
static void make_sets(void)
{
	for (int i = 0; i < SETS; i++) {
		struct words *w = &sets[i];
		size_t want = 1 + rnd() % WORDS, changes = rnd() % 8;

		w->n = 0;
		if (i % 2 && rnd() % 8) {
			*w = sets[i - 1];
			for (size_t k = 0; k < changes && w->n > 1; k++) {
				unsigned how = (unsigned)(rnd() % 3);
				if (how == 0)
					w->v[rnd() % w->n] = w->v[w->n - 1], w->n--;
				else if (how == 1 && w->n < WORDS)
					w->v[w->n++] = rnd();
				else
					w->v[rnd() % w->n] = rnd();
			}
		} else {
			while (w->n < want)
				w->v[w->n++] = rnd();
		}
		qsort(w->v, w->n, sizeof *w->v, by_value);
	}
}

static bool jaccard_90(const struct words *a, const struct words *b)
{
	size_t both = 0;

	for (size_t i = 0; i < a->n; i++)
		both += has(b, a->v[i]);
	return both * 10 >= (a->n + b->n - both) * 9;
}

static void test_near(void)
{
	static uint32_t twin[SETS];
	static unsigned char skip[SETS];
	struct near s = {0};
	struct buf b = BUF_INIT;
	int pairs = 0, found = 0, wrong = 0;

	make_sets();
	for (int i = 0; i < SETS; i++) {
		buf_reset(&b);
		near_pack(&b, sets[i].v, sets[i].n);
		near_add(&s, buf_span(&b));
	}
	near_find(&s, skip, twin);
	for (int i = 1; i < SETS; i++) {
		bool should = false;
		for (int k = 0; k < i; k++)
			should |= jaccard_90(&sets[k], &sets[i]);
		pairs += should;
		found += should && twin[i];
		if (twin[i] && !jaccard_90(&sets[twin[i] - 1], &sets[i]))
			wrong++;
	}
	printf("# %d near pairs, %d found, %d wrong\n", pairs, found, wrong);
	ok(pairs > 200, "the test has near pairs");
	ok(found == pairs, "every pair with Jaccard >= 0.9 is found");
	ok(wrong * 100 <= pairs, "at most 1 in 100 is a chance fingerprint");
	near_fini(&s);
	buf_fini(&b);
}

/* 200 sets of 120 words, in pairs that share 114 of them (0.905) or 90 (0.6). */
static void test_sketch(void)
{
	struct near s = {0};
	struct buf b = BUF_INIT;
	uint32_t twin[400], far = 0, near = 0;
	unsigned char skip[400] = {0};
	uint64_t v[120];

	for (int i = 0; i < 400; i++) {
		size_t change = i % 2 == 0 ? 120 : i % 4 == 1 ? 3 : 30;
		for (size_t k = 0; k < change; k++)
			v[rnd() % 120] = rnd();
		if (i % 2 == 0)
			for (size_t k = 0; k < 120; k++)
				v[k] = rnd();
		qsort(v, 120, sizeof *v, by_value);
		buf_reset(&b);
		near_pack(&b, v, 120);
		near_add(&s, buf_span(&b));
	}
	near_find(&s, skip, twin);
	for (int i = 1; i < 400; i += 2) {
		if (i % 4 == 1)
			near += twin[i] != 0;
		else
			far += twin[i] != 0;
	}
	printf("# sketches: %u of 100 near, %u of 100 far\n", near, far);
	ok(near >= 80, "long captions: most near pairs are found");
	ok(far == 0, "long captions: no far pair is");
	near_fini(&s);
	buf_fini(&b);
}

static void test_top(void)
{
	struct top t;
	uint32_t heavy = 0;
	char name[32];
	const struct top_entry *best[4];

	top_init(&t, 1024);
	for (uint32_t i = 0; i < 200000; i++) {
		uint64_t key = i % 4 == 0 ? 7 : i % 40 == 1 ? 9 : 1000 + rnd() % 1000000;
		int n = snprintf(name, sizeof name, "k%llu", (unsigned long long)key);
		top_add(&t, key, (struct span){name, (size_t)n}, i);
		heavy += key == 7;
	}
	size_t n = top_best(&t, -1, best, 4);
	ok(n == 4 && best[0]->key == 7 && best[1]->key == 9, "the heavy keys lead");
	ok(best[0]->count == heavy && best[0]->error == 0, "a key that was there from the start is exact");
	ok(span_is(top_name(&t, best[1]), "k9"), "names survive the packing");
	bool bound = true;
	for (uint32_t i = 0; i < t.slots; i++)
		bound &= !top_at(&t, i) || top_at(&t, i)->error <= 2 * 200000 / 1024;
	ok(bound, "the error stays under 2 m / k");
	ok(t.slots <= 2048 && t.names.n < 64 << 10, "memory is bounded");
	top_fini(&t);
}

static void test_ids(void)
{
	struct set_ids s = {0};
	struct arena a = ARENA_INIT;
	char name[64];
	bool good = true;

	for (int i = 0; i < 5000; i++) {
		int n = snprintf(name, sizeof name, "%d_dog/%07d", i / 1000, i);
		good &= ids_add(&s, (struct span){name, (size_t)n}) == (uint32_t)i;
	}
	for (int i = 0; i < 5000; i += 37) {
		snprintf(name, sizeof name, "%d_dog/%07d", i / 1000, i);
		good &= span_is(ids_get(&s, (uint32_t)i, &a), name);
	}
	ok(good, "names come back");
	printf("# %.1f bytes a name\n", (double)s.text.n / 5000);
	ok(s.text.n < 5000 * 5, "names are packed");
	ids_fini(&s);
	arena_fini(&a);
}

static void test_sort(void)
{
	enum { N = 5000 };
	static uint64_t v[N], w[N];
	struct buf tmp = BUF_INIT;
	bool good = true;

	for (size_t n = 0; n <= N; n = n * 3 + 1) {
		for (size_t i = 0; i < n; i++)
			w[i] = v[i] = i % 7 ? rnd() : rnd() & 0xff00;
		sort_u64(v, n, 0, &tmp);
		if (n)
			qsort(w, n, sizeof *w, by_value);
		good &= memcmp(v, w, n * sizeof *v) == 0;
		for (size_t i = 0; i < n; i++)
			v[i] = (rnd() & 255) << 32 | (n - i);
		sort_u64(v, n, 4, &tmp);
		for (size_t i = 1; i < n; i++)
			good &= v[i - 1] >> 32 < v[i] >> 32 || (v[i - 1] >> 32 == v[i] >> 32 && v[i - 1] > v[i]);
	}
	ok(good, "numbers are sorted, equal ones stay in order");
	buf_fini(&tmp);
}

static void test_words(void)
{
	static const struct { const char *glob, *id; bool match; } g[] = {
		{"dog_*", "dog_1", true}, {"dog_*", "10_dog/dog_1", true}, {"dog_*", "adog_1", false},
		{"10_*/0?", "10_dog/01", true}, {"10_*/0?", "10_dog/001", false}, {"[a-c]x", "bx", true},
		{"[!a-c]x", "bx", false}, {"[!a-c]x", "dx", true}, {"a\\*", "a*", true}, {"a\\*", "ab", false},
		{"*", "x", true}, {"**a**b*c", "xxaxbxxc", true}, {"?", "\xc3\xa9", true}, {"[", "[", true},
		{"*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
	};
	static const char *const names[] = {"generic-focus-tag", "missing-colour", "CAP020", "purpose"};
	bool good = true;

	for (size_t i = 0; i < sizeof g / sizeof *g; i++)
		if (glob_match_id(span_of(g[i].glob), span_of(g[i].id)) != g[i].match) {
			printf("# %s against %s\n", g[i].glob, g[i].id);
			good = false;
		}
	ok(good, "globs");
	ok(near_distance(SPAN("missing-color"), SPAN("missing-colour")) == 1 && near_distance(SPAN("ab"), SPAN("ba")) == 1 &&
	   near_distance(SPAN(""), SPAN("abc")) == 3, "edit distances");
	ok(near_name(SPAN("missing_color"), names, 4) == names[1] && near_name(SPAN("generic"), names, 4) == names[0] &&
	   !near_name(SPAN("zzz"), names, 4), "did you mean");
}

int main(void)
{
	test_near();
	test_sketch();
	test_top();
	test_ids();
	test_sort();
	test_words();
	printf("1..%d\n", tests);
	return 0;
}
