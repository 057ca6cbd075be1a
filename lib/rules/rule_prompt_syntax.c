/* rule_prompt_syntax.c: CAP015. Prompt syntax of interfaces, which no trainer interprets. */
#include "base/ascii.h"
#include "lint/brackets.h"
#include "lint/flags.h"
#include "lint/rule.h"

enum { KIND_WEIGHT, KIND_NETWORK, KIND_BREAK, KIND_FLAG, KIND_WILDCARD, KIND_SEPARATOR, KIND_EDITING, LIST = 4 /* tags: fewer may be a name with what qualifies it */ };

#define SYNTAX (MARK_PAREN | MARK_SQUARE | MARK_ANGLE | MARK_BRACE | MARK_BAR | MARK_SEMI | MARK_DASH | MARK_COLON)
static const bool begins[256] = {['('] = 1, ['['] = 1, ['<'] = 1, ['>'] = 1, ['{'] = 1, [':'] = 1, [';'] = 1, ['|'] = 1, ['-'] = 1};

/* NULL where it stands in quotation marks or the rule is off. The fix takes it out, which may lose words. */
static struct finding *found(struct check *c, const struct rule *r, uint32_t from, uint32_t to, int kind, const char *what)
{
	struct finding *f = in_quotes(c, from) ? NULL : report(c, r, from, to);

	if (!f)
		return NULL;
	f->message = say(c, "{z}: \"{}\"", what, span_cut(c->t->text, from, to));
	f->kind = kind;
	f->fix = FIX_UNSAFE;
	f->edit = EDIT_DROP;
	return f;
}

/* What an interface chooses from or changes in the middle of the work: no part of it is more the caption than another. */
static uint32_t choice(struct check *c, const struct rule *r, uint32_t from, uint32_t to, int kind, const char *what)
{
	struct finding *f = found(c, r, from, to, kind, what);

	if (f) {
		f->fix = FIX_NONE;
		f->edit = EDIT_NONE;
	}
	return to;
}

/* Brackets around plain, which is what is left without them. Safe only where nothing else can be meant: a number in a tag list of a
 * model that CLIP alone reads. */
static void weight(struct check *c, const struct rule *r, uint32_t from, uint32_t to, bool number, struct span plain)
{
	if (trainer_set(c->trainer, "weighted_captions"))
		return;
	bool tag = bracket_whole(c->t->text, from, to);
	struct finding *f = found(c, r, from, to, KIND_WEIGHT, "a prompt's weight");

	if (!f)
		return;
	f->suggest = plain;
	f->edit = EDIT_REPLACE;
	if (number && tag && profile_in(c, P_CLIP) && c->t->clauses == 0)
		f->fix = FIX_SAFE;
	else if (!number && !tag)
		f->fix = FIX_NONE;
}

/* Whether this text and model can hold a weight at all: an encoder of sentences never learnt them. */
static bool weighs(const struct check *c)
{
	return !profile_in(c, P_PROSE) || c->t->style == STYLE_TAGS;
}

static uint32_t brackets(struct check *c, const struct rule *r, uint32_t i)
{
	uint32_t end;
	struct span plain;
	enum bracket_kind kind = bracket_read(c->t->text, i, &end, &plain);

	if (kind == BRACKET_WILDCARD && !trainer_set(c->trainer, "enable_wildcard"))
		return choice(c, r, i, end, KIND_WILDCARD, "a wildcard, which only kohya told to (enable_wildcard) resolves");
	if (kind == BRACKET_EDITING)
		return choice(c, r, i, end, KIND_EDITING, "prompt editing, which no trainer does");
	if (kind == BRACKET_ALTERNATION)
		return choice(c, r, i, end, KIND_WILDCARD, "alternation, which no trainer does");
	if (kind == BRACKET_PLAIN && c->t->style == STYLE_TAGS && c->t->n_segments >= LIST && bracket_tag(c->t->text, i, &end, &plain))
		kind = BRACKET_EMPHASIS;
	if (kind == BRACKET_PLAIN || kind == BRACKET_WILDCARD || !weighs(c))
		return i + 1;
	weight(c, r, i, end, kind == BRACKET_WEIGHT, plain);
	return end;
}

/* From byte from on to end, 0 where it is none; the place to go on at. */
static uint32_t network(struct check *c, const struct rule *r, uint32_t from, uint32_t end, uint32_t next)
{
	if (end)
		found(c, r, from, end, KIND_NETWORK, "a network is loaded by the interface, not by a caption");
	return end ? end : next;
}

/* "1.8::artist:one ::", or a network's name. */
static uint32_t colons(struct check *c, const struct rule *r, uint32_t colon)
{
	struct span s = c->t->text, all, plain;

	if (weighs(c) && colon_weight(s, colon, &all, &plain)) {
		uint32_t from = (uint32_t)(all.p - s.p), end = from + (uint32_t)all.n;
		weight(c, r, from, end, true, plain);
		return end;
	}
	return network(c, r, colon - (uint32_t)strlen("embedding"), embedding_end(s, colon), colon + 1);
}

static uint32_t flag(struct check *c, const struct rule *r, uint32_t i)
{
	uint32_t n = service_flags(c->t->text, i);

	if (n)
		found(c, r, i, i + n, KIND_FLAG, "flags of an image service");
	return i + (n ? n : 1);
}

/* "ohwx ||| 1girl", "waving BREAK 1girl": a comma parts what it parted. */
static void separator(struct check *c, const struct rule *r, uint32_t from, uint32_t to, int kind, const char *what)
{
	struct finding *f = found(c, r, from, to, kind, what);

	if (f && separator_parts(c->t->text, from, to)) {
		f->edit = EDIT_REPLACE;
		f->suggest = SPAN(", ");
	}
}

/* BREAK and its like, and AND between words that are not all capitals. */
static void capitals(struct check *c, const struct rule *r)
{
	const struct seg *g = &c->t->seg;

	for (size_t i = 0; i < g->n_words; i++) {
		const struct seg_word *w = &g->words[i];
		struct span s = span_cut(c->t->text, w->start, w->end);
		bool keyword = interface_word(s) && !w->joined && (w->end >= c->t->text.n || c->t->text.p[w->end] != '_');
		if (!keyword && span_is(s, "AND") && g->n_words > 1) {
			const struct seg_word *near[] = {i ? w - 1 : w, i + 1 < g->n_words ? w + 1 : w};
			for (uint32_t b = near[0]->start; b < near[1]->end; b++)
				keyword |= c->t->text.p[b] >= 'a' && c->t->text.p[b] <= 'z';
		}
		if (keyword)
			separator(c, r, w->start, w->end, KIND_BREAK, "a keyword of interfaces is a word to every trainer");
	}
}

/* Whether the trainer's options name this separator. */
static bool told(const struct check *c, struct span separator)
{
	return c->trainer && (span_eq(trainer_text_of(c->trainer, "keep_tokens_separator"), separator) ||
			      span_eq(trainer_text_of(c->trainer, "secondary_separator"), separator));
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
			if (s.p[i + 2] == s.p[i] && !told(c, span_cut(s, i, i + 3)))
				separator(c, r, i, i + 3, KIND_SEPARATOR, "kohya's separator, fed literally unless the trainer is told");
			i += 3;
			continue;
		}
		if (face)
			i += (uint32_t)face;
		else if (s.p[i] == '(' || s.p[i] == '[' || s.p[i] == '{')
			i = brackets(c, r, i);
		else if (s.p[i] == '<')
			i = network(c, r, i, network_end(s, i), i + 1);
		else if (s.p[i] == ':')
			i = colons(c, r, i);
		else
			i = s.p[i] == '-' ? flag(c, r, i) : i + 1;
	}
}

const struct rule rule_prompt_syntax = {
	.code = "CAP015",
	.name = "prompt-syntax",
	.title = "syntax of a prompt box that no trainer reads",
	.why = "Weights like (word:1.3), ((word)), [word], {one, two}, (word)++ and 1.3::word::, <lora:...>, embedding:name, BREAK, AND and ADDCOMM, --ar 16:9, --n and --s 30, {a|b} and stray ||| or "
	       ";;; mean something to an image interface. A trainer feeds them as they stand: every symbol is a token, and the model "
	       "learns them as part of the picture. A weight has letters before its colon and a number from 0.05 to 3 behind it; the fix is safe "
	       "where that is a whole tag of a list for a model that only CLIP reads. Prompt editing ([from:to:0.5]) and {a|b} are named "
	       "and left alone. Silent on faces, on plain parentheses as in \"artist (series)\", on times, ratios, scores, keys and indexes, in quoted "
	       "text, in sentences for T5 and language models, and where the options of --trainer say that it reads them: kohya's weighted_captions, enable_wildcard, "
	       "keep_tokens_separator and secondary_separator.",
	.evidence = "AUTOMATIC1111 modules/prompt_parser.py reads the weights; sd-scripts docs/config_README-en.md on |||, ;;; and wildcards. Measured: (red apple:1.3) 8 tokens, red apple 2.",
	.before = "(red apple:1.3), <lora:fruit:0.8>", .after = "red apple",
	.family = FAMILY_TOKENS, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 60, .fix = FIX_SAFE,
	.when_marks = MARK_CAPS | SYNTAX,
	.check = check,
};
