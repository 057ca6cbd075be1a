/* rule_prompt_syntax.c: CAP015. Prompt syntax of interfaces, which no trainer interprets. */
#include "base/ascii.h"
#include "lint/brackets.h"
#include "lint/rule.h"

enum { KIND_WEIGHT, KIND_NETWORK, KIND_BREAK, KIND_FLAG, KIND_WILDCARD, KIND_SEPARATOR };

#define SYNTAX (MARK_PAREN | MARK_SQUARE | MARK_ANGLE | MARK_BRACE | MARK_BAR | MARK_SEMI | MARK_DASH | MARK_COLON)
static const bool begins[256] = {['('] = 1, ['['] = 1, ['<'] = 1, ['>'] = 1, ['{'] = 1, [':'] = 1, [';'] = 1, ['|'] = 1, ['-'] = 1};

/* plain: what is left without the syntax. */
static void found(struct check *c, const struct rule *r, uint32_t from, uint32_t to, int kind, const char *what, struct span plain)
{
	struct finding *f = in_quotes(c, from) ? NULL : report(c, r, from, to);

	if (!f)
		return;
	f->message = say(c, "{z}: \"{}\"", what, span_cut(c->t->text, from, to));
	f->kind = kind;
	f->fix = plain.n ? FIX_SAFE : FIX_UNSAFE;
	f->edit = plain.n ? EDIT_REPLACE : EDIT_DROP;
	f->suggest = plain;
}

/* (word:1.3), ((word)), [word]. Plain parentheses are a qualifier: artist (series). */
static uint32_t brackets(struct check *c, const struct rule *r, uint32_t i)
{
	struct span s = c->t->text;
	char close = s.p[i] == '(' ? ')' : ']';
	uint32_t end = bracket_match(s, i, s.p[i], close);

	if (!end || end == i + 1 || (i > 0 && s.p[i - 1] == '\\'))
		return i + 1;
	struct span in = span_cut(s, i + 1, end);
	size_t w = bracket_weight(in), depth = 0, k = 0;
	bool twice = in.n > 2 && in.p[0] == s.p[i] && bracket_match(s, i + 1, s.p[i], close) == end - 1;
	if (s.p[i] == '[' && !w && (span_is(in, "trigger") || span_is(in, "name")))
		return end + 1; /* CAP103 */
	if (!w && !twice && s.p[i] == '(')
		return i + 1;
	in.n -= w;
	for (; depth < 8 && in.n > 2 && (in.p[0] == '(' || in.p[0] == '[') &&
	       bracket_match(in, 0, in.p[0], in.p[0] == '(' ? ')' : ']') == in.n - 1; depth++) {
		in = span_cut(in, 1, in.n - 1);
		in.n -= bracket_weight(in);
	}
	for (; k < in.n && !byte_of_name(in.p[k]); k++)
		;
	if (k == in.n)
		return i + 1; /* ((^_^)) */
	found(c, r, i, end + 1, KIND_WEIGHT, "a prompt's weight", in);
	return end + 1;
}

static uint32_t angle(struct check *c, const struct rule *r, uint32_t i)
{
	static const char *const nets[] = {"lora:", "lyco:", "hypernet:", "embedding:"};
	struct span s = c->t->text;
	const char *gt = memchr(s.p + i, '>', s.n - i < 200 ? s.n - i : 200);

	for (size_t k = 0; gt && k < sizeof nets / sizeof *nets; k++)
		if (span_starts(span_cut(s, i + 1, s.n), span_of(nets[k]))) {
			uint32_t end = (uint32_t)(gt - s.p) + 1;
			found(c, r, i, end, KIND_NETWORK, "a network is loaded by the interface, not by a caption", SPAN(""));
			return end;
		}
	return i + 1;
}

/* "embedding:easynegative", as ComfyUI writes it, without angle brackets. */
static uint32_t embedding(struct check *c, const struct rule *r, uint32_t colon)
{
	static const struct span word = SPAN_INIT("embedding");
	struct span s = c->t->text;
	uint32_t k = colon + 1, from = colon - (uint32_t)word.n;

	if (colon < word.n || memcmp(s.p + from, word.p, word.n) != 0 || (from > 0 && byte_of_name(s.p[from - 1])))
		return colon + 1;
	while (k < s.n && (byte_of_name(s.p[k]) || s.p[k] == '-' || s.p[k] == '.' || s.p[k] == ':'))
		k++;
	if (k > colon + 1)
		found(c, r, from, k, KIND_NETWORK, "a network is loaded by the interface, not by a caption", SPAN(""));
	return k;
}

static uint32_t brace(struct check *c, const struct rule *r, uint32_t i)
{
	struct span s = c->t->text;
	uint32_t end = bracket_match(s, i, '{', '}');

	if (!end || c->o->wildcard)
		return i + 1;
	struct span in = span_cut(s, i + 1, end);
	if (memchr(in.p, '|', in.n))
		found(c, r, i, end + 1, KIND_WILDCARD, "a wildcard, which only a trainer told to (--wildcard) resolves", SPAN(""));
	else if (byte_of_name(in.p[0]) && (in.n >= 32 || memchr(in.p, ',', in.n))) /* {a cat, a dog}: NovelAI's; {name} is CAP103's */
		found(c, r, i, end + 1, KIND_WEIGHT, "a prompt's weight", in);
	else
		return i + 1;
	return end + 1;
}

/* " --ar 16:9": one of the known flags, up to the next one or a comma. */
static uint32_t flag(struct check *c, const struct rule *r, uint32_t i)
{
	static const char *const flags[] = {"ar", "aspect", "v", "q", "s", "c", "no", "niji", "stylize", "style", "chaos", "seed", "iw", "version", "quality",
					    "tile", "video", "weird", "hd", "uplight", "fast", "relax", "steps", "cfg", "sref", "cref", "stop", "raw", "width", "height", "w", "h"};
	struct span s = c->t->text;
	uint32_t k = i + 2;

	if (s.n - i < 3 || s.p[i + 1] != '-' || (i > 0 && s.p[i - 1] != ' '))
		return i + 1;
	while (k < s.n && s.p[k] >= 'a' && s.p[k] <= 'z')
		k++;
	for (size_t n = 0; n < sizeof flags / sizeof *flags; n++) {
		if (!span_is(span_cut(s, i + 2, k), flags[n]) || (k < s.n && s.p[k] != ' '))
			continue;
		while (k < s.n && s.p[k] == ' ')
			k++;
		while (k < s.n && s.p[k] != ' ' && s.p[k] != ',' && s.p[k] != '-')
			k++;
		found(c, r, i, k, KIND_FLAG, "a flag of an image service", SPAN(""));
		return k;
	}
	return i + 1;
}

/* BREAK, and AND between words that are not all capitals. */
static void capitals(struct check *c, const struct rule *r)
{
	const struct seg *g = &c->t->seg;

	for (size_t i = 0; i < g->n_words; i++) {
		const struct seg_word *w = &g->words[i];
		struct span s = span_cut(c->t->text, w->start, w->end);
		if (span_is(s, "BREAK") && !w->joined && (w->end >= c->t->text.n || c->t->text.p[w->end] != '_'))
			found(c, r, w->start, w->end, KIND_BREAK, "BREAK is the word \"break\" to every trainer", SPAN(""));
		if (!span_is(s, "AND") || g->n_words < 2)
			continue;
		const struct seg_word *near[] = {i ? w - 1 : w, i + 1 < g->n_words ? w + 1 : w};
		bool all_caps = true;
		for (uint32_t b = near[0]->start; b < near[1]->end; b++)
			all_caps &= !(c->t->text.p[b] >= 'a' && c->t->text.p[b] <= 'z');
		if (!all_caps)
			found(c, r, w->start, w->end, KIND_BREAK, "AND is the word \"and\" to every trainer", SPAN(""));
	}
}

static void check(struct check *c, const struct rule *r)
{
	struct span s = c->t->text;
	bool any = c->t->marks & SYNTAX;

	if (c->t->marks & MARK_CAPS)
		capitals(c, r);
	for (uint32_t i = 0; any && i < s.n;) {
		if (!begins[(unsigned char)s.p[i]]) {
			i++;
			continue;
		}
		size_t face = s.p[i] != '[' && s.p[i] != '{' && s.p[i] != '-' ? seg_kaomoji(s, i) : 0;
		if (face == 3 && (s.p[i] == '|' || s.p[i] == ';') && s.p[i + 1] == s.p[i]) {
			if (!c->o->kohya_sep && s.p[i + 2] == s.p[i])
				found(c, r, i, i + 3, KIND_SEPARATOR, "kohya's separator, fed literally unless the trainer is told", SPAN(""));
			i += 3;
			continue;
		}
		if (face)
			i += (uint32_t)face;
		else if (s.p[i] == '(' || s.p[i] == '[')
			i = brackets(c, r, i);
		else if (s.p[i] == '<')
			i = angle(c, r, i);
		else if (s.p[i] == '{')
			i = brace(c, r, i);
		else if (s.p[i] == ':')
			i = embedding(c, r, i);
		else
			i = s.p[i] == '-' ? flag(c, r, i) : i + 1;
	}
}

const struct rule rule_prompt_syntax = {
	.code = "CAP015",
	.name = "prompt-syntax",
	.title = "syntax of a prompt box that no trainer reads",
	.why = "Weights like (word:1.3), ((word)), [word] and {one, two}, <lora:...>, embedding:name, BREAK and AND, --ar 16:9, {a|b} and stray ||| or "
	       ";;; mean something to an image interface. A trainer feeds them as they stand: every symbol is a token, and the model "
	       "learns them as part of the picture. Silent on faces, on plain parentheses as in \"artist (series)\", in quoted "
	       "text, and where --wildcard or --kohya-sep says that the trainer does read them.",
	.evidence = "sd-scripts docs/config_README-en.md on |||, ;;; and wildcards. Measured: (red apple:1.3) 8 tokens, red apple 2.",
	.before = "(red apple:1.3), <lora:fruit:0.8>", .after = "red apple",
	.family = FAMILY_TOKENS, .severity = SEV_ERROR, .profiles = P_ALL, .points = 8, .cap = 60, .fix = FIX_SAFE,
	.when_marks = MARK_CAPS | SYNTAX,
	.check = check,
};
