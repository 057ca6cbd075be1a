/* rule_costly_punctuation.c: CAP104. Speaks only where the plain form costs the model's own tokenizer less: under a
 * trainer whose tokenizer repairs them first (ftfy) it is silent. */
#include "lint/rule.h"
#include "text/utf8.h"

enum { MOST = 64 };

/* The plain form of a mark; NULL if it has none. Facts: Unicode's compatibility forms, and typographic quotes. */
static const char *plain_of(uint32_t c, char b[2])
{
	static const struct { uint32_t from, to; const char *plain; } marks[] = {
		{0xA0, 0xA0, " "}, {0x2010, 0x2011, "-"}, {0x2018, 0x201B, "'"}, {0x201C, 0x201F, "\""}, {0x2026, 0x2026, "..."},
		{0x2032, 0x2032, "'"}, {0x2033, 0x2033, "\""}, {0x202F, 0x202F, " "}, {0x3000, 0x3000, " "}, {0xFB00, 0xFB00, "ff"},
		{0xFB01, 0xFB01, "fi"}, {0xFB02, 0xFB02, "fl"}, {0xFB03, 0xFB03, "ffi"}, {0xFB04, 0xFB04, "ffl"},
		{0xFB05, 0xFB06, "st"}, {0x2000, 0x200A, " "},
	};

	if (c >= 0xFF01 && c <= 0xFF5E) {
		b[0] = (char)(c - 0xFF01 + '!');
		b[1] = 0;
		return b;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (c >= marks[i].from && c <= marks[i].to)
			return marks[i].plain;
	return NULL;
}

struct mark {
	uint32_t start, end, plain, n; /* plain: offset in the plain text */
};

/* Whether the mark [i,end) is text that the picture shows, or a quotation mark whose plain form stands in what it encloses. *q: the first quotation
 * that may hold it, kept from mark to mark. */
static bool shown(const struct analysis *a, uint32_t *q, uint32_t i, uint32_t end, char plain)
{
	while (*q < a->n_quotes && a->quotes[*q].end <= i)
		(*q)++;
	if (*q == a->n_quotes || a->quotes[*q].start > i)
		return false;
	const struct quote *in = &a->quotes[*q];
	return (in->start < i && end < in->end) || memchr(a->text.p + in->start, plain, in->end - in->start);
}

/* The caption with plain marks in p (room for 3 bytes a byte); neighbours are one mark. */
static size_t rewrite(const struct analysis *a, char *p, struct mark *m, uint32_t *n)
{
	struct span t = a->text;
	size_t k = 0;
	uint32_t c, q = 0;

	*n = 0;
	for (uint32_t i = 0; i < t.n;) {
		uint32_t len = (uint32_t)utf8_decode(t.p + i, t.p + t.n, &c);
		char b[2];
		const char *plain = c < 0x80 ? NULL : plain_of(c, b);
		plain = plain && shown(a, &q, i, i + len, *plain) ? NULL : plain;
		size_t w = plain ? strlen(plain) : len;
		memcpy(p + k, plain ? plain : t.p + i, w);
		if (plain && *n && m[*n - 1].end == i) {
			m[*n - 1].end = i + len;
			m[*n - 1].n += (uint32_t)w;
		} else if (plain && *n < MOST) {
			m[(*n)++] = (struct mark){i, i + len, (uint32_t)k, (uint32_t)w};
		}
		k += w;
		i += len;
	}
	return k;
}

static void check(struct check *c, const struct rule *r)
{
	struct span t = c->t->text;
	struct mark m[MOST];
	uint32_t n;

	if (!(c->t->marks & MARK_HIGH))
		return;
	char *p = arena_alloc(c->a, t.n * 3 + 1);
	struct span plain = {p, rewrite(c->t, p, m, &n)};
	if (n == 0)
		return;
	size_t now = check_count(c, t), then = check_count(c, plain);
	if (then >= now)
		return;
	for (uint32_t i = 0; i < n; i++) {
		if (m[i].end - m[i].start == 2 && span_is(span_cut(t, m[i].start, m[i].end), "\xC2\xA0") && n == 1)
			continue; /* a lone no-break space is white space to every tokenizer */
		struct finding *f = report(c, r, m[i].start, m[i].end);
		if (!f)
			return;
		f->suggest = span_cut(plain, m[i].plain, m[i].plain + m[i].n);
		f->edit = EDIT_REPLACE;
		f->points = i ? 0 : f->points;
		f->message = say(c, "\"{}\": {d} tokens, with plain punctuation {d}", span_cut(t, m[i].start, m[i].end), (int)now, (int)then);
	}
}

const struct rule rule_costly_punctuation = {
	.code = "CAP104",
	.name = "costly-punctuation",
	.title = "typographic marks that cost more tokens than plain ones",
	.why = "Curly quotes, full-width commas and letters, ligatures and ideographic spaces are rare in a vocabulary: \"the woman\xE2\x80\x99s "
	       "dress\" is 6 tokens, with a plain apostrophe 4. A full-width comma also separates nothing for any trainer. What "
	       "stands in quotation marks is text that the picture shows, and stays as it is. Speaks only where the model's tokenizer, in the variant that the trainer uses, really counts fewer for the plain form.",
	.evidence = "Measured with CLIP, fast variant against ftfy: \xE2\x80\x9COPEN\xE2\x80\x9D sign 6/4, it\xE2\x80\x99s 4/2, full-width commas between three tags 11/7.",
	.before = "the woman\xE2\x80\x99s dress",
	.after = "the woman's dress",
	.family = FAMILY_HYGIENE, .severity = SEV_WARNING, .profiles = P_ANY, .points = 0, .fix = FIX_SAFE,
	.when_marks = MARK_HIGH,
	.check = check,
};
