/* tok_sp_load.c: the loaders of tokenizer files: what they read, what they refuse and how they say it; files that are cut, damaged or
 * made to hurt. */
#include <sys/stat.h>
#include <unistd.h>

#include "text/utf8.h"
#include "tok/load/load.h"
#include "unit/tok_sp.h"

#define M "\xE2\x96\x81"
#define UNIGRAM "'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-9],['a',-1]]}"
#define META "'pre_tokenizer':{'type':'Metaspace','replacement':'" M "','prepend_scheme':'always','split':true},"
#define FLAGS ",'single_word':false,'lstrip':false,'rstrip':false,'normalized':false,'special':false"
#define BYTES "'pre_tokenizer':{'type':'ByteLevel','add_prefix_space':false},"

/* ---- errors ---- */

static const struct refusal {
	const char *json, *code, *says;
} refusals[] = {
	{"", "bad-tokenizer", "not a JSON object"},
	{"[1]", "bad-tokenizer", "not a JSON object"},
	{"{", "bad-tokenizer", "ends in the middle"},
	{"{}", "bad-tokenizer", "no member \"model\""},
	{"{'model':{}} x", "bad-tokenizer", "nothing should follow"},
	{"{'model':{},'model':{}}", "bad-tokenizer", "stands twice"},
	{"{'model':7}", "bad-tokenizer", "model should be an object"},
	{"{'model':{'type':'BPE'}}", "bad-tokenizer", "without a vocab"},
	{"{'model':{'type':'WordPiece','vocab':{}}}", "unsupported-component", "model has type WordPiece"},
	{"{'model':{'type':'BPE','vocab':[],'merges':[]}}", "bad-tokenizer", "vocab should be an object"},
	{"{'model':{'type':'BPE','vocab':{'a':0}}}", "bad-tokenizer", "without merges"},
	{"{'model':{'type':'BPE','vocab':{'a':-1},'merges':[]}}", "bad-tokenizer", "out of range"},
	{"{'model':{'type':'BPE','vocab':{'a':99999999},'merges':[]}}", "bad-tokenizer", "out of range"},
	{"{'model':{'type':'BPE','vocab':{'a':99999999999999999999},'merges':[]}}", "bad-tokenizer", "no whole number"},
	{"{'model':{'type':'BPE','vocab':{'a':'b'},'merges':[]}}", "bad-tokenizer", "no whole number"},
	{"{'model':{'type':'BPE','vocab':{'a':1,'b':1},'merges':[]}}", "bad-tokenizer", "taken by another"},
	{"{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['a b']}}", "bad-tokenizer", "makes a token that is not"},
	{"{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['a c']}}", "bad-tokenizer", "names a token that is not"},
	{"{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':['ab']}}", "bad-tokenizer", "two tokens with a space"},
	{"{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':[['a','b','c']]}}", "bad-tokenizer", "not a pair"},
	{"{'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':[7]}}", "bad-tokenizer", "not a pair"},
	{"{'model':{'type':'BPE','dropout':0.1,'vocab':{},'merges':[]}}", "unsupported-component", "dropout"},
	{"{'model':{'type':'BPE','unk_token':'x','vocab':{'a':0},'merges':[]}}", "bad-tokenizer", "unk_token"},
	{"{'model':{'type':'BPE','continuing_subword_prefix':'##','vocab':{},'merges':[]}}", "unsupported-component", "subword_prefix"},
	{"{'model':{'type':'Unigram','unk_id':0,'vocab':{}}}", "bad-tokenizer", "should be a list"},
	{"{'model':{'type':'Unigram','unk_id':0,'vocab':[['a']]}}", "bad-tokenizer", "not a pair of piece and score"},
	{"{'model':{'type':'Unigram','unk_id':0,'vocab':[['a','b']]}}", "bad-tokenizer", "not a pair of piece and score"},
	{"{'model':{'type':'Unigram','unk_id':0,'vocab':[['a',1e999]]}}", "bad-tokenizer", "not a pair of piece and score"},
	{"{'model':{'type':'Unigram','unk_id':7,'vocab':[['a',1]]}}", "bad-tokenizer", "unk_id"},
	{"{'model':{'type':'Unigram','unk_id':null,'vocab':[['a',1]]}}", "unsupported-component", "unk_id"},
	{"{'normalizer':{'type':'Sequence','normalizers':[{'type':'NFC'},{'type':'Foo'}]}," UNIGRAM "}", "unsupported-component",
	 "normalizer Sequence[1] has type Foo"},
	{"{'normalizer':{'type':'Sequence','normalizers':[{'type':'Sequence','normalizers':[{'type':'BertNormalizer'}]}]}," UNIGRAM "}",
	 "unsupported-component", "normalizer Sequence[0] Sequence[0] has type BertNormalizer"},
	{"{'normalizer':{'type':'Replace','pattern':{'Regex':'x+'},'content':'y'}," UNIGRAM "}", "unsupported-component", "pattern x+"},
	{"{'normalizer':{'type':'Sequence','normalizers':[{'type':'Lowercase'},{'type':'NFC'}]}," UNIGRAM "}", "unsupported-component",
	 "normalizer combines Lowercase, NFC"},
	{"{'normalizer':{'type':'Precompiled','precompiled_charsmap':'*'}," UNIGRAM "}", "bad-tokenizer", "not base64"},
	{"{'normalizer':7," UNIGRAM "}", "bad-tokenizer", "normalizer should be an object"},
	{"{'pre_tokenizer':{'type':'Sequence','pretokenizers':[{'type':'Digits'}]}," UNIGRAM "}", "unsupported-component",
	 "pre_tokenizer Sequence[0] has type Digits"},
	{"{'pre_tokenizer':{'type':'Split','pattern':{'Regex':'[0-9]'},'behavior':'Isolated'}," UNIGRAM "}", "unsupported-component",
	 "Split has pattern [0-9]"},
	{"{'pre_tokenizer':{'type':'Metaspace','replacement':'_'}," UNIGRAM "}", "unsupported-component", "replacement _"},
	{"{'pre_tokenizer':{'type':'ByteLevel','add_prefix_space':true}," UNIGRAM "}", "unsupported-component", "add_prefix_space"},
	{"{" BYTES UNIGRAM "}", "unsupported-component", "no plain BPE"},
	{"{" UNIGRAM "}", "unsupported-component", "neither ByteLevel nor Metaspace"},
	{"{" META UNIGRAM ",'post_processor':{'type':'Bar'}}", "unsupported-component", "post_processor has type Bar"},
	{"{" META UNIGRAM ",'post_processor':{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'x'}},{'Sequence':{'id':'A'}}],"
	 "'special_tokens':{'x':{'ids':[9]}}}}", "bad-tokenizer", "an id that no token has"},
	{"{" META UNIGRAM ",'post_processor':{'type':'TemplateProcessing','single':[{'Sequence':{'id':'A'}},{'Sequence':{'id':'A'}}]}}",
	 "unsupported-component", "repeats the text"},
	{"{" META UNIGRAM ",'added_tokens':[{'id':5}]}", "bad-tokenizer", "without content"},
	{"{" META UNIGRAM ",'added_tokens':[{'id':-5,'content':'x'}]}", "bad-tokenizer", "out of range"},
	{"{" META UNIGRAM ",'added_tokens':{}}", "bad-tokenizer", "should be a list"},
	{"{'model':{'type':'BPE','vocab':{'\xFF':0},'merges':[]}}", "bad-tokenizer", "not UTF-8"},
};

static int try_json(struct span text, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct buf blob = BUF_INIT;
	struct spec s = {.n_files = 0};
	int rc = spec_load_json(&s, &a, text, d);

	if (rc == 0)
		rc = vocab_compile(&s, "t", &blob, d);
	buf_fini(&blob);
	arena_fini(&a);
	return rc;
}

static void refused(void)
{
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		const struct refusal *r = &refusals[i];
		struct span json = sp_quotes(&a, r->json);
		struct diag d = {0};
		int rc = try_json(json, &d);
		bool ok = rc < 0 && d.code && strcmp(d.code, r->code) == 0 && strstr(d.message, r->says) && d.has_offset &&
			  d.offset <= json.n;
		OK(ok, "%s", r->says);
		if (!ok)
			printf("# %d %s: %s @%zu\n", rc, d.code ? d.code : "?", d.message, d.offset);
	}
	arena_fini(&a);
}

static const char whole[] = "{'version':'1.0','added_tokens':[{'id':3,'content':'<s>','single_word':false,'lstrip':false,'rstrip':false,"
	"'normalized':false,'special':true}],"
	"'normalizer':{'type':'Sequence','normalizers':[{'type':'Strip','strip_left':false,'strip_right':true},{'type':'Replace','pattern':"
	"{'Regex':' {2,}'},'content':'" M "'}]}," META
	"'post_processor':{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}},{'Sequence':{'id':'A','type_id':0}}],"
	"'pair':[{'Sequence':{'id':'A','type_id':0}},{'Sequence':{'id':'B','type_id':0}}],"
	"'special_tokens':{'<s>':{'id':'<s>','ids':[3],'tokens':['<s>']}}},'decoder':null,"
	"'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-9.5],['a',-1],['\\u2581\\ud83d\\ude00',-1e-3]]}}";

/* Cut anywhere, and with bytes changed: an error with a place or a vocabulary that works, nothing else. */
static void damaged(void)
{
	struct arena a = ARENA_INIT;
	struct span json = sp_quotes(&a, whole);
	struct diag d = {0};
	size_t cut = 0, good = 0;
	uint32_t seed = 7;

	OK(try_json(json, &d) == 0, "the whole file: %s", d.message);
	for (size_t n = 0; n < json.n; n++) {
		struct span part = arena_dup(&a, span_cut(json, 0, n));
		d = (struct diag){0};
		cut += try_json(part, &d) < 0 && strcmp(d.code, "bad-tokenizer") == 0 && d.has_offset && d.offset <= n;
	}
	OK(cut == json.n, "cut short anywhere: an error with its byte (%zu of %zu)", cut, json.n);
	for (int i = 0; i < 4000; i++) {
		struct span copy = arena_dup(&a, json);
		for (int k = 0; k < 1 + i % 4; k++) {
			seed = seed * 1664525 + 1013904223;
			((char *)(uintptr_t)copy.p)[(seed >> 4) % copy.n] = "{}[],:\"09ax-\\\xE2\x00 "[seed >> 28];
		}
		d = (struct diag){0};
		good += try_json(copy, &d) == 0;
	}
	OK(good < 4000, "damaged at random: %zu of 4000 still load", good);
	arena_fini(&a);
}

static void nested(void)
{
	struct buf b = BUF_INIT;
	struct diag d = {0};

	BUF_LIT(&b, "{\"model\":");
	for (int i = 0; i < 10000000; i++)
		buf_addc(&b, '[');
	OK(try_json(buf_span(&b), &d) < 0 && strcmp(d.code, "bad-tokenizer") == 0 && d.offset < 100, "ten million brackets: %s", d.message);
	buf_reset(&b);
	BUF_LIT(&b, "{\"a\":[");
	for (int i = 0; i < 3000000; i++)
		BUF_LIT(&b, "[],");
	BUF_LIT(&b, "[]]}");
	OK(try_json(buf_span(&b), &d) < 0 && strstr(d.message, "no member"), "a wide list is passed over: %s", d.message);
	buf_fini(&b);
}

/* ---- what is read ---- */

/* As serde_json 1 reads them, which is what the reference library computes with (checked against tokenizers 0.21.4 and 0.23.3). */
static const struct {
	const char *text;
	double value;
} reals[] = {
	{"-2.0122928619384766", -0x1.0192d00000001p+1}, {"-3.5449328422546387", -0x1.c5c05c0000000p+1},
	{"-13.590115547180176", -0x1.b2e23a0000000p+3}, {"-0.1", -0x1.999999999999ap-4}, {"0.3", 0x1.3333333333333p-2},
	{"-12345678901234567890.5", -0x1.56a95319d63e1p+63}, {"-1.7976931348623157e308", -0x1.fffffffffffffp+1023},
	{"123456789012345678901234567890", 0x1.8ee90ff6c373ep+96}, {"-9.999999999999999e-5", -0x1.a36e2eb1c432dp-14},
	{"5e-324", 0x0.0000000000001p-1022}, {"2.2250738585072014e-308", 0x1p-1022}, {"-1e-400", -0.0}, {"7", 7}, {"-7", -7},
	{"-10.000000000000000001", -10}, {"1e22", 0x1.0f0cf064dd592p+73}, {"1e23", 0x1.52d02c7e14af6p+76},
	{"8.41e21", 0x1.c7e83209e90b2p+72}, {"-0.00001234567890123456789", -0x1.9e409302678bbp-17},
};

static void serde(void)
{
	for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
		OK(load_serde_real(span_of(reals[i].text)) == reals[i].value, "the number %zu is %a", i, reals[i].value);
}

/* GPT-2's alphabet as members of a vocabulary, ids from `from` on, with a comma behind each. */
static void alphabet(struct buf *b, uint32_t from)
{
	uint32_t next = 256;
	char utf8[4];

	for (uint32_t c = 0; c < 256; c++) {
		bool itself = (c >= 33 && c <= 126) || (c >= 161 && c != 173);
		struct span s = {utf8, utf8_encode(itself ? c : next++, utf8)};
		json_quote(b, s);
		buf_printf(b, ":%u,", from + c);
	}
}

static void kinds(void)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct spec s = {.n_files = 0};
	struct diag d = {0};
	struct sp x;

	sp_open(&x, whole);
	OK(x.s.bos == 3 && x.s.eos == -1 && x.s.norm == NORM_STRIP_RUNS && x.s.pretok == PRE_META_ALWAYS, "the template's token");
	IS(&x, "\xF0\x9F\x98\x80  a <s>", "3 2 0 1 3");
	sp_done(&x);
	buf_reset(&b);
	BUF_LIT(&b, "{" BYTES "'post_processor':{'type':'RobertaProcessing','sep':['</s>',3],'cls':['<s>',2]},'model':{'type':'BPE','vocab':{");
	for (char *p = b.p; p < b.p + b.n; p++)
		*p = *p == '\'' ? '"' : *p;
	alphabet(&b, 10);
	BUF_LIT(&b, "\"<s>\":2,\"</s>\":3,\"\xC4\xA0" "a\":4,\"\xEF\xBD\x9C\":5},\"merges\":[[\"\xC4\xA0\",\"a\"]]}}");
	OK(try_json(buf_span(&b), &d) == 0, "GPT-2's byte level, RoBERTa's template: %s", d.message);
	OK(spec_load_json(&s, &a, buf_span(&b), &d) == 0 && s.byte_level && s.pretok == PRE_GPT2 && s.bos == 2 && s.eos == 3 &&
	   s.n_tokens == 259 && span_is(s.tokens[258].bytes, " a"), "the alphabet is undone, a token outside it dropped");
	arena_fini(&a);
	buf_fini(&b);
	/* Ids of added tokens are given out as the reference does, whatever the file says. */
	sp_open(&x, "{'added_tokens':[{'id':70,'content':'<x>'" FLAGS "},{'id':1,'content':'a'" FLAGS "},"
		"{'id':4,'content':'<y>'" FLAGS "}]," META UNIGRAM "}");
	IS(&x, "<y>a<x>", "3 1 2");
	sp_done(&x);
}

/* ---- SentencePiece ---- */

static void put_field(struct buf *b, unsigned char key, const char *p, size_t n)
{
	buf_addc(b, (char)key);
	buf_addc(b, (char)n);
	buf_add(b, p, n);
}

static void put_piece(struct buf *b, const char *text, float score, char type)
{
	struct buf m = BUF_INIT;

	put_field(&m, 0x0A, text, strlen(text));
	buf_addc(&m, 0x15);
	buf_add(&m, (const char *)&score, 4);
	buf_addc(&m, 0x18);
	buf_addc(&m, type);
	put_field(b, 0x0A, m.p, m.n);
	buf_fini(&m);
}

static void model(struct buf *b, char type)
{
	const char trainer[] = {0x18, type, (char)0x98, 0x02, 1, (char)0xC0, 0x02, 0}; /* model_type, byte_fallback (35), unk_id (40) */

	buf_reset(b);
	put_piece(b, "<unk>", 0, 2);
	put_piece(b, "<s>", 0, 3);
	put_piece(b, "</s>", 0, 3);
	put_piece(b, M, -2, 1);
	put_piece(b, "a", -3, 1);
	put_piece(b, "b", -4, 1);
	put_piece(b, "ab", -1, 1);
	put_piece(b, M "ab", -1.5, 1);
	put_piece(b, "<0xC3>", -9, 6);
	put_piece(b, "<0xA9>", -9, 6);
	put_piece(b, "<u>", 0, 4);
	put_field(b, 0x12, trainer, sizeof trainer);
}

static bool open_model(struct sp *x, const struct buf *b)
{
	*x = (struct sp){.a = ARENA_INIT};
	x->json = SPAN("null");
	if (spec_load_spiece(&x->s, &x->a, buf_span(b), &x->d) == 0 && vocab_compile(&x->s, "test", &x->blob, &x->d) == 0)
		x->t = tok_open_blob(buf_span(&x->blob), &x->d);
	if (x->t)
		x->r = tok_run_open(x->t, TOK_FAST);
	return x->t != NULL;
}

static bool ids_are(struct sp *x, const char *text, const char *want)
{
	struct span have = sp_ids(x, span_of(text));

	if (!span_is(have, want))
		printf("# have %.*s\n", SPAN_ARG(have));
	return span_is(have, want);
}

static void spiece(void)
{
	struct buf b = BUF_INIT;
	struct sp x;
	size_t refused_n = 0, n;

	model(&b, 1);
	OK(open_model(&x, &b), "a unigram model: %s", x.d.message);
	OK(ids_are(&x, "ab  <u> ab \xC3\xA9 ", "7 10 7 3 0 2"), "its ids: user symbol found, bytes not used, </s> behind");
	sp_done(&x);
	model(&b, 2);
	OK(open_model(&x, &b), "a BPE model: %s", x.d.message);
	OK(x.s.n_merges == 2 && x.s.merges[0].result == 6 && x.s.merges[1].result == 7, "merges come from the scores");
	OK(ids_are(&x, "ab b \xC3\xA9", "1 7 3 5 3 8 9"), "its ids: <s> before, a mark in front, bytes");
	sp_done(&x);
	model(&b, 3);
	OK(!open_model(&x, &b) && strcmp(x.d.code, "unsupported-component") == 0 && strstr(x.d.message, "model_type 3"), "words: %s",
	   x.d.message);
	sp_done(&x);
	model(&b, 1);
	for (n = 0; n < b.n; n++) {
		struct buf part = {b.p, n, n};
		bool opened = open_model(&x, &part);
		refused_n += !opened && x.d.code && x.d.message[0];
		sp_done(&x);
	}
	OK(refused_n > n - 24, "cut short: refused, or whole pieces only (%zu of %zu refused)", refused_n, n);
	buf_fini(&b);
}

/* ---- files ---- */

static void put_file(struct arena *a, const char *dir, const char *name, const char *text)
{
	FILE *f = fopen(arena_printf(a, "%s/%s", dir, name).p, "wb");

	if (f) {
		fputs(text, f);
		fclose(f);
	}
}

static struct tok *open_in(struct arena *a, const char *dir, const char *name, struct diag *d)
{
	*d = (struct diag){0};
	return tok_open_file(arena_printf(a, "%s%s%s", dir, *name ? "/" : "", name).p, d);
}

static void files(void)
{
	char dir[] = "/tmp/captools-load-" "XX" "XXXX";
	static const char *const names[] = {"vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "empty", NULL};
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct diag d;
	struct tok *t;

	if (!mkdtemp(dir))
		return;
	OK(!open_in(&a, dir, "none", &d) && strcmp(d.code, "open") == 0, "no such file: %s", d.message);
	buf_addc(&b, '{');
	alphabet(&b, 10);
	BUF_LIT(&b, "\"ab\":2,\"<|endoftext|>\":4}");
	buf_addc(&b, 0);
	put_file(&a, dir, "vocab.json", b.p);
	buf_fini(&b);
	OK(!open_in(&a, dir, "vocab.json", &d) && strstr(d.message, "merges.txt"), "vocab.json alone: %s", d.message);
	put_file(&a, dir, "merges.txt", "#version: 0.2\na b\n");
	for (int i = 0; i < 3; i++) {
		static const char *const by[] = {"vocab.json", "merges.txt", ""};
		t = open_in(&a, dir, by[i], &d);
		OK(t && tok_added_id(t, SPAN("<|endoftext|>")) == 4, "vocab.json and merges.txt by '%s' %s", by[i], d.message);
		tok_close(t);
	}
	put_file(&a, dir, "tokenizer_config.json", "{\"tokenizer_class\":\"Qwen2Tokenizer\",\"added_tokens_decoder\":{\"4\":{\"content\":\"<|im_end|>\","
		 "\"special\":true}}}");
	t = open_in(&a, dir, "vocab.json", &d);
	OK(t && tok_added_id(t, SPAN("<|im_end|>")) == 4 && t->meta->pretok == PRE_QWEN2, "with a tokenizer_config.json %s", d.message);
	tok_close(t);
	put_file(&a, dir, "merges.txt", "#version: 0.2\na zz\n");
	OK(!open_in(&a, dir, "vocab.json", &d) && strstr(d.message, "names a token"), "a wrong merge: %s", d.message);
	put_file(&a, dir, "tokenizer.json", sp_quotes(&a, whole).p);
	t = open_in(&a, dir, "", &d);
	OK(t && tok_special(t).bos == 3, "a folder with a tokenizer.json %s", d.message);
	tok_close(t);
	put_file(&a, dir, "empty", "");
	OK(!open_in(&a, dir, "empty", &d) && strcmp(d.code, "bad-tokenizer") == 0, "an empty file: %s", d.message);
	for (size_t i = 0; names[i]; i++)
		unlink(arena_printf(&a, "%s/%s", dir, names[i]).p);
	rmdir(dir);
	arena_fini(&a);
}

int main(void)
{
	refused();
	damaged();
	nested();
	serde();
	kinds();
	spiece();
	files();
	return tap_end();
}
