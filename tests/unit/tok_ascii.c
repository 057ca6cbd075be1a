/* tok_ascii.c: plain ASCII 64 bytes at a time, by every way that this processor has: the same sets of bits, and with them the same
 * tokens as by the scanners. */
#include "base/ascii.h"
#include "tap.h"
#include "tok/bpe.h"
#include "tok/kinds64.h"
#include "tok_small.h"

typedef void kinds64_of(const char *p, struct kinds64 *k);

static void test_kinds(const char *name, kinds64_of *f)
{
	int same = 1;

	for (unsigned i = 0; i < 20000; i++) {
		struct kinds64 a, b;
		char text[64];
		for (size_t k = 0; k < sizeof text; k++)
			text[k] = (char)(i < 256 ? i : draw(256));
		f(text, &a);
		kinds64_plain(text, &b);
		same &= memcmp(&a, &b, sizeof a) == 0;
	}
	OK(same, "%s: the same kinds of bytes as one at a time", name);
}

/* Words and gaps of all lengths, with what patterns ask about. */
static size_t make_text(char *p, size_t room, bool mixed)
{
	/* Quotes, dashes, letters whole and in parts, marks, white space, what a normaliser makes ASCII, compatibility characters, other scripts. */
	static const char *const others[] = {"\u201c", "\u201d", "\u2019", "\u2014", "\u00e9", "e\u0301", "\u0301", "\u0323", "\u3000", "\u00a0", "\u2028",
		"\u212a", "\u0130", "\u017f", "\ufb01", "\u00b4", "\u2460", "\u0663", "\u4e2d", "\u0434\u043e\u043c", "\u03a3", "\U0001f600", "\uac00", "\u1100\u1161"};
	static const char *const gaps[] = {" the", " dog", " a", "s Red"};
	static const char *const parts[] = {"the", "Red", "APPLE", "dog", "'s", "'S", "'ll", "'", "''", "<|", "|>", "<|endoftext|>", "<|STARTOFTEXT|>", "<",
		" ", " ", " ", "  ", "     ", "\t", "\n", "\r\n", " \n ", "1", "22", "4444", ".", ",", ", ", "--", "(", " (", "\"", "@[", "_", "\x01", "x"};
	size_t n = 0, most = draw((uint32_t)room);

	while (n < most) {
		const char *z = parts[draw(sizeof parts / sizeof *parts)];
		if (mixed && draw(3))
			z = draw(4) ? gaps[draw(sizeof gaps / sizeof *gaps)] : others[draw(sizeof others / sizeof *others)];
		size_t times = draw(60) ? 1 : draw(90), size = strlen(z);
		for (; times && n + size <= most; times--, n += size)
			memcpy(p + n, z, size);
		if (n + 16 > most)
			break;
	}
	return n;
}

static bool same_out(struct tok_run *a, struct tok_run *b, struct span text)
{
	const uint32_t *ids, *want;
	size_t n = tok_ids(b, text, &want);
	bool same = tok_ids(a, text, &ids) == n && (n == 0 || memcmp(ids, want, n * sizeof *ids) == 0) && tok_count(a, text) == n && tok_count(b, text) == n;
	struct tok_out p = tok_encode(a, text), q = tok_encode(b, text);

	return same && p.n == q.n && (n == 0 || memcmp(p.v, q.v, n * sizeof *p.v) == 0);
}

/* Cut at all its marks, the text gives the same tokens. */
static bool same_parts(struct tok_run *a, struct tok_run *b, struct span text, size_t *marked)
{
	const struct tok_mark *marks;
	size_t n, all = tok_count_marked(a, text, draw(24), &marks, &n), from = 0, tokens = 0;
	struct tok_out want = tok_encode(b, text);

	*marked += n;
	for (size_t i = 0; i <= n; i++) {
		size_t to = i < n ? marks[i].at : text.n;
		struct tok_out part = tok_encode_part(a, text, from, to);
		if (part.n > want.n - tokens || (part.n && memcmp(part.v, want.v + tokens, part.n * sizeof *part.v) != 0))
			return false;
		tokens += part.n;
		from = to;
		if (i < n && marks[i].tokens != tokens)
			return false;
	}
	return tokens == all && all == want.n;
}

/* Each run of letters that became three tokens or more is in one of the words that are named, at its start or behind one character. */
static bool runs_named(struct tok_run *a, struct span text, size_t *found, size_t *unsure)
{
	struct tok_out t = tok_encode(a, text);

	*unsure += !t.by_words;
	for (size_t from = 0, to = 0; t.by_words && from < text.n; from = to + 1) {
		size_t tokens = 0, k = 0;
		for (to = from; to < text.n && ascii_letter((unsigned char)text.p[to]); to++)
			;
		for (size_t i = 0; i < t.n; i++)
			tokens += t.v[i].start < to && t.v[i].end > from;
		if (to - from < 3 || tokens < 3)
			continue;
		while (k < t.n_many && t.v[t.many[k]].start != from && t.v[t.many[k]].start + 1 != from)
			k++;
		if (k == t.n_many)
			return false;
		++*found;
	}
	return true;
}

static const char *const merges[] = {"t h", "th e", "\x20 the", "d o", "do g", "l l", "' ll", "a b", NULL};

static void test_words(const struct bpe_ascii_way *way, enum spec_pretok pretok, enum tok_variant variant)
{
	bool clip = pretok == PRE_CLIP, same = true, parts = true, named = true;
	size_t marked = 0, found = 0, unsure = 0;
	struct small v;

	small_begin(&v, clip ? NORM_CLIP : NORM_NONE, pretok, clip ? small_clip_merges : merges);
	OK(small_end(&v, NULL), "a vocabulary of pattern %d", (int)pretok);
	struct tok_run *a = tok_run_open(v.t, variant), *b = tok_run_open(v.t, variant);
	((struct bpe_run *)a->state)->ascii = way->f;
	((struct bpe_run *)b->state)->ascii = NULL;
	for (int i = 0; i < 6000 && same && parts && named; i++) {
		char room[400];
		size_t n = make_text(room, i % 4 ? 100 : sizeof room, false);
		char *exact = malloc(n + 1); /* a byte too many that is read is seen by the address sanitizer */
		if (!exact)
			break;
		memcpy(exact, room, n);
		same = same_out(a, b, (struct span){exact, n});
		parts = same_parts(a, b, (struct span){exact, n}, &marked);
		named = runs_named(a, (struct span){exact, n}, &found, &unsure);
		if (!same || !parts || !named)
			printf("# %.*s\n", (int)n, exact);
		free(exact);
	}
	OK(same, "%s: the same tokens as by the scanners, pattern %d, variant %d", way->name, (int)pretok, (int)variant);
	OK(parts && marked > 3000, "%s: the same in parts, cut at %zu marks", way->name, marked);
	OK(named && found > 300 && unsure > 100 && unsure < 5500, "%s: the words of three tokens are named: %zu, and not where a word ends within letters", way->name, found);
	tok_run_close(a);
	tok_run_close(b);
	small_fini(&v);
}

/* Text with some characters that are not ASCII: what stands between gaps of ASCII goes the fast way. */
static void test_mixed(enum spec_norm norm, enum spec_pretok pretok, enum tok_variant variant)
{
	bool same = true, parts = true;
	size_t marked = 0;
	struct small v;

	small_begin(&v, norm, pretok, pretok == PRE_CLIP ? small_clip_merges : merges);
	OK(small_end(&v, NULL), "a vocabulary of pattern %d", (int)pretok);
	struct tok_run *a = tok_run_open(v.t, variant), *b = tok_run_open(v.t, variant);
	((struct bpe_run *)b->state)->ascii = NULL;
	for (int i = 0; i < 20000 && same && parts; i++) {
		char room[400];
		size_t n = make_text(room, i % 4 ? 100 : sizeof room, true);
		same = same_out(a, b, (struct span){room, n});
		parts = same_parts(a, b, (struct span){room, n}, &marked);
		if (!same || !parts)
			printf("# %.*s\n", (int)n, room);
	}
	OK(same, "the same tokens of mixed text, norm %d, pattern %d, variant %d", (int)norm, (int)pretok, (int)variant);
	OK(parts && (marked > 3000 || variant == TOK_OPENAI), "the same in parts, cut at %zu marks", marked);
	tok_run_close(a);
	tok_run_close(b);
	small_fini(&v);
}

int main(void)
{
#define WAY(name, target, here)  \
	if (here())              \
		test_kinds(#name, kinds64_##name);
	KINDS64_WAYS(WAY)
#undef WAY
	for (const struct bpe_ascii_way *w = bpe_ascii_ways; w->f; w++) {
		if (!w->here())
			continue;
		test_words(w, PRE_CLIP, TOK_FAST);
		test_words(w, PRE_CLIP, TOK_OPENAI);
		test_words(w, PRE_LLAMA3, TOK_FAST);
		test_words(w, PRE_QWEN2, TOK_FAST);
	}
	test_mixed(NORM_CLIP, PRE_CLIP, TOK_FAST);
	test_mixed(NORM_CLIP, PRE_CLIP, TOK_OPENAI);
	test_mixed(NORM_NONE, PRE_LLAMA3, TOK_FAST);
	test_mixed(NORM_NFC, PRE_QWEN2, TOK_FAST);
	test_mixed(NORM_NFKC, PRE_QWEN2, TOK_FAST);
	return tap_end();
}
