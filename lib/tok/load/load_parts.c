/* load_parts.c: which normalizer and pre-tokenizer a tokenizer.json asks for. Each step becomes a letter, and the word they
 * spell is looked up: only what is written here runs, anything else is named in the error. */
#include <stdio.h>

#include "json/jread.h"
#include "tok/load/load.h"

enum { SHOW = 60 };
#define SHOWN(s) (int)((s).n < SHOW ? (s).n : SHOW), (s).p

/* {"Regex": "..."} or {"String": "..."}: which, and the text. 0 when it is neither. */
static char pattern(struct load *l, struct span step, struct span *text)
{
	struct span p = load_get(l, step, "pattern");

	*text = SPAN("");
	if (p.p && load_str(l, p, "Regex", text))
		return 'R';
	return p.p && load_str(l, p, "String", text) ? 'S' : 0;
}

static int decode64(struct load *l, struct span in, struct span at, struct span *out)
{
	unsigned char *b = arena_alloc(l->a, in.n / 4 * 3 + 3);
	uint32_t acc = 0;
	size_t n = 0, bits = 0, i;

	while (in.n && in.p[in.n - 1] == '=')
		in.n--;
	for (i = 0; i < in.n; i++) {
		char c = in.p[i];
		int v = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 :
			c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
		if (v < 0)
			return load_bad(l, at, "precompiled_charsmap is not base64 at its byte %zu", i);
		acc = acc << 6 | (uint32_t)v;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			b[n++] = (unsigned char)(acc >> bits & 0xff);
		}
	}
	*out = (struct span){(const char *)b, n};
	return 0;
}

static char strip_letter(struct load *l, struct span raw)
{
	bool left = load_bool(l, raw, "strip_left", true), right = load_bool(l, raw, "strip_right", true);

	return left && right ? 'B' : left ? 'L' : right ? 'S' : 'X';
}

/* One normalizer as a letter; 0 with the error set. */
static char norm_letter(struct load *l, const struct load_step *s)
{
	struct span text, content = SPAN("");

	if (span_is(s->type, "NFKC"))
		return 'K';
	if (span_is(s->type, "NFC"))
		return 'N';
	if (span_is(s->type, "Lowercase"))
		return 'l';
	if (span_is(s->type, "Strip"))
		return strip_letter(l, s->raw);
	if (span_is(s->type, "Prepend")) {
		if (load_str(l, s->raw, "prepend", &content) && span_is(content, MARK))
			return 'P';
		load_unsupported(l, s->raw, "%s Prepend puts %.*s before the text", s->where, SHOWN(content));
		return 0;
	}
	if (span_is(s->type, "Precompiled")) {
		if (!load_str(l, s->raw, "precompiled_charsmap", &content)) {
			load_bad(l, s->raw, "%s Precompiled has no precompiled_charsmap", s->where);
			return 0;
		}
		return decode64(l, content, s->raw, &l->s->charsmap) < 0 ? 0 : 'C';
	}
	if (span_is(s->type, "Replace")) {
		char kind = pattern(l, s->raw, &text);
		load_str(l, s->raw, "content", &content);
		if (kind == 'R' && span_is(text, "\\s+") && span_is(content, " "))
			return 'W';
		/* One space for many: the Metaspace behind it makes the same mark of it. */
		if (kind == 'R' && span_is(text, " {2,}") && (span_is(content, MARK) || span_is(content, " ")))
			return 'R';
		if (kind && span_is(text, " ") && span_is(content, MARK))
			return 'M';
		load_unsupported(l, s->raw, "%s Replace has pattern %.*s", s->where, SHOWN(text));
		return 0;
	}
	load_unsupported(l, s->raw, "%s has type %.*s", s->where, SHOWN(s->type));
	return 0;
}

/* The SentencePiece-like normalizers: these letters, each at most once, in this order. */
static bool sp_word(const char *w, struct spec *s)
{
	struct spec_sp *sp = &s->sp;

	s->norm = *w == 'C' ? NORM_CHARSMAP : NORM_STRIP_RUNS;
	w += *w == 'C';
	if (*w == 'B' || *w == 'L' || *w == 'S' || *w == 'X') {
		sp->strip_left = *w == 'B' || *w == 'L';
		sp->strip_right = *w == 'B' || *w == 'S';
		w++;
	}
	sp->fold = *w == 'R';
	w += *w == 'R';
	sp->prepend_norm = *w == 'P';
	w += *w == 'P';
	sp->mark_norm = *w == 'M';
	w += *w == 'M';
	if (s->charsmap.n == 0 && !sp->strip_left && !sp->strip_right && !sp->fold)
		s->norm = NORM_SPACE_MARK;
	sp->used = true;
	return *w == 0;
}

int load_normalizer(struct load *l, struct span raw)
{
	struct load_step v[LOAD_STEPS];
	char word[LOAD_STEPS + 1] = "", names[160] = "";
	size_t used = 0;
	int n = load_steps(l, raw, "normalizer", "normalizers", v);

	for (int i = 0; i < n; i++) {
		word[i] = norm_letter(l, &v[i]);
		word[i + 1] = 0;
		if (!word[i])
			return -1;
		if (used < sizeof names)
			used += (size_t)snprintf(names + used, sizeof names - used, "%s%.*s", i ? ", " : "",
						 SHOWN(v[i].type));
	}
	if (n <= 0)
		return n;
	if (strcmp(word, "N") == 0)
		l->s->norm = NORM_NFC;
	else if (strcmp(word, "K") == 0)
		l->s->norm = NORM_NFKC;
	else if (strcmp(word, "NWl") == 0)
		l->s->norm = NORM_CLIP;
	else if (!sp_word(word, l->s))
		return load_unsupported(l, raw, "normalizer combines %s", names);
	return 0;
}

#define O200K_WORD(upper, lower)                                                                                     \
	"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]" upper "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]" lower \
	"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"

/* The patterns that have a scanner, in the spellings found in published files (Hugging Face tokenizer.json of CLIP, GPT-2,
 * Llama 3, Qwen 2/3, Mistral's Tekken; tiktoken's cl100k with its possessive signs, which change nothing here). */
static const struct {
	const char *regex;
	enum spec_pretok pretok;
} known[] = {
	{"<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", PRE_CLIP},
	{"'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", PRE_CLIP},
	{"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", PRE_GPT2},
	{"'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", PRE_GPT2},
	{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
	 "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", PRE_LLAMA3},
	{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|"
	 "\\s*[\\r\\n]|\\s+(?!\\S)|\\s+", PRE_LLAMA3},
	{"'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|"
	 "\\s*[\\r\\n]|\\s+(?!\\S)|\\s+", PRE_LLAMA3},
	{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
	 "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", PRE_QWEN2},
	{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|"
	 "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", PRE_QWEN35},
	{O200K_WORD("*", "+") "|" O200K_WORD("+", "*") "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", PRE_O200K},
	{"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|"
	 "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}|"
	 " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", PRE_TEKKEN},
};

/* Whether a file's pattern is a known one. CR and LF may stand in it as escapes or as themselves (DeepSeek V3's file). */
static bool same_regex(struct span text, const char *regex)
{
	size_t i = 0;

	for (; *regex; regex++) {
		bool escape = *regex == '\\' && (regex[1] == 'r' || regex[1] == 'n');

		if (i == text.n)
			return false;
		if (escape && text.p[i] == (regex[1] == 'r' ? '\r' : '\n'))
			regex++;
		else if (text.p[i] != *regex)
			return false;
		i++;
	}
	return i == text.n;
}

/* A Split: its pattern's scanner. All patterns but CLIP's match every character, so that Isolated and Removed + invert cut alike. */
static int split_step(struct load *l, const struct load_step *s, enum spec_pretok *out)
{
	struct span text, how = SPAN("");
	char kind = pattern(l, s->raw, &text);
	bool invert = load_bool(l, s->raw, "invert", false);

	load_str(l, s->raw, "behavior", &how);
	if (kind && span_is(text, " ") && span_is(how, "MergedWithPrevious") && !invert) {
		*out = PRE_SPACE_PREV;
		return 0;
	}
	for (size_t i = 0; kind == 'R' && i < sizeof known / sizeof *known; i++) {
		if (!same_regex(text, known[i].regex))
			continue;
		*out = known[i].pretok;
		if ((span_is(how, "Removed") && invert) || (span_is(how, "Isolated") && !invert && *out != PRE_CLIP))
			return 0;
		return load_unsupported(l, s->raw, "%s Split has behavior %.*s%s", s->where, SHOWN(how),
					invert ? ", inverted" : "");
	}
	return load_unsupported(l, s->raw, "%s Split has pattern %.*s", s->where, SHOWN(text));
}

static int metaspace(struct load *l, const struct load_step *s)
{
	struct spec_sp *sp = &l->s->sp;
	struct span mark = SPAN(""), scheme = SPAN("");
	bool prefix = load_bool(l, s->raw, "add_prefix_space", true);

	if (!load_str(l, s->raw, "replacement", &mark) || !span_is(mark, MARK))
		return load_unsupported(l, s->raw, "%s Metaspace has replacement %.*s", s->where, SHOWN(mark));
	sp->used = true;
	sp->split = load_bool(l, s->raw, "split", true);
	sp->prepend = prefix ? PREPEND_ALWAYS : PREPEND_NEVER;
	if (load_str(l, s->raw, "prepend_scheme", &scheme)) {
		if (!span_is(scheme, "always") && !span_is(scheme, "first") && !span_is(scheme, "never"))
			return load_unsupported(l, s->raw, "%s Metaspace has prepend_scheme %.*s", s->where,
						SHOWN(scheme));
		if (prefix)
			sp->prepend = *scheme.p == 'a' ? PREPEND_ALWAYS :
				      *scheme.p == 'f' ? PREPEND_FIRST : PREPEND_NEVER;
	}
	l->s->pretok = sp->prepend == PREPEND_FIRST ? PRE_META_FIRST : PRE_META_ALWAYS;
	return 0;
}

/* DeepSeek V3's three Splits, each Isolated, one behind the other. */
static bool deepseek_steps(struct load *l, const struct load_step *v, int n)
{
	static const char *const splits[] = {
		"\\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+",
		("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|"
		"\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
	};
	enum { SPLITS = sizeof splits / sizeof *splits };

	if (n != SPLITS + 1 || !span_is(v[SPLITS].type, "ByteLevel"))
		return false;
	for (int i = 0; i < SPLITS; i++) {
		struct span text = SPAN(""), how = SPAN("");

		if (!span_is(v[i].type, "Split") || pattern(l, v[i].raw, &text) != 'R' || !same_regex(text, splits[i]) ||
		    !load_str(l, v[i].raw, "behavior", &how) || !span_is(how, "Isolated") || load_bool(l, v[i].raw, "invert", false))
			return false;
	}
	return true;
}

/* ByteLevel, alone (GPT-2's own pattern) or behind a Split (the pattern is the Split's; CLIP runs both). */
static int byte_level(struct load *l, const struct load_step *s, enum spec_pretok before)
{
	bool regex = load_bool(l, s->raw, "use_regex", true);

	if (load_bool(l, s->raw, "add_prefix_space", true))
		return load_unsupported(l, s->raw, "%s ByteLevel has add_prefix_space", s->where);
	if (before == PRE_NONE && !regex)
		return load_unsupported(l, s->raw, "%s ByteLevel has no pattern", s->where);
	if (before == PRE_SPACE_PREV || (before != PRE_NONE && before != PRE_GPT2 && regex != (before == PRE_CLIP)))
		return load_unsupported(l, s->raw, "%s ByteLevel %s its own pattern behind a Split", s->where,
					regex ? "applies" : "lacks");
	l->s->byte_level = true;
	l->s->pretok = before == PRE_NONE ? PRE_GPT2 : before;
	return 0;
}

int load_pre_tokenizer(struct load *l, struct span raw)
{
	struct load_step v[LOAD_STEPS];
	struct spec *s = l->s;
	enum spec_pretok split = PRE_NONE;
	int n = load_steps(l, raw, "pre_tokenizer", "pretokenizers", v);
	bool done = false;

	if (deepseek_steps(l, v, n))
		return byte_level(l, &v[n - 1], PRE_DEEPSEEK);
	for (int i = 0; i < n; i++) {
		int rc;
		if (done)
			rc = load_unsupported(l, v[i].raw, "%s %.*s behind the last step", v[i].where,
					      SHOWN(v[i].type));
		else if (span_is(v[i].type, "Split") && split == PRE_NONE && !s->sp.split_space)
			rc = split_step(l, &v[i], &split);
		else if (span_is(v[i].type, "ByteLevel") && !s->sp.split_space)
			rc = byte_level(l, &v[i], split), done = true;
		else if (span_is(v[i].type, "Metaspace") && split == PRE_NONE)
			rc = metaspace(l, &v[i]), done = true;
		else if (span_is(v[i].type, "WhitespaceSplit") && split == PRE_NONE && !s->sp.split_space)
			rc = 0, s->sp.split_space = true;
		else
			rc = load_unsupported(l, v[i].raw, "%s has type %.*s", v[i].where, SHOWN(v[i].type));
		if (rc < 0)
			return -1;
	}
	if (n > 0 && !done) {
		/* Gemma's Split on a space: the normalizer has left none, so it cuts nothing. */
		if (split != PRE_SPACE_PREV || !s->sp.mark_norm)
			return load_unsupported(l, raw, "pre_tokenizer without ByteLevel or Metaspace");
		s->pretok = PRE_SPACE_PREV;
	}
	return n < 0 ? -1 : 0;
}
