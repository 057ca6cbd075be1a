/* tok_bpe.c: the byte-level engine on small vocabularies of our own: merging, scanners, CLIP's two ways, added tokens, pieces. */
#include <stdlib.h>
#include <string.h>

#include "tok/bpe_merge.h"
#include "tok/pretok.h"
#include "unit/tap.h"
#include "unit/tok_small.h"

/* The tokens of text as their bytes, joined by |. */
static const char *show(struct arena *a, const struct tok *t, struct tok_run *r, const char *text)
{
	const uint32_t *ids;
	struct span out = SPAN("");
	size_t n = tok_ids(r, span_of(text), &ids);

	for (size_t i = 0; i < n; i++)
		out = arena_printf(a, "%.*s%s%.*s", SPAN_ARG(out), i ? "|" : "", SPAN_ARG(tok_token(t, ids[i])));
	return arena_dup(a, out).p;
}

#define SHOWS(v, r, text, want)                                                       \
	do {                                                                          \
		const char *got_ = show(&(v)->a, (v)->t, (r), (text));                \
		OK(strcmp(got_, (want)) == 0, "%s gives %s", #text, got_);            \
	} while (0)

/* Compiled and opened, or the test is over. */
static void end(struct small *v)
{
	struct diag d = {0};

	OK(small_end(v, &d), "a small vocabulary compiles and opens %s", d.message);
	if (!v->t)
		exit(tap_end());
}

/* ---- merging ---- */

/* Random merges over a random alphabet; the plain search and the list with its tree must agree on every word. */
static void test_merging(void)
{
	int agree = 1, merged = 0;

	for (int round = 0; round < 40; round++) {
		struct small v;
		struct merges m;
		struct merge_work w = {0};
		uint32_t letters = 2 + draw(12);
		small_begin(&v, NORM_NONE, PRE_GPT2, NULL);
		for (int i = 0; i < 60; i++) { /* halves from letters and earlier results; some pairs come twice */
			uint32_t l = draw(letters + (uint32_t)i), r = draw(letters + (uint32_t)i);
			uint32_t left = l < letters ? 'a' + l : 256 + l - letters;
			uint32_t right = r < letters ? 'a' + r : 256 + r - letters;
			small_merge(&v, left, right);
		}
		struct diag d = {0};
		if (!small_end(&v, &d) || merges_load(v.t, &m, &d) != 0) {
			agree = 0;
			break;
		}
		for (int k = 0; k < 200; k++) {
			struct symbol x[64], y[64];
			size_t n = 1 + draw(64);
			for (size_t i = 0; i < n; i++)
				x[i] = y[i] = (struct symbol){'a' + draw(letters), 1};
			size_t nx = merge_word_plain(&m, x, n), ny = merge_word_long(&m, &w, y, n);
			agree &= nx == ny && memcmp(x, y, nx * sizeof *x) == 0;
			merged += nx < n;
		}
		merge_work_fini(&w);
		small_fini(&v);
	}
	OK(agree && merged > 1000, "the plain and the long way of merging agree (%d words merged)", merged);
}

/* ---- scanners: what the reference's engine (onig, in PyPI tokenizers 0.23.3) made of these ---- */

static const struct {
	enum spec_pretok pretok;
	const char *cuts;
} cases[] = {
	{PRE_GPT2, "a| | red| apple"},
	{PRE_GPT2, "don|'t| I|'|LL| we|'|Ve| '|sun| '|S"},
	{PRE_GPT2, "x|\n\n| y| \n | z|  "},
	{PRE_GPT2, "12345| 1| 22"},
	{PRE_GPT2, "!!!| ?|\n|\n|ok| ./|\n|/"},
	{PRE_GPT2, "tab|\t|word|\xE3\x80\x80""|wide|  |\xC2\xA0""|nb"},
	{PRE_GPT2, "camelCaseHTMLParser| aB"},
	{PRE_GPT2, "A|\xCC\x81""|B| \xCC\x81""|Ab| \xCC\x81""|AB"},
	{PRE_GPT2, "\xC2\xAA""Ab\xC2\xAA""A| \xCA\xB0""X"},
	{PRE_GPT2, "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97""| 123|\xE4\xB8\xAD""Ab"},
	{PRE_GPT2, "'|\xC5\xBF""t| '|s"},
	{PRE_GPT2, "e|\xCC\x81""| \xF0\x9F\x98\x80""|a| \xF0\x9F\x98\x80\xF0\x9F\x98\x80""| .|b"},
	{PRE_GPT2, "   "},
	{PRE_GPT2, "\n"},
	{PRE_GPT2, "a|/|b|/|c| ./|\r\n\n"},
	{PRE_GPT2, "\xE2\x85\xA7\xE2\x85\xA8\xC2\xB2""|x"},
	{PRE_GPT2, "\xC7\x85""ungla| \xC7\x85"""},
	{PRE_LLAMA3, "a| | red| apple"},
	{PRE_LLAMA3, "don|'t| I|'LL| we|'Ve| '|sun| '|S"},
	{PRE_LLAMA3, "x|\n\n| y| \n| | z|  "},
	{PRE_LLAMA3, "123|45| |1| |22"},
	{PRE_LLAMA3, "!!!| ?\n\n|ok| ./\n|/"},
	{PRE_LLAMA3, "tab|\tword|\xE3\x80\x80""wide|  |\xC2\xA0""nb"},
	{PRE_LLAMA3, "camelCaseHTMLParser| aB"},
	{PRE_LLAMA3, "A|\xCC\x81""B| \xCC\x81""|Ab| \xCC\x81""|AB"},
	{PRE_LLAMA3, "\xC2\xAA""Ab\xC2\xAA""A| \xCA\xB0""X"},
	{PRE_LLAMA3, "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97""| |123|\xE4\xB8\xAD""Ab"},
	{PRE_LLAMA3, "'\xC5\xBF""|t| '|s"},
	{PRE_LLAMA3, "e|\xCC\x81""| \xF0\x9F\x98\x80""|a| \xF0\x9F\x98\x80\xF0\x9F\x98\x80""| .|b"},
	{PRE_LLAMA3, "   "},
	{PRE_LLAMA3, "\n"},
	{PRE_LLAMA3, "a|/b|/c| ./\r\n\n"},
	{PRE_LLAMA3, "\xE2\x85\xA7\xE2\x85\xA8\xC2\xB2""|x"},
	{PRE_LLAMA3, "\xC7\x85""ungla| \xC7\x85"""},
	{PRE_QWEN2, "a| | red| apple"},
	{PRE_QWEN2, "don|'t| I|'LL| we|'Ve| '|sun| '|S"},
	{PRE_QWEN2, "x|\n\n| y| \n| | z|  "},
	{PRE_QWEN2, "1|2|3|4|5| |1| |2|2"},
	{PRE_QWEN2, "!!!| ?\n\n|ok| ./\n|/"},
	{PRE_QWEN2, "tab|\tword|\xE3\x80\x80""wide|  |\xC2\xA0""nb"},
	{PRE_QWEN2, "camelCaseHTMLParser| aB"},
	{PRE_QWEN2, "A|\xCC\x81""B| \xCC\x81""|Ab| \xCC\x81""|AB"},
	{PRE_QWEN2, "\xC2\xAA""Ab\xC2\xAA""A| \xCA\xB0""X"},
	{PRE_QWEN2, "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97""| |1|2|3|\xE4\xB8\xAD""Ab"},
	{PRE_QWEN2, "'\xC5\xBF""|t| '|s"},
	{PRE_QWEN2, "e|\xCC\x81""| \xF0\x9F\x98\x80""|a| \xF0\x9F\x98\x80\xF0\x9F\x98\x80""| .|b"},
	{PRE_QWEN2, "   "},
	{PRE_QWEN2, "\n"},
	{PRE_QWEN2, "a|/b|/c| ./\r\n\n"},
	{PRE_QWEN2, "\xE2\x85\xA7""|\xE2\x85\xA8""|\xC2\xB2""|x"},
	{PRE_QWEN2, "\xC7\x85""ungla| \xC7\x85"""},
	{PRE_TEKKEN, "a| | red| apple"},
	{PRE_TEKKEN, "don|'t| I|'LL| we|'Ve| '|sun| '|S"},
	{PRE_TEKKEN, "x|\n\n| y| \n| | z|  "},
	{PRE_TEKKEN, "1|2|3|4|5| |1| |2|2"},
	{PRE_TEKKEN, "!!!| ?\n\n|ok| ./\n/"},
	{PRE_TEKKEN, "tab|\tword|\xE3\x80\x80""wide|  |\xC2\xA0""nb"},
	{PRE_TEKKEN, "camel|Case|HTMLParser| a|B"},
	{PRE_TEKKEN, "A\xCC\x81""|B| \xCC\x81""Ab| \xCC\x81""|AB"},
	{PRE_TEKKEN, "\xC2\xAA""Ab\xC2\xAA""|A| \xCA\xB0""|X"},
	{PRE_TEKKEN, "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97""| |1|2|3|\xE4\xB8\xAD""Ab"},
	{PRE_TEKKEN, "'\xC5\xBF""t| '|s"},
	{PRE_TEKKEN, "e\xCC\x81""| \xF0\x9F\x98\x80""|a| \xF0\x9F\x98\x80\xF0\x9F\x98\x80""| .|b"},
	{PRE_TEKKEN, "   "},
	{PRE_TEKKEN, "\n"},
	{PRE_TEKKEN, "a|/b|/c| ./\r\n\n"},
	{PRE_TEKKEN, "\xE2\x85\xA7""|\xE2\x85\xA8""|\xC2\xB2""|x"},
	{PRE_TEKKEN, "\xC7\x85""ungla| \xC7\x85"""},
	{PRE_O200K, "don't| I'LL| we'Ve|'sun"},
	{PRE_O200K, "camel|Case|HTMLParser's| a|B"},
	{PRE_O200K, "123|45| |1| ./\n/|x"},
	{PRE_O200K, "x|\n\n| y| \n| | z|  "},
	{PRE_O200K, "A\xCC\x81""|B| \xCC\x81""Ab"},
	{PRE_QWEN35, "don|'t| I|'LL| '|s"},
	{PRE_QWEN35, "e\xCC\x81""a| \xCC\x81""b\xCC\x81""|1|2"},
	{PRE_QWEN35, "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7\xE0\xA4\xBF| |1| !\n|x"},
	{PRE_DEEPSEEK, "a| red|#include| don|'t| x|_y"},
	{PRE_DEEPSEEK, "123|45| |1|\xE6\x97\xA5\xE6\x9C\xAC""|A|  |\xE3\x81\x8B""|b"},
	{PRE_DEEPSEEK, "a|\x01\x02|\x03""b| | c| !?\n\n\n"},
	{PRE_DEEPSEEK, "\xE3\x83\x95""|\xE3\x82\x9B""|\xE3\x81\x8A""\xE3\x82\x8A""|a|\xE3\x82\xA2""|\xE3\x83\xBB""|\xE3\x82\xA4""|\xE3\x81\x80""\xE3\x81\x80""|\xE3\x81\x80""\xE3\x81\x82""\xE3\x82\x99""|\xE3\x82\x9B"""},
	{PRE_DEEPSEEK, "\xE3\x80\x85"},
};

static void test_scanners(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[256], got[512];
		size_t n = 0, g = 0;
		for (const char *p = cases[i].cuts; *p; p++)
			if (*p != '|')
				text[n++] = *p;
		for (const char *p = text, *e = text + n; p < e;) {
			const char *q = pretok_for(cases[i].pretok)(p, e);
			if (g)
				got[g++] = '|';
			memcpy(got + g, p, (size_t)(q - p));
			g += (size_t)(q - p);
			p = q;
		}
		got[g] = 0;
		OK(strcmp(got, cases[i].cuts) == 0, "pattern %d, text %zu", (int)cases[i].pretok, i);
	}
}

/* ---- CLIP ---- */

static void test_clip(void)
{
	struct small v;
	const struct spec_added special = {.special = true};

	small_begin(&v, NORM_CLIP, PRE_CLIP, small_clip_merges);
	small_add(&v, "<|startoftext|>", special);
	small_add(&v, "<|endoftext|>", special);
	end(&v);
	struct tok_run *r = tok_run_open(v.t, TOK_FAST), *o = tok_run_open(v.t, TOK_OPENAI), *f = tok_run_open(v.t, TOK_FTFY);
	SHOWS(&v, r, "The Red\t apple", "the|red|apple");
	SHOWS(&v, r, "THE DOG'S", "the|dog|'s");
	SHOWS(&v, r, "dog12", "dog|1|2");
	SHOWS(&v, r, "", "");
	SHOWS(&v, r, " \t\r\n", "");
	SHOWS(&v, r, "the<|endoftext|>red", "the|<|endoftext|>|red");
	SHOWS(&v, r, "<|ENDOFTEXT|>!", "<||e|n|do|f|t|e|x|t||>|!");
	SHOWS(&v, o, "<|ENDOFTEXT|>!", "<|endoftext|>|!");
	SHOWS(&v, f, "<|ENDOFTEXT|>!", "<|endoftext|>|!");
	SHOWS(&v, o, "!<|endoftext|>", "!|<||e|n|do|f|t|e|x|t||>");
	SHOWS(&v, f, "!<|endoftext|>", "!|<|endoftext|>");
	SHOWS(&v, r, "the\xE2\x80\x8B" "dog", "the|\xE2|\x80|\x8B|dog");
	SHOWS(&v, r, "\xE2\x84\xAA", "k");
	SHOWS(&v, r, "re\xCC\x81" "d", "r|\xC3|\xA9|d");
	SHOWS(&v, f, "the\xCD\x85" "dog", "the|dog");
	SHOWS(&v, r, "\xCE\xA3", "\xCF|\x83");
	SHOWS(&v, f, "d\xCE\xA3", "d|\xCF|\x82");
	tok_run_close(r);
	tok_run_close(o);
	tok_run_close(f);
	small_fini(&v);
}

/* Every text must come out the same by the ASCII way and, with a non-ASCII word behind it, by the other. */
static void test_two_ways(enum tok_variant variant)
{
	static const char alphabet[] = "adeghloprstvwADEGS 019''.,!<|>  \t\n_-x";
	struct small v;
	int same = 1;

	small_begin(&v, NORM_CLIP, PRE_CLIP, small_clip_merges);
	end(&v);
	struct tok_run *r = tok_run_open(v.t, variant);
	for (int i = 0; i < 20000; i++) {
		char text[96];
		uint32_t plain[96];
		const uint32_t *ids;
		size_t n = draw(90);
		for (size_t k = 0; k < n; k++)
			text[k] = alphabet[draw(sizeof alphabet - 1)];
		memcpy(text + n, " \xC3\xA9", 4);
		size_t a = tok_ids(r, (struct span){text, n}, &ids);
		memcpy(plain, ids, a * sizeof *ids);
		size_t b = tok_ids(r, (struct span){text, n + 3}, &ids);
		same &= b == a + 2 && memcmp(plain, ids, a * sizeof *ids) == 0;
		same &= tok_count(r, (struct span){text, n}) == a && tok_count(r, (struct span){text, n + 3}) == b;
	}
	OK(same, "ASCII and normalised text give the same tokens, variant %d", (int)variant);
	tok_run_close(r);
	small_fini(&v);
}

static void test_pieces(void)
{
	struct small v;

	small_begin(&v, NORM_CLIP, PRE_CLIP, small_clip_merges);
	end(&v);
	struct tok_run *r = tok_run_open(v.t, TOK_FAST);
	/* e + combining acute: one letter in NFC (two tokens), from three bytes; capital I with dot: i and a dot, from two. */
	struct tok_out p = tok_encode(r, span_of("The DOG e\xCC\x81 \xC4\xB0"));
	OK(p.n == 7 && p.v[0].start == 0 && p.v[0].end == 3 && p.v[1].start == 4 && p.v[1].end == 7, "pieces of words");
	OK(p.n == 7 && p.v[2].start == 8 && p.v[2].end == 11 && p.v[3].start == 8 && p.v[3].end == 11,
	   "a composed letter stands for all its bytes");
	OK(p.n == 7 && p.v[4].start == 12 && p.v[4].end == 14 && p.v[6].start == 12 && p.v[6].end == 14,
	   "what lower case made of one letter stands for it");
	p = tok_encode(r, span_of("a \xF0\x9F\x90\x95 dog"));
	OK(p.n == 6 && p.v[1].start == 2 && p.v[1].end == 6 && p.v[4].start == 2 && p.v[4].end == 6 && p.v[5].start == 7,
	   "parts of a character are widened to it");
	tok_run_close(r);
	small_fini(&v);
}

/* ---- added tokens ---- */

static void test_added(void)
{
	struct small v;

	small_begin(&v, NORM_NONE, PRE_GPT2, NULL);
	small_add(&v, "<a>", (struct spec_added){.special = true});
	small_add(&v, "<a><b>", (struct spec_added){.special = true});
	small_add(&v, "<left>", (struct spec_added){.lstrip = true});
	small_add(&v, "<right>", (struct spec_added){.rstrip = true});
	small_add(&v, "word", (struct spec_added){.single_word = true});
	small_add(&v, "\n\n", (struct spec_added){.id = 0});
	small_add(&v, "<n>", (struct spec_added){.normalized = true});
	end(&v);
	struct tok_run *r = tok_run_open(v.t, TOK_FAST);
	SHOWS(&v, r, "x<a>y", "x|<a>|y");
	SHOWS(&v, r, "<a><b><a><<a>", "<a><b>|<a>|<|<a>");
	SHOWS(&v, r, "x  <left> y", "x|<left>| |y");
	SHOWS(&v, r, "x <right>  y", "x| |<right>|y");
	SHOWS(&v, r, "<right> <left>", "<right>|<left>");
	SHOWS(&v, r, "word words word", "word| |w|o|r|d|s| |word");
	SHOWS(&v, r, "x\xC3\xA9word", "x|\xC3|\xA9|w|o|r|d");
	SHOWS(&v, r, "\n\n\n", "\n\n|\n");
	SHOWS(&v, r, "x<n>", "x|<n>");
	OK(tok_added_id(v.t, SPAN("<n>")) >= 256 && tok_added_id(v.t, SPAN("<nn>")) < 0, "added tokens by their content");
	struct tok_out p = tok_encode(r, span_of("x  <left> y"));
	OK(p.n == 4 && p.v[1].start == 1 && p.v[1].end == 9, "what is stripped belongs to the token");
	tok_run_close(r);
	small_fini(&v);
}

static void test_refused(void)
{
	struct small v;
	struct diag d = {0};

	small_begin(&v, NORM_NONE, PRE_GPT2, NULL);
	v.s.n_tokens = 255;
	OK(vocab_compile(&v.s, "small", &v.blob, &d) != 0 && strcmp(d.code, "unsupported-component") == 0, "a missing byte");
	v.s.n_tokens = 256;
	v.s.norm = NORM_CHARSMAP;
	OK(vocab_compile(&v.s, "small", &v.blob, &d) != 0 && strcmp(d.code, "unsupported-component") == 0,
	   "a normalizer that does not go with bytes");
	v.s.norm = NORM_NONE;
	v.s.tokens[7].id = ID_MAX;
	OK(vocab_compile(&v.s, "small", &v.blob, &d) != 0 && strcmp(d.code, "bad-tokenizer") == 0, "an id out of range");
	small_fini(&v);
}

int main(void)
{
	test_merging();
	test_scanners();
	test_clip();
	test_two_ways(TOK_FAST);
	test_two_ways(TOK_OPENAI);
	test_pieces();
	test_added();
	test_refused();
	return tap_end();
}
