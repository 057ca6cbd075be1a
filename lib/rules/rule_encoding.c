/* rule_encoding.c: CAP100. Never touches letters, only what is invisible or broken. Curly quotes and widths are CAP104's.
 * Bytes that are no UTF-8 never come so far: the record is an error of its own. */
#include "base/buf.h"
#include "ftfy/ftfy.h"
#include "lint/rule.h"
#include "text/utf8.h"

enum { KIND_BOM, KIND_RETURN, KIND_CONTROL, KIND_ZERO_WIDTH, KIND_MOJIBAKE, KIND_NFC, KIND_LOST, KINDS };

static const char *const says[KINDS] = {
	"a byte order mark", "a carriage return", "a control character", "an invisible character",
	"text decoded with the wrong encoding", "not in the composed form (NFC)", "a replacement character: text was lost",
};

struct scan {
	struct check *c;
	const struct rule *r;
	bool told[KINDS], silent;
};

static void tell(struct scan *s, uint32_t from, uint32_t to, int kind, struct span suggest)
{
	/* Of several texts each has its letters, the file what stands between them, too. */
	bool letters = kind == KIND_MOJIBAKE || kind == KIND_NFC || kind == KIND_LOST;
	if (s->c->ctx->part == (letters ? LINT_FILE : LINT_TEXT))
		return;
	struct finding *f = s->silent ? NULL : report(s->c, s->r, from, to);

	if (!f) {
		s->silent = true;
		return;
	}
	f->kind = kind;
	f->message = span_of(says[kind]);
	f->suggest = suggest;
	f->edit = EDIT_REPLACE;
	f->points = s->told[kind] ? 0 : f->points;
	s->told[kind] = true;
	if (kind == KIND_LOST) {
		f->fix = FIX_NONE;
		f->edit = EDIT_NONE;
		f->needs_human = true;
	}
}

/* Joiners belong between emoji and between letters of scripts that join; those lie behind U+0600. */
static bool joins(uint32_t before, uint32_t behind)
{
	bool left = before >= 0x600 && (uni_class(before) & (UC_L | UC_M | UC_S) || before == 0xFE0F);
	bool right = behind >= 0x600 && uni_class(behind) & (UC_L | UC_M | UC_S);

	return left && right;
}

/* Whether c may begin what UTF-8 read as Latin-1 or cp1252 looks like: U+00C2.., U+00E2 U+20AC. */
static bool broken(uint32_t c, uint32_t next)
{
	if (c == 0xC2 || c == 0xC3)
		return next >= 0x80 && next <= 0xBF;
	if (c == 0xE2)
		return next == 0x20AC || next == 0x80 || next == 0x201A || next == 0x20;
	return (c == 0xEF || c == 0xF0) && (next == 0xBB || next == 0xBF || next == 0x178 || next == 0xBC);
}

static bool blank(char b)
{
	return b == ' ' || (b >= '\t' && b <= '\r');
}

/* Broken and decomposed letters never take in a mark between tags. */
static bool parts(char b)
{
	return blank(b) || b == ',' || b == ';';
}

/* The run of bytes without blanks and such marks around [i,..). */
static uint32_t run_end(struct span t, uint32_t i)
{
	while (i < t.n && !parts(t.p[i]))
		i++;
	return i;
}

static uint32_t run_start(struct span t, uint32_t i)
{
	while (i > 0 && !parts(t.p[i - 1]))
		i--;
	return i;
}

static struct span keep(struct check *c, struct buf *b)
{
	struct span s = arena_dup(c->a, buf_span(b));

	buf_fini(b);
	return s;
}

/* The word that holds byte i, repaired; returns where it ends. */
static uint32_t mojibake(struct scan *s, uint32_t i)
{
	struct span t = s->c->t->text;
	uint32_t from = run_start(t, i), to = run_end(t, i);
	struct buf b = BUF_INIT;

	if (to - from < 4096 && ftfy_fix(span_cut(t, from, to), &b, NULL) && b.n < to - from)
		tell(s, from, to, KIND_MOJIBAKE, keep(s->c, &b));
	else
		buf_fini(&b);
	return to;
}

static void characters(struct scan *s)
{
	struct span t = s->c->t->text;
	uint32_t before = 0, c, next;

	for (uint32_t i = 0; i < t.n && !s->silent;) {
		uint32_t n = (uint32_t)utf8_decode(t.p + i, t.p + t.n, &c);
		next = 0;
		if (i + n < t.n && c >= 0x80)
			utf8_decode(t.p + i + n, t.p + t.n, &next);
		uint32_t to = i + n;
		if (c == 0xFEFF)
			tell(s, i, to, KIND_BOM, SPAN(""));
		else if (c == '\r')
			tell(s, i, to, KIND_RETURN, to < t.n && t.p[to] == '\n' ? SPAN("") : SPAN("\n"));
		else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
			tell(s, i, to, KIND_CONTROL, SPAN(""));
		else if (c == 0x200B || c == 0x2060 || c == 0x180E || c == 0xAD || ((c == 0x200C || c == 0x200D) && !joins(before, next)))
			tell(s, i, to, KIND_ZERO_WIDTH, SPAN(""));
		else if (c == 0xFFFD)
			tell(s, i, to, KIND_LOST, SPAN(""));
		else if (c >= 0xC2 && c <= 0xF0 && broken(c, next))
			to = mojibake(s, i);
		before = c;
		i = to;
	}
}

static void composed(struct scan *s)
{
	struct span t = s->c->t->text;

	for (uint32_t i = 0; i < t.n && !s->silent;) {
		uint32_t end = run_end(t, i);
		struct span w = span_cut(t, i, end);
		if (w.n && w.n < 4096 && !uni_is_nfc_quick(w)) {
			struct buf b = BUF_INIT;
			uni_nfc(&b, w, NULL);
			if (!span_eq(buf_span(&b), w))
				tell(s, i, end, KIND_NFC, keep(s->c, &b));
			else
				buf_fini(&b);
		}
		i = end + 1;
	}
}

static void check(struct check *c, const struct rule *r)
{
	struct scan s = {c, r, {false}, false};

	if (!(c->t->marks & (MARK_HIGH | MARK_CONTROL)))
		return;
	characters(&s);
	if (!uni_is_nfc_quick(c->t->text))
		composed(&s);
}

const struct rule rule_encoding = {
	.code = "CAP100",
	.name = "encoding",
	.title = "invisible, broken or decomposed characters",
	.why = "A byte order mark, carriage returns, control and zero-width characters, text that was decoded with the wrong encoding, and "
	       "letters written as base and accent apart: all cost tokens or split words, and nobody sees them. Joiners inside emoji "
	       "and in scripts that join are left alone, and so are the letters of every language.",
	.evidence = "sd-scripts stops on a file that is not UTF-8 (library/train_util.py, \"illegal char in file\"). Measured: a BOM before "
		    "\"1girl, solo\" 7 tokens instead of 4.",
	.before = "caf\xC3\x83\xC2\xA9",
	.after = "caf\xC3\xA9",
	.family = FAMILY_HYGIENE, .severity = SEV_WARNING, .profiles = P_ANY, .points = 2, .fix = FIX_SAFE,
	.when_marks = MARK_HIGH | MARK_CONTROL,
	.file = true, .json = true,
	.check = check,
};
