/* rule_markup_or_placeholder.c: CAP103. Placeholders are errors: nobody wrote a caption. Markup is a warning. Quoted text
 * may say anything. */
#include "base/ascii.h"
#include "base/buf.h"
#include "ftfy/ftfy.h"
#include "lint/brackets.h"
#include "lint/rule.h"
#include "text/seg.h"

enum { KIND_PLACEHOLDER, KIND_FILE_NAME, KIND_URL, KIND_TAG, KIND_ENTITY, KIND_MARKDOWN };

static struct finding *tell(struct check *c, const struct rule *r, uint32_t from, uint32_t to, int kind, const char *what)
{
	if (in_quotes(c, from))
		return NULL;
	struct finding *f = report(c, r, from, to);
	if (!f)
		return NULL;
	f->kind = kind;
	f->message = say(c, "{z}: \"{}\"", what, span_cut(c->t->text, from, to));
	if (kind > KIND_FILE_NAME) {
		set_severity(c, f, SEV_WARNING);
		f->points = 2;
	}
	f->fix = kind >= KIND_TAG ? FIX_SAFE : FIX_NONE;
	f->edit = kind >= KIND_TAG ? EDIT_REPLACE : EDIT_NONE;
	return f;
}

/* [trigger], {name}: a short word in brackets. */
static uint32_t slot(struct check *c, const struct rule *r, uint32_t i)
{
	struct span t = c->t->text;
	uint32_t k = i + 1, chat = chat_mark(t, i);
	char close = t.p[i] == '[' ? ']' : '}';

	if (chat) {
		tell(c, r, i, chat, KIND_TAG, "a chat model's markup");
		return chat;
	}
	while (k < t.n && k - i < 32 && (ascii_word(t.p[k]) || t.p[k] == '_' || t.p[k] == ' ' || t.p[k] == '-'))
		k++;
	if (k >= t.n || t.p[k] != close || k == i + 1)
		return i + 1;
	struct span in = span_cut(t, i + 1, k);
	bool trainers = strcmp(trainer_name(c->trainer), "ai-toolkit") == 0;
	bool known = span_is(in, "trigger") || span_is(in, "name");
	if (t.p[i] == '[' ? known && !trainers : !trainer_set(c->trainer, "enable_wildcard") && !bracket_stresses(t, i))
		tell(c, r, i, k + 1, KIND_PLACEHOLDER, "a placeholder that nobody filled in");
	return k + 1;
}

/* <b>, </p>, <br/>, <|endoftext|>, <end_of_utterance>: but no face, no arrow, no network (CAP015). */
static uint32_t angle(struct check *c, const struct rule *r, uint32_t i)
{
	struct span t = c->t->text;
	uint32_t k = i + 1;

	if (seg_kaomoji(t, i) && !(k < t.n && t.p[k] == '|'))
		return i + (uint32_t)seg_kaomoji(t, i);
	if (k < t.n && (t.p[k] == '/' || t.p[k] == '|'))
		k++;
	uint32_t name = k;
	while (k < t.n && byte_of_name(t.p[k]))
		k++;
	if (k == name || k >= t.n || t.p[k] == ':' || !strchr(" />|=", t.p[k]))
		return i + 1;
	const char *gt = memchr(t.p + k, '>', t.n - k < 200 ? t.n - k : 200);
	if (!gt || memchr(t.p + k, '\n', (size_t)(gt - t.p) - k))
		return i + 1;
	uint32_t end = (uint32_t)(gt - t.p) + 1;
	struct finding *f = tell(c, r, i, end, KIND_TAG, "markup");
	if (f && i > 0 && end < t.n && ascii_word(t.p[i - 1]) && ascii_word(t.p[end]))
		f->suggest = SPAN(" ");
	return end;
}

static uint32_t entity(struct check *c, const struct rule *r, uint32_t i)
{
	struct span t = c->t->text;
	uint32_t k = i + 1;
	struct buf b = BUF_INIT;

	while (k < t.n && k - i < 12 && (ascii_word(t.p[k]) || t.p[k] == '#'))
		k++;
	if (k < t.n && t.p[k] == ';' && k > i + 2 && html_unescape(span_cut(t, i, k + 1), &b, NULL) && b.n < k + 1 - i) {
		struct finding *f = tell(c, r, i, k + 1, KIND_ENTITY, "an HTML entity");
		if (f)
			f->suggest = arena_dup(c->a, buf_span(&b));
		i = k;
	}
	buf_fini(&b);
	return i + 1;
}

/* Pairs of ** around words, and # at the beginning of a line. */
static uint32_t markdown(struct check *c, const struct rule *r, uint32_t i)
{
	struct span t = c->t->text;
	uint32_t k = i;

	while (k < t.n && t.p[k] == t.p[i])
		k++;
	if (t.p[i] == '*' && k - i >= 2 && k - i <= 3) {
		tell(c, r, i, k, KIND_MARKDOWN, "markdown");
	} else if (t.p[i] == '#' && (i == 0 || t.p[i - 1] == '\n') && k < t.n && t.p[k] == ' ') {
		tell(c, r, i, k + 1, KIND_MARKDOWN, "markdown");
		k++;
	}
	return k;
}

static uint32_t bytes_at(struct check *c, const struct rule *r, uint32_t i)
{
	char b = c->t->text.p[i];

	return b == '[' || b == '{' ? slot(c, r, i) : b == '<' ? angle(c, r, i) : b == '&' ? entity(c, r, i) :
	       b == '*' || b == '#' ? markdown(c, r, i) : i + 1;
}

/* An address from i on, or a file name that ends at the dot i. */
static void addresses(struct check *c, const struct rule *r)
{
	static const char *const ext[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".txt"};
	struct span t = c->t->text;

	for (uint32_t i = 0; i < t.n;) {
		uint32_t k = i, dot = 0;
		while (k < t.n && !strchr(" ,\n\t;", t.p[k]))
			dot = t.p[k] == '.' ? k : dot, k++;
		struct span w = span_cut(t, i, k);
		bool file = false;
		for (size_t n = 0; dot > i && n < sizeof ext / sizeof *ext; n++)
			file |= k - dot == strlen(ext[n]) && ascii_begins(span_cut(t, dot, k), ext[n]);
		if (ascii_begins(w, "http://") || ascii_begins(w, "https://") || ascii_begins(w, "www."))
			tell(c, r, i, k, KIND_URL, "a web address");
		else if (file)
			tell(c, r, i, k, KIND_FILE_NAME, "a file name");
		i = k > i ? k : i + 1;
	}
}

static void words(struct check *c, const struct rule *r)
{
	static const char *const whole[] = {"caption here", "insert caption", "your caption", "add caption", "caption goes here", "lorem ipsum",
					    "placeholder", "untitled", "no caption", "n/a", "tbd", "null", "none", "undefined", "nan"};
	const struct analysis *t = c->t;

	for (size_t i = 0; i < t->seg.n_words && t->marks & MARK_CAPS; i++) {
		struct span s = span_cut(t->text, t->seg.words[i].start, t->seg.words[i].end);
		if (span_is(s, "TODO") || span_is(s, "FIXME") || span_is(s, "TBD"))
			tell(c, r, t->seg.words[i].start, t->seg.words[i].end, KIND_PLACEHOLDER, "somebody's note to himself");
	}
	for (size_t i = 0; t->words <= 3 && t->n_segments == 1 && i < sizeof whole / sizeof *whole; i++) {
		const struct segment *g = &t->segments[0];
		size_t n = strlen(whole[i]);
		if (g->end - g->start == n && ascii_begins(segment_text(t, g), whole[i]))
			tell(c, r, g->start, g->end, KIND_PLACEHOLDER, "no caption, but a stand-in for one");
	}
	if (c->ctx->stem.n > 3 && t->n_segments == 1 && span_eq(segment_text(t, &t->segments[0]), c->ctx->stem) && t->words < 3 && t->n_entities == 0)
		tell(c, r, t->segments[0].start, t->segments[0].end, KIND_FILE_NAME, "the file's own name");
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->marks & (MARK_SQUARE | MARK_BRACE | MARK_ANGLE | MARK_AMP | MARK_STAR | MARK_HASH))
		for (uint32_t i = 0; i < t->text.n;)
			i = bytes_at(c, r, i);
	if (t->marks & (MARK_DOT | MARK_COLON))
		addresses(c, r);
	if (t->marks & MARK_CAPS || (t->n_segments == 1 && t->words <= 3))
		words(c, r);
}

const struct rule rule_markup_or_placeholder = {
	.code = "CAP103",
	.name = "markup-or-placeholder",
	.title = "a placeholder instead of a caption, or markup in it",
	.why = "[trigger] (unless the trainer is ai-toolkit, which replaces it), {name}, TODO, \"caption here\" and file names mean that nobody "
	       "wrote the caption. Web addresses, HTML tags and entities and markdown come from where the text was copied; tags, "
	       "entities and markdown are stripped safely. Visible text in quotation marks (a sign that reads \"TODO\") is passed over.",
	.evidence = "ai-toolkit's README on [trigger]; alt texts that are file names are the classic bad caption.",
	.before = "a **red** apple &amp; a pear",
	.after = "a red apple & a pear",
	.family = FAMILY_HYGIENE, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .fix = FIX_SAFE,
	.json = true,
	.check = check,
};
