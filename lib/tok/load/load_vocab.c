/* load_vocab.c: vocab.json with merges.txt, as GPT-2, CLIP and Qwen publish them, and the tokenizer_config.json that may lie
 * beside them (class and added tokens). */
#include "json/jread.h"
#include "json/jwalk.h"
#include "text/utf8.h"
#include "tok/load/load.h"

/* Lines "a b"; headers with #version and empty lines are passed over, as the slow tokenizers do. */
static int merge_lines(struct load *l, struct span text)
{
	for (size_t at = 0; at < text.n;) {
		const char *nl = memchr(text.p + at, '\n', text.n - at);
		size_t end = nl ? (size_t)(nl - text.p) : text.n;
		struct span line = span_cut(text, at, end);
		at = end + 1;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n == 0 || span_starts(line, SPAN("#version")) || span_ends(line, SPAN("#version: 0.2\"")))
			continue;
		const char *sp = memchr(line.p, ' ', line.n);
		size_t left = sp ? (size_t)(sp - line.p) : 0;
		if (!sp || memchr(sp + 1, ' ', line.n - left - 1))
			return load_bad(l, line, "merges.txt: merge %zu is not two tokens with a space between",
					l->s->n_merges);
		if (load_merge(l, span_cut(line, 0, left), span_cut(line, left + 1, line.n), line) < 0)
			return -1;
	}
	load_merges_done(l);
	return 0;
}

/* A token that CLIP's and GPT-2's code adds by name. -1 when the vocabulary has none. */
static int add_named(struct load *l, struct span content)
{
	const struct spec_token *t = load_name(&l->names, content);
	struct spec *s = l->s;

	if (!t)
		return -1;
	s->added[s->n_added++] = (struct spec_added){.content = content, .match = content, .id = t->id, .special = true};
	return (int)t->id;
}

static bool ends_words(const struct spec *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_tokens; i++)
		n += span_ends(s->tokens[i].bytes, SPAN("</w>"));
	return n > s->n_tokens / 4;
}

int spec_load_vocab_merges(struct spec *s, struct arena *a, struct span vocab, struct span merges, struct diag *d)
{
	struct diag own = {0};
	struct load l;
	size_t bad;

	d = d ? d : &own;
	load_init(&l, s, a, vocab, d);
	s->model = SPEC_BPE;
	s->byte_level = true;
	if (!utf8_valid(vocab, &bad) || !utf8_valid(merges, &bad))
		return diag_at(d, "bad-tokenizer", bad, "not UTF-8");
	if (load_vocab(&l, vocab) < 0 || merge_lines(&l, merges) < 0) {
		d->code = "bad-tokenizer";
		return -1;
	}
	if (s->pretok == PRE_NONE) {
		bool clip = ends_words(s);
		s->pretok = clip ? PRE_CLIP : PRE_GPT2;
		s->norm = clip ? NORM_CLIP : NORM_NONE;
	}
	s->added = arena_zalloc(a, 2, sizeof *s->added);
	if (s->pretok == PRE_CLIP) {
		s->end_of_word = SPAN("</w>");
		s->bos = add_named(&l, SPAN("<|startoftext|>"));
		s->eos = s->unk = add_named(&l, SPAN("<|endoftext|>"));
	} else {
		add_named(&l, SPAN("<|endoftext|>"));
	}
	load_bytes_of_tokens(&l);
	return 0;
}

bool load_config_is_qwen(struct arena *a, struct span config)
{
	struct json_members m;
	struct span raw, name = SPAN("");

	if (config.n > LOAD_PART || json_read_object(a, config, &m, NULL) < 0)
		return false;
	raw = json_get(&m, "tokenizer_class");
	return raw.p && json_string(a, raw, &name) && (span_is(name, "Qwen2Tokenizer") || span_is(name, "Qwen2TokenizerFast"));
}

/* "added_tokens_decoder": {"151643": {"content": ..., flags}, ...}. */
int load_config_added(struct spec *s, struct arena *a, struct span config, struct diag *d)
{
	struct {
		struct spec_added *v;
		size_t n, cap;
	} list = {NULL, 0, 0};
	struct load l = {.s = s, .a = a, .doc = config, .d = d};
	struct json_members m;
	struct json_walk w;
	struct json_item e;
	long long id;
	int more;

	if (!utf8_valid(config, NULL) || config.n > LOAD_PART || json_read_object(a, config, &m, d) < 0)
		return load_bad(&l, config, "tokenizer_config.json is no JSON object");
	struct span raw = json_get(&m, "added_tokens_decoder");
	if (!raw.p || raw.p[0] != '{')
		return 0;
	json_walk_open(&w, config, (size_t)(raw.p - config.p), '{', NULL);
	while ((more = json_walk_next(&w, &e, d)) > 0) {
		struct span digits = span_cut(e.key, 1, e.key.n - 1);
		if (!json_long(digits, &id))
			return load_bad(&l, e.key, "the id of an added token is no number");
		if (load_added_one(&l, e.raw, id, ARENA_PUSH(a, &list)) < 0)
			return -1;
	}
	s->added = list.v;
	s->n_added = list.n;
	return more;
}
