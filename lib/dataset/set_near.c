/* set_near.c: near-identical captions, found by equal parts of their word sets. */
#include "dataset/set_near.h"

#include "base/hash.h"
#include "base/sort.h"
#include "base/varint.h"

enum {
	PRINT_BITS = 18,   /* two sets of 45 words share a word by chance once in 130 pairs */
	LEADERS = 16,      /* sets with one equal part that a further one is compared with */
	PASS_KEYS = 1 << 22, /* keys sorted at a time: twice 32 MiB; a million captions have fewer */
	PARTS_MOST = 8
};

struct word_set {
	uint32_t v[NEAR_WORDS], n; /* fingerprints, ascending */
	uint32_t all;              /* different words of the caption */
};

static char *put_number(char *p, uint32_t v)
{
	for (; v >= 128; v >>= 7)
		*p++ = (char)(unsigned char)(v | 128);
	*p++ = (char)(unsigned char)v;
	return p;
}

static uint32_t get_number(const unsigned char **p)
{
	uint32_t v = 0;

	for (int shift = 0;; shift += 7) {
		unsigned char c = *(*p)++;
		v |= (uint32_t)(c & 127) << shift;
		if (c < 128)
			return v;
	}
}

void near_pack(struct buf *out, const uint64_t *words, size_t n)
{
	char *to = buf_room(out, 5 * (NEAR_WORDS + 1)), *p = to;
	uint32_t last = 0;

	p = put_number(p, n < UINT32_MAX ? (uint32_t)n : UINT32_MAX);
	for (size_t i = 0; i < n && i < NEAR_WORDS; i++) {
		uint32_t print = (uint32_t)(words[i] >> (64 - PRINT_BITS));
		p = put_number(p, print - last);
		last = print;
	}
	out->n += (size_t)(p - to);
}

bool near_packed(struct span packed)
{
	uint64_t n, step, print = 0;

	if (!varint_take(&packed, UINT32_MAX, &n))
		return false;
	for (uint64_t i = 0; i < n && i < NEAR_WORDS; i++) {
		if (!varint_take(&packed, 1 << PRINT_BITS, &step))
			return false;
		print += step;
	}
	return packed.n == 0 && print < 1 << PRINT_BITS;
}

bool near_add(struct near *s, struct span packed)
{
	if (s->pool.n + packed.n > UINT32_MAX)
		return false;
	uint32_t at = (uint32_t)s->pool.n;
	buf_add(&s->offsets, (const char *)&at, sizeof at);
	buf_adds(&s->pool, packed);
	s->n++;
	return true;
}

void near_fini(struct near *s)
{
	buf_fini(&s->pool);
	buf_fini(&s->offsets);
}

/* How many words the set has. */
static uint32_t words_of(const struct near *s, uint32_t i)
{
	uint32_t at;

	memcpy(&at, s->offsets.p + i * sizeof at, sizeof at);
	const unsigned char *p = (const unsigned char *)s->pool.p + at;
	uint32_t n = get_number(&p);
	return n < NEAR_WORDS ? n : NEAR_WORDS;
}

static void unpack(const struct near *s, uint32_t i, struct word_set *w)
{
	uint32_t at, last = 0;

	memcpy(&at, s->offsets.p + i * sizeof at, sizeof at);
	const unsigned char *p = (const unsigned char *)s->pool.p + at;
	w->all = get_number(&p);
	w->n = w->all < NEAR_WORDS ? w->all : NEAR_WORDS;
	for (uint32_t k = 0; k < w->n; k++)
		w->v[k] = last += get_number(&p);
}

/* Into how many parts sets are dealt when the smaller one has n words: one more than may differ. */
static uint32_t parts_for(uint32_t n)
{
	return (n + n * 10 / 9) / 19 + 1;
}

/* Deals w into parts and writes a key for each that is not empty. Returns how many. */
static uint32_t deal(const struct word_set *w, uint32_t parts, uint32_t *keys)
{
	uint32_t sum[PARTS_MOST] = {0}, n = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		uint64_t h = hash_u64(w->v[i] + 1);
		sum[(h >> 32) * parts >> 32] += (uint32_t)h | 1;
	}
	for (uint32_t i = 0; i < parts; i++)
		if (sum[i])
			keys[n++] = (uint32_t)hash_u64((uint64_t)(parts * PARTS_MOST + i) << 32 | sum[i]);
	return n;
}

/* All keys of w: it may be the larger one of a pair, so every number of parts that a smaller partner asks for. */
static uint32_t keys_of(const struct word_set *w, uint32_t *keys)
{
	uint32_t most = parts_for(w->n), least = parts_for(w->n - w->n / 10), n = 0;

	if (most > PARTS_MOST)
		most = PARTS_MOST;
	for (uint32_t p = least; p <= most; p++)
		n += deal(w, p, keys + n);
	return n;
}

static bool alike(const struct word_set *a, const struct word_set *b)
{
	uint32_t i = 0, k = 0, both = 0, lone = 0;
	uint32_t lo = a->all < b->all ? a->all : b->all, hi = a->all < b->all ? b->all : a->all;
	bool sketch = hi > NEAR_WORDS; /* then the NEAR_WORDS lowest of the union stand for it */
	uint32_t may = sketch ? NEAR_WORDS / 10 : (a->n + b->n) / 19; /* words that may be in one only */

	if ((uint64_t)lo * 10 < (uint64_t)hi * 9)
		return false;
	while (i < a->n && k < b->n && lone <= may && !(sketch && both + lone == NEAR_WORDS)) {
		if (a->v[i] == b->v[k]) {
			both++;
			i++;
			k++;
		} else {
			lone++;
			if (a->v[i] < b->v[k])
				i++;
			else
				k++;
		}
	}
	if (lone > may)
		return false;
	uint32_t rest = (a->n - i) + (b->n - k);
	if (sketch && both + lone + rest > NEAR_WORDS)
		rest = NEAR_WORDS - both - lone;
	return both * 10 >= (both + lone + rest) * 9;
}

/* Captions with one equal key, in order: each is compared with the last few that are not twins of one another. */
static void compare_group(const struct near *s, const uint64_t *v, size_t n, uint32_t *twin)
{
	struct word_set leader[LEADERS], w;
	uint32_t who[LEADERS], have = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t me = (uint32_t)v[i];
		bool here = false; /* its twin is among the leaders */

		unpack(s, me, &w);
		for (uint32_t k = 0; k < have && k < LEADERS && !here; k++) {
			if (who[k] == me || (twin[me] ? twin[me] == who[k] + 1 : alike(&leader[k], &w)))
				here = true;
			if (here && who[k] != me)
				twin[me] = who[k] + 1;
		}
		if (!here) {
			leader[have % LEADERS] = w;
			who[have % LEADERS] = me;
			have++;
		}
	}
}

/* The keys of one pass, with their captions in the lower half. */
static void one_pass(const struct near *s, const unsigned char *skip, uint32_t pass, uint32_t passes, struct buf *b,
		     struct buf *tmp, uint32_t *twin)
{
	uint32_t keys[3 * PARTS_MOST];
	struct word_set w;

	buf_reset(b);
	for (uint32_t i = 0; i < s->n; i++) {
		if (skip[i])
			continue;
		unpack(s, i, &w);
		uint32_t n = keys_of(&w, keys);
		for (uint32_t k = 0; k < n; k++)
			if (keys[k] % passes == pass) {
				uint64_t e = (uint64_t)keys[k] << 32 | i;
				buf_add(b, (const char *)&e, sizeof e);
			}
	}
	uint64_t *v = (uint64_t *)(void *)b->p;
	size_t n = b->n / sizeof *v, from = 0;
	if (n == 0)
		return;
	sort_u64(v, n, 4, tmp);
	for (size_t i = 1; i <= n; i++)
		if (i == n || v[i] >> 32 != v[from] >> 32) {
			if (i - from > 1)
				compare_group(s, v + from, i - from, twin);
			from = i;
		}
}

void near_find(const struct near *s, const unsigned char *skip, uint32_t *twin)
{
	uint64_t total = 0;
	struct buf b = BUF_INIT, tmp = BUF_INIT;

	memset(twin, 0, s->n * sizeof *twin);
	for (uint32_t i = 0; i < s->n; i++)
		if (!skip[i]) {
			uint32_t n = words_of(s, i);
			total += parts_for(n) + parts_for(n - n / 10);
		}
	uint32_t passes = (uint32_t)(total / PASS_KEYS) + 1;
	for (uint32_t p = 0; p < passes; p++)
		one_pass(s, skip, p, passes, &b, &tmp, twin);
	buf_fini(&b);
	buf_fini(&tmp);
}
