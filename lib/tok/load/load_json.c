/* load_json.c: a Hugging Face tokenizer.json: its top level, and the last look whether its parts go together. */
#include "json/jread.h"
#include "json/jwalk.h"
#include "text/utf8.h"
#include "tok/load/load.h"

/* The byte of a character of GPT-2's alphabet, or -1: printable Latin-1 stands for itself, the other 68 bytes
 * follow from U+0100 on (openai/gpt-2, encoder.py, bytes_to_unicode). */
static int alphabet_byte(uint32_t c)
{
	static const unsigned char other[68] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
		27, 28, 29, 30, 31, 32, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141,
		142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 173,
	};

	if ((c >= 33 && c <= 126) || (c >= 161 && c <= 172) || (c >= 174 && c <= 255))
		return (int)c;
	return c >= 256 && c < 256 + 68 ? other[c - 256] : -1;
}

/* s in bytes; false when a character is none of the alphabet (such a token never comes out of a merge). */
static bool to_bytes(struct arena *a, struct span s, struct span *out)
{
	char *b = arena_alloc(a, s.n);
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;
	uint32_t c;

	while (p < end) {
		p += utf8_decode(p, end, &c);
		int byte = alphabet_byte(c);
		if (byte < 0)
			return false;
		b[n++] = (char)byte;
	}
	*out = (struct span){b, n};
	return true;
}

void load_bytes_of_tokens(struct load *l)
{
	struct spec *s = l->s;
	size_t keep = 0;

	for (size_t i = 0; i < s->n_tokens; i++) {
		struct spec_token t = s->tokens[i];
		if (to_bytes(l->a, t.bytes, &t.bytes))
			s->tokens[keep++] = t;
	}
	s->n_tokens = keep;
}

int load_finish(struct load *l)
{
	struct spec *s = l->s;
	bool clip = s->pretok == PRE_CLIP;

	if (s->byte_level) {
		if (s->sp.used)
			return load_unsupported(l, l->doc, "a Metaspace-like normalizer before ByteLevel");
		if (s->model != SPEC_BPE || s->byte_fallback)
			return load_unsupported(l, l->doc, "ByteLevel before a model that is no plain BPE");
		if (clip != (s->norm == NORM_CLIP) || clip != span_is(s->end_of_word, "</w>"))
			return load_unsupported(l, l->doc, "CLIP's normalizer, pattern and </w> are not together");
		load_bytes_of_tokens(l);
		return 0;
	}
	if (!s->sp.used || s->norm == NORM_CLIP || s->norm == NORM_NFC || s->norm == NORM_NFKC)
		return load_unsupported(l, l->doc, "neither ByteLevel nor Metaspace nor a mark for spaces");
	if (!s->sp.mark_norm && s->pretok != PRE_META_ALWAYS && s->pretok != PRE_META_FIRST)
		return load_unsupported(l, l->doc, "spaces stay spaces: no Metaspace, no Replace by " MARK);
	if (s->sp.split_space && (s->sp.fold || s->sp.prepend_norm || s->sp.mark_norm || !s->sp.split ||
				  s->sp.prepend != PREPEND_ALWAYS))
		return load_unsupported(l, l->doc, "WhitespaceSplit with this normalizer and Metaspace");
	if (s->end_of_word.n)
		return load_unsupported(l, l->doc, "end_of_word_suffix without ByteLevel");
	if (s->ignore_merges)
		return load_unsupported(l, l->doc, "ignore_merges without ByteLevel");
	return 0;
}

enum part { MODEL, NORMALIZER, PRE_TOKENIZER, POST, ADDED, PARTS };

static int top_level(struct load *l, struct span part[PARTS])
{
	static const char *const names[PARTS] = {
		"\"model\"", "\"normalizer\"", "\"pre_tokenizer\"", "\"post_processor\"", "\"added_tokens\"",
	};
	struct json_walk w;
	struct json_item m;
	int more;

	if (json_walk_open(&w, l->doc, 0, '{', NULL) < 0)
		return load_bad(l, l->doc, "not a JSON object");
	while ((more = json_walk_next(&w, &m, l->d)) > 0)
		for (int i = 0; i < PARTS; i++)
			if (span_is(m.key, names[i])) {
				if (part[i].p)
					return load_bad(l, m.key, "%s stands twice", names[i]);
				part[i] = m.raw;
			}
	if (more < 0 || json_walk_close(&w, l->d) < 0)
		return -1;
	return part[MODEL].p ? 0 : load_bad(l, l->doc, "no member \"model\": not a tokenizer.json");
}

int spec_load_json(struct spec *s, struct arena *a, struct span text, struct diag *d)
{
	struct span part[PARTS] = {{NULL, 0}};
	struct diag own = {0};
	struct load l;
	size_t bad;

	d = d ? d : &own;
	if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0)
		text = span_cut(text, 3, text.n);
	load_init(&l, s, a, text, d);
	if (!utf8_valid(text, &bad))
		return diag_at(d, "bad-tokenizer", bad, "not UTF-8");
	if (top_level(&l, part) < 0 || load_normalizer(&l, part[NORMALIZER]) < 0 ||
	    load_pre_tokenizer(&l, part[PRE_TOKENIZER]) < 0 || load_model(&l, part[MODEL]) < 0 ||
	    load_added(&l, part[ADDED]) < 0 || load_post(&l, part[POST]) < 0 || load_finish(&l) < 0) {
		/* The scanner's own codes; callers know two. */
		if (d->code && strcmp(d->code, "unsupported-component") != 0)
			d->code = "bad-tokenizer";
		return -1;
	}
	return 0;
}
