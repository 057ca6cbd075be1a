/* io_pair.c: pairing: the table against a plain one, and whether the order of members matters. */
#include <stdlib.h>

#include "base/hash.h"
#include "io/pair.h"
#include "io/pairtab.h"
#include "unit/tap.h"

static uint64_t state = 12345;

static uint64_t rnd(uint64_t below)
{
	state += 0x9e3779b97f4a7c15u;
	return hash_u64(state) % below;
}

/* ---- the table ---- */

static void test_table(void)
{
	struct pairtab t = {.cap = 0};
	enum { N = 300000 };
	bool good = true;

	/* Keys are spread like hashes; some are 0 and 1, which share a place by design, so 0 is left out. */
	for (uint64_t i = 1; i <= N; i++) {
		uint32_t *f = pairtab_add(&t, hash_u64(i));
		good = good && *f == 0;
		*f = (uint32_t)i;
	}
	OK(good && t.n == N, "every key is new once");
	for (uint64_t i = 1; i <= N; i++) {
		const uint32_t *f = pairtab_get(&t, hash_u64(i));
		good = good && f && *f == i && pairtab_add(&t, hash_u64(i)) == f;
		good = good && !pairtab_get(&t, hash_u64(i + N));
	}
	OK(good && t.n == N, "and found again, and no other");
	OK((t.hash.cap + t.info.cap) / N <= 24, "%zu bytes a key", (t.hash.cap + t.info.cap) / N);
	pairtab_fini(&t);
	/* The ends of the range. */
	for (uint64_t i = 0; i < 100; i++) {
		*pairtab_add(&t, UINT64_MAX - i) = 7;
		*pairtab_add(&t, 1 + i) = 8;
	}
	for (uint64_t i = 0; i < 100; i++)
		good = good && *pairtab_get(&t, UINT64_MAX - i) == 7 && *pairtab_get(&t, 1 + i) == 8;
	OK(good && t.n == 200, "keys at both ends");
	pairtab_fini(&t);
}

static void test_suffixes(void)
{
	struct suffixes x = {.n = 0};
	bool good = suffix_number(&x, SPAN(".png")) == 1 && suffix_number(&x, SPAN(".jpg")) == 2 && suffix_number(&x, SPAN(".png")) == 1;

	for (unsigned i = 3; i <= SUFFIXES + 50u; i++) {
		char s[20];
		int n = snprintf(s, sizeof s, ".%u", i);
		good = good && suffix_number(&x, (struct span){s, (size_t)n}) == (i <= SUFFIXES ? i : 0);
	}
	OK(good && span_is(suffix_text(&x, 2), ".jpg") && span_is(suffix_text(&x, 99), ".99"), "endings are numbered, up to a limit");
	suffixes_fini(&x);
}

/* ---- pairing ---- */

enum { MEMBERS = 24 };

struct set {
	char name[MEMBERS][40];
	size_t n;
};

/* Names that meet in many ways: few folders, few stems, stems with dots, captions and images of all kinds. One image
 * ending only: with a.png and a.jpg the first one counts, and then order does matter. */
static void invent(struct set *s, bool lower_ranks)
{
	static const char *const folder[] = {"", "d/", "D/"}, *const stem[] = {"a", "b", "A", "a.x", "a.y", "a.x.y", "README"};
	static const char *const ext[] = {".png", ".txt", ".png", ".txt", ".caption", ".json"};

	s->n = 0;
	for (size_t tries = 0; tries < MEMBERS; tries++) {
		snprintf(s->name[s->n], sizeof s->name[0], "%s%s%s", folder[rnd(10) / 4], stem[rnd(7)], ext[rnd(lower_ranks ? 6 : 4)]);
		bool twice = false;
		for (size_t i = 0; i < s->n; i++)
			twice = twice || strcmp(s->name[i], s->name[s->n]) == 0;
		s->n += !twice;
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void shuffle(struct set *s)
{
	for (size_t i = s->n; i > 1; i--) {
		size_t k = rnd(i);
		char t[40];
		memcpy(t, s->name[i - 1], sizeof t);
		memcpy(s->name[i - 1], s->name[k], sizeof t);
		memcpy(s->name[k], t, sizeof t);
	}
}

/* What came out, a line a record; captions must come in the order of their members. */
struct result {
	char line[2 * MEMBERS][200];
	size_t n;
	bool in_order;
};

static void note(struct result *o, const struct record *r, const struct set *s, size_t *last)
{
	snprintf(o->line[o->n++], sizeof o->line[0], "%d %.*s %.*s %.*s %.*s", (int)r->kind, SPAN_ARG(r->id), SPAN_ARG(r->caption),
	         SPAN_ARG(r->member), SPAN_ARG(r->image));
	if (r->kind != REC_CAPTION || span_ends(r->member, SPAN("README.txt")))
		return;
	for (size_t i = 0; i < s->n; i++)
		if (span_is(r->member, s->name[i])) {
			o->in_order = o->in_order && i + 1 > *last;
			*last = i + 1;
		}
}

static void pair_all(const struct set *s, bool sorted, bool forced, struct result *o)
{
	static const struct source_options none = {0};
	struct source src = {.o = &none, .limits = {1000, 1000, 1000, 1000}, .path = SPAN_INIT("x"), .webdataset = forced};
	struct arena a = ARENA_INIT;
	struct pair *p = pair_open(&src, sorted);
	struct record r;
	char text[80]; /* stays until pair_next, as the contract says */
	size_t last = 0;

	o->n = 0;
	o->in_order = true;
	for (size_t i = 0; i <= s->n; i++) {
		struct pair_member m;
		if (i == s->n) {
			pair_end(p, true);
		} else if (pair_member(p, span_of(s->name[i]), &m, NULL) == PAIR_READ) {
			int n = snprintf(text, sizeof text, m.rank == RANK_JSON ? "{\"caption\":\"%s\"}" : "%s\n", s->name[i]);
			pair_text(p, &m, (struct span){text, (size_t)n}, NULL);
		}
		while (memset(&r, 0, sizeof r), pair_next(p, &r, &a, NULL) == 1)
			if (r.kind != REC_INPUT)
				note(o, &r, s, &last);
	}
	qsort(o->line, o->n, sizeof o->line[0], by_text);
	pair_close(p);
	arena_fini(&a);
	arena_fini(&src.own);
}

static bool same(const struct result *x, const struct result *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->line[i], y->line[i]) != 0)
			return false;
	return true;
}

static void test_order(bool forced, const char *name)
{
	static struct result first, other;
	bool good = true, in_order = true;
	struct set s;

	for (unsigned turn = 0; turn < 3000 && good; turn++) {
		invent(&s, !forced);
		pair_all(&s, false, forced, &first);
		in_order = in_order && first.in_order;
		for (unsigned k = 0; k < 4 && good; k++) {
			shuffle(&s);
			pair_all(&s, false, forced, &other);
			in_order = in_order && other.in_order;
			good = same(&first, &other);
		}
		/* Sorted as a folder is: what is past is past, and still the same comes out. */
		if (good) {
			qsort(s.name, s.n, sizeof s.name[0], by_text);
			pair_all(&s, true, forced, &other);
			in_order = in_order && other.in_order;
			good = same(&first, &other);
		}
		for (size_t i = 0; !good && i < s.n; i++)
			printf("# member %s\n", s.name[i]);
		for (size_t i = 0; !good && (i < first.n || i < other.n); i++)
			printf("# %-60s | %s\n", i < first.n ? first.line[i] : "", i < other.n ? other.line[i] : "");
	}
	OK(good, "%s: the order of members makes no difference", name);
	OK(in_order, "%s: captions come in the order of their members", name);
}

/* Every caption and every image is accounted for, by rules written down plainly. */
static bool has(const struct set *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->name[i], name) == 0)
			return true;
	return false;
}

static bool found(const struct result *o, const char *want)
{
	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->line[i], want) == 0)
			return true;
	return false;
}

static void test_full_stem(void)
{
	static struct result o;
	bool good = true;
	struct set s;

	for (unsigned turn = 0; turn < 3000 && good; turn++) {
		invent(&s, true);
		pair_all(&s, false, false, &o);
		for (size_t i = 0; i < s.n && good; i++) {
			struct name n = name_split(span_of(s.name[i]));
			char txt[60], png[60], want[200];
			if (!span_is(name_ext(&n), ".png"))
				continue;
			snprintf(txt, sizeof txt, "%.*s.txt", SPAN_ARG(name_stem(&n)));
			snprintf(png, sizeof png, "%.*s.png", SPAN_ARG(name_stem(&n)));
			snprintf(want, sizeof want, "%d %.*s %s %s %s", (int)REC_CAPTION, SPAN_ARG(name_stem(&n)), txt, txt, png);
			if (has(&s, txt))
				good = found(&o, want);
			if (!good)
				printf("# wanted %s\n", want);
		}
	}
	OK(good, "an image and a .txt of one full stem are always a pair");
}

int main(void)
{
	test_table();
	test_suffixes();
	test_order(false, "full stems");
	test_order(true, "WebDataset");
	test_full_stem();
	return tap_end();
}
