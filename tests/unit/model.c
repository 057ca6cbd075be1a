/* model.c: models and encoders as tables, and the two ways of counting a template held against each other
 * on hostile captions. */
#include <string.h>

#include "base/hash.h"
#include "ftfy/ftfy.h"
#include "model/cleaning/cleaning.h"
#include "model/model.h"
#include "trainer/trainer.h"
#include "unit/oracle.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static struct tok_run *run_of(const char *vocab, enum tok_variant variant)
{
	static struct { const char *vocab; enum tok_variant variant; struct tok_run *run; } runs[32];
	static size_t n;
	size_t i = 0;

	while (i < n && (strcmp(runs[i].vocab, vocab) != 0 || runs[i].variant != variant))
		i++;
	if (i == n) {
		struct tok *t = oracle_vocab(vocab);

		runs[i].vocab = vocab;
		runs[i].variant = variant;
		runs[i].run = t ? tok_run_open(t, variant) : NULL;
		n++;
	}
	return runs[i].run;
}

static const struct model *model(const char *name)
{
	return model_find(span_of(name));
}

static void tables(void)
{
	static const char *const trainers[] = {"diffusers", "kohya", "musubi", "onetrainer", "simpletuner", "ai-toolkit",
					       "diffusion-pipe", "diffusion-pipe-video", "diffusers-lora", "diffsynth",
					       "ltx-trainer", "nemo"};
	size_t n, k, bad = 0;
	const struct model *const *m = model_all(&n);
	const struct encoder *const *e;

	for (size_t i = 0; i < n; i++) {
		for (const char *p = m[i]->alias; p && *p; p += strspn(p, " ")) {
			struct span name = {p, strcspn(p, " ")};

			bad += model_find(name) != m[i];
			p += name.n;
		}
	}
	OK(bad == 0, "every alias finds its own model");
	for (size_t i = 0; i < n; i++) {
		bad += model_find(span_of(m[i]->name)) != m[i] || !m[i]->title || !m[i]->profile || m[i]->n == 0;
		for (size_t t = 0; t < sizeof trainers / sizeof trainers[0]; t++) {
			struct model_encoder *v = model_for_trainer(&a, m[i], trainers[t], &k);

			for (size_t j = 0; j < k; j++) {
				bad += !v[j].encoder || !v[j].source || v[j].limit < 0;
				/* A template's parts and their counts come together, and the limit leaves
				 * room. */
				bad += !v[j].before != !v[j].before_tokens || !v[j].after != !v[j].after_tokens;
				bad += v[j].limit && v[j].limit <= v[j].before_tokens + v[j].after_tokens;
			}
		}
		for (size_t j = 0; j < m[i]->n_overrides; j++) {
			size_t at = 0;

			while (m[i]->n > 1 && at < m[i]->n && m[i]->encoders[at].encoder != m[i]->overrides[j].row.encoder)
				at++;
			bad += at == m[i]->n;
		}
	}
	OK(bad == 0, "every row of every model and trainer has encoder, source and room");
	e = encoder_all(&n);
	for (size_t i = 0; i < n; i++)
		bad += encoder_find(span_of(e[i]->name)) != e[i] || !e[i]->vocab || !e[i]->get || !e[i]->source;
	OK(bad == 0, "every encoder has its vocabulary, how to get it and a source");
	OK(model("flux") == model("flux-dev") && model("sd3.5") == model("sd35"), "aliases");
	OK(!model("") && !model("sd") && !encoder_find(SPAN("clip")), "no name is found by a part of it");
	struct model_encoder *v = model_for_trainer(&a, model("wan"), "kohya", &k);
	OK(v[0].limit == 512 && v[0].note && strstr(v[0].note, "kohya"), "a trainer that was not read is said to be so");
}

static struct trainer_spec *spec(const char *text)
{
	struct diag d = {0};

	return trainer_parse(&a, text, &d);
}

static void options(void)
{
	size_t n;
	struct model_encoder *v = trainer_model(&a, spec("kohya:max_token_length=225"), model("sdxl"), &n);

	OK(n == 2 && v[0].limit == 227 && v[0].chunks == 3 && v[1].limit == 227, "kohya's 225 is three rows in 227");
	v = trainer_model(&a, spec("kohya:max_token_length=150"), model("flux-dev"), &n);
	OK(v[0].limit == 77 && v[1].limit == 512, "but not for Flux");
	v = trainer_model(&a, spec("kohya:t5xxl_max_token_length=128"), model("flux-schnell"), &n);
	OK(v[1].limit == 128, "kohya's t5xxl_max_token_length");
	v = trainer_model(&a, spec("diffusion-pipe:max_sequence_length=512"), model("ponyv7"), &n);
	OK(v[0].limit == 512, "diffusion-pipe's max_sequence_length");
	v = trainer_model(&a, spec("diffusion-pipe"), model("hunyuanvideo"), &n);
	OK(v[0].limit == 292, "diffusion-pipe's form for images");
	v = trainer_model(&a, spec("diffusion-pipe:video"), model("hunyuanvideo"), &n);
	OK(v[0].limit == 351, "and for clips");
	v = trainer_model(&a, spec("diffusion-pipe"), model("sdxl"), &n);
	OK(v[0].limit == 0 && v[1].limit == 0, "diffusion-pipe never cuts SDXL's text");
	v = trainer_model(&a, spec("kohya:system_prompt=You paint."), model("lumina2"), &n);
	OK(v[0].before && strcmp(v[0].before, "You paint. <Prompt Start>") == 0 && v[0].limit == 256, "kohya's system_prompt stands inside Lumina's limit");
	v = trainer_model(&a, spec("kohya:system_prompt=You paint."), model("sdxl"), &n);
	OK(!v[0].before, "and nowhere else");
	v = trainer_model(&a, NULL, model("sana"), &n);
	OK(v[0].limit == 506, "no trainer: the reference");
}

static struct span cleaned(const struct model_encoder *e, const char *text, const uint32_t **map)
{
	struct cleaned c;

	cleaned_make(e->cleaning, span_of(text), &a, &c);
	*map = c.map;
	return c.text;
}

static void cleaning(void)
{
	const struct model_encoder *wan = model("wan")->encoders, *sana = model("sana")->encoders,
				   *flux2 = model("flux2-dev")->encoders;
	const uint32_t *map;
	struct span s = cleaned(wan, "  a\n\tcafÃ© &amp;lt; x ", &map);

	OK(span_is(s, "a café < x"), "wan: mojibake, entities twice, white space");
	OK(map && map[0] == 2 && map[2] == 3 && map[3] == 5, "the fold of a line feed and a tab comes from both");
	OK(map[2 * 5] == 8 && map[2 * 5 + 1] == 12, "é comes from Ã and ©");
	OK(map[2 * 8] == 13 && map[2 * 8 + 1] == 21, "< comes from its whole entity");
	s = cleaned(wan, "plain text", &map);
	OK(span_is(s, "plain text") && !map, "plain text passes through");
	s = cleaned(sana, " Ein ΣΑΣ\xc4\xb0 X\n", &map);
	OK(span_is(s, "ein \xcf\x83\xce\xb1\xcf\x83i\xcc\x87 x"), "sana: lower case as Python has it, stripped");
	OK(map[0] == 1 && map[2 * 10] == 11 && map[2 * 12 + 1] == 13, "İ becomes three bytes from its two");
	s = cleaned(flux2, "[IMG] a [IMG[IMG]]", &map);
	OK(span_is(s, " a [IMG]") && map[2 * 3] == 8 && map[2 * 7] == 17, "flux2: [IMG] out, once");
	s = cleaned(flux2, "[IMG]", &map);
	OK(s.n == 0, "nothing may be left");
}

static uint64_t state = 7;
static uint64_t rnd(uint64_t n)
{
	return hash_u64(state += 0x9e3779b97f4a7c15u) % n;
}

static struct span hostile(struct buf *b)
{
	static const char *const words[] = {
		"", " ", "  ", "\n", "\n\n", "\r\n", "\t", "a", "cat", "1", "2024", ",", ":", "::", "(", "))", "<", "<|im_end|>",
		"<|im_start|>", "<|eot_id|>", "</s>", "<s>", "[/INST]", "[INST]", "[IMG]", "<bos>", "<think>", "\xe2\x80\xa8",
		"\xcc\x81", "é", "日本", "\xf0\x9f\x98\xba", "\xc2\xa0", "\xe3\x80\x80", "user", "\xe2\x96\x81", "'s", ">", "|>", "_",
	};

	buf_reset(b);
	for (uint64_t n = rnd(9); n; n--)
		buf_adds(b, span_of(words[rnd(sizeof words / sizeof words[0])]));
	return buf_span(b);
}

/* model_feed tokenises the joint and the caption, model_ids the whole text: they must count the same. */
static void two_ways(void)
{
	static const char *const trainers[] = {"diffusers", "simpletuner", "diffusion-pipe", "onetrainer"};
	size_t n, rows = 0, wrong = 0;
	const struct model *const *all = model_all(&n);
	struct buf b = BUF_INIT;

	for (int i = 0; i < 400; i++) {
		struct span s = hostile(&b);
		struct arena t = ARENA_INIT;

		for (size_t m = 0; m < n; m++) {
			size_t k, ids;
			struct model_encoder *v = model_for_trainer(&t, all[m], trainers[i % 4], &k);

			for (size_t j = 0; j < k; j++) {
				struct tok_run *r = run_of(v[j].encoder->vocab, TOK_FAST);
				struct feed f;

				if (!r)
					continue;
				model_feed(r, &v[j], s, true, &t, &f);
				model_ids(r, &v[j], s, &t, &ids);
				rows++;
				if (f.tokens != ids && wrong++ < 5)
					printf("# %s %s: %zu fed, %zu ids\n", all[m]->name, v[j].encoder->name, f.tokens, ids);
			}
		}
		arena_fini(&t);
	}
	buf_fini(&b);
	if (rows)
		OK(wrong == 0, "a template counted in parts and whole, %zu times", rows);
	else
		printf("ok %d - two ways of counting # skip no vocabulary\n", ++tap_n);
}

/* What is known of the models that needs CLIP or Qwen. */
static void facts(void)
{
	static const struct { const char *text; size_t fast, ftfy; } seven[] = {
		{"the woman’s dress", 6, 4}, {"“OPEN” sign", 6, 4}, {"it’s", 4, 2}, {"1girl，solo，long hair", 11, 7},
		{"ﬁne art", 5, 2}, {"cafÃ©", 4, 1}, {"\xef\xbb\xbf" "1girl, solo", 7, 4},
	};
	struct tok_run *fast = run_of("clip", TOK_FAST), *fixed = run_of("clip", TOK_FTFY), *qwen = run_of("qwen2", TOK_FAST);
	struct model_encoder clip = model_alone(encoder_find(SPAN("clip-l")));
	struct feed f;

	if (!fast || !qwen) {
		printf("ok %d - what is known of the models # skip no vocabulary\n", ++tap_n);
		return;
	}
	for (size_t i = 0; i < sizeof seven / sizeof seven[0]; i++)
		OK(tok_count(fast, span_of(seven[i].text)) == seven[i].fast &&
		   tok_count(fixed, span_of(seven[i].text)) == seven[i].ftfy, "%s: %zu tokens, %zu behind ftfy", seven[i].text,
		   seven[i].fast, seven[i].ftfy);
	model_feed(fast, &clip, SPAN("score_9, score_8_up, score_7_up"), false, &a, &f);
	OK(f.content == 15 && f.tokens == 17 && f.usable == 75, "Pony's score tags are 15 tokens");

	struct fed fed;
	const struct model_encoder *row = model("qwen-image")->encoders;
	size_t n, k;
	trainer_feed(spec("ai-toolkit"), SPAN("a, b"), false, &a, &fed);
	OK(fed.n == 1 && span_is(fed.texts[0], "a,  b"), "ai-toolkit doubles the space behind a comma");
	uint32_t *before = model_ids(qwen, row, SPAN("a, b"), &a, &n), *after = model_ids(qwen, row, fed.texts[0], &a, &k);
	OK(n != k || memcmp(before, after, n * sizeof *before) != 0, "which changes Qwen's ids");
	model_feed(fast, &clip, SPAN("a, b"), false, &a, &f);
	n = f.tokens;
	model_feed(fast, &clip, fed.texts[0], false, &a, &f);
	OK(f.tokens == n, "and CLIP folds");
}

static void cuts(void)
{
	struct tok_run *r = run_of("clip", TOK_FAST);
	struct model_encoder e = model_alone(encoder_find(SPAN("clip-l")));
	struct feed f;

	if (!r) {
		printf("ok %d - cuts # skip no vocabulary\n", ++tap_n);
		return;
	}
	e.limit = 6;
	model_feed(r, &e, SPAN("a b c d"), true, &a, &f);
	OK(f.lost == 0 && f.cut_start == f.cut_end && f.n == 4, "what fits is whole");
	model_feed(r, &e, SPAN(" a b c d e  f "), true, &a, &f);
	OK(f.lost == 2 && f.cut_start == 9 && f.cut_end == 13 && f.n == 6, "the cut is the tail's words");
	e.limit = 4;
	model_feed(r, &e, SPAN("x\xf0\x9f\xab\xa8y"), true, &a, &f);
	OK(f.lost > 0 && f.cut_start >= 5, "a character that is split stays with its first token");
	e.limit = 2;
	model_feed(r, &e, SPAN("a b"), false, &a, &f);
	OK(f.usable == 0 && f.lost == 2 && f.cut_start == 0 && f.cut_end == 3, "no room at all");
	e.limit = 0;
	model_feed(r, &e, SPAN("a b"), false, &a, &f);
	OK(f.usable == 0 && f.lost == 0, "limit 0 never cuts");
}

/* What diffusers' clean_caption makes of captions, with beautifulsoup4 4.15.0 and ftfy 6.3.1. */
static void debris(void)
{
	static const struct { const char *caption, *clean; } all[] = {
		{"a red bicycle, a wall", "a red bicycle, a wall"},
		{"A+Dog%20on a Mat", "a dog on a mat"},
		{"see http://x.com/a b, www.foo.co/bar c", "see b, c"},
		{"<b class='x>y'>Bold</b> <!-- no --> &eacute; &lt;i&gt; &nope; x", "bold é nope x"},
		{"@nick a 猫 dog", "a dog"},
		{"IMG_1234.jpg of a cat, free download, page 12", "of a cat,"},
		{"1.2.3.4 12x15 ab1234 #12 #123456", ""},
		{"a-b-c-d-e_f", "a b c d e f"},
		{"“EXIT” ‘x’ ½ [y] {z} (w)", "\"exit\" 'x' y z w"},
		{"'quoted whole'", "quoted whole"},
		{"a,b a.b a/b . c : d", "a, b a. b a b c: d"},
		{"<script>x=1</script>y", "y"},
		{"%E2%82 %C3%A9", "\xEF\xBF\xBD é"},
		{"A&W", "aw"},
		{"a &#14; cat", "a cat"},
		{"&#128;5 &#233; &#x41cb0; &#x10ffff; &#1114112;", "€5 é \xF1\x81\xB2\xB0 \xF4\x8F\xBF\xBF \xEF\xBF\xBD"},
		{"&#xzz <b>x</b> &#; <i>y</i>", "xzz x ; y< i>"},
		{"&#12a; x", "12a; x"},
		{"a &#12", "a"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct cleaned c;
		bool inside = true;
		cleaned_make(&cleaning_caption, span_of(all[i].caption), &a, &c);
		for (size_t k = 0; c.map && k < c.text.n; k++)
			inside &= c.map[2 * k] <= c.map[2 * k + 1] && c.map[2 * k + 1] <= strlen(all[i].caption);
		OK(span_is(c.text, all[i].clean) && inside, "clean_caption of \"%s\" is \"%.*s\"", all[i].caption, SPAN_ARG(c.text));
	}
}

int main(void)
{
	tables();
	options();
	cleaning();
	debris();
	two_ways();
	facts();
	cuts();
	arena_fini(&a);
	return tap_end();
}
