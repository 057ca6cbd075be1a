/* ftfy.c: text repair: what the package's own documentation promises, the edges that its rules draw, and
 * hostile lengths. */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "ftfy/ftfy.h"
#include "unit/tap.h"

static struct buf out, map;

static struct span fix(struct span s)
{
	buf_reset(&out);
	buf_reset(&map);
	ftfy_fix(s, &out, &map);
	return buf_span(&out);
}

/* Each output byte names bytes of the input, and those of unchanged text are the same bytes. */
static bool good_map(struct span s)
{
	const uint32_t *m = (const uint32_t *)(const void *)map.p;

	if (map.n != out.n * 2 * sizeof *m)
		return false;
	for (size_t i = 0; i < out.n; i++)
		if (m[2 * i] >= m[2 * i + 1] || m[2 * i + 1] > s.n)
			return false;
	return true;
}

/* In: what ftfy 6.3.1 was seen to make of it. */
static const char *const pairs[][2] = {
	/* the package's own examples */
	{"âœ” No problems", "✔ No problems"},
	{"&macr;\\_(ã\xc2\x83\xc2\x84)_/&macr;", "¯\\_(ツ)_/¯"},
	{"Broken text&hellip; it&#x2019;s ﬂubberiﬁc!", "Broken text… it's flubberific!"},
	{"ＬＯＵＤ　ＮＯＩＳＥＳ", "LOUD NOISES"},
	{"voilÃ le travail", "voilà le travail"},
	{"Ｕﾀｰﾝ", "Uターン"},
	{"ﬂuﬃeﬆ", "fluffiest"},
	{"P&EACUTE;REZ", "PÉREZ"},
	{"BUNDESSTRA&SZLIG;E", "BUNDESSTRASSE"},
	{"&ntilde; &Ntilde; &NTILDE; &nTILDE;", "ñ Ñ Ñ &nTILDE;"},
	{"\x1b[36;44mI'm blue\x1b[0m", "I'm blue"},
	{"â€œ like this â€\xef\xbf\xbd", "\" like this \xef\xbf\xbd"},
	/* seven known */
	{"the woman’s dress", "the woman's dress"},
	{"“OPEN” sign", "\"OPEN\" sign"},
	{"it’s", "it's"},
	{"1girl，solo，long hair", "1girl,solo,long hair"},
	{"ﬁne art", "fine art"},
	{"cafÃ©", "café"},
	{"\xef\xbb\xbf" "1girl, solo", "1girl, solo"},
	/* entities: only with a semicolon, not beside tags, not a semicolon itself, until nothing changes */
	{"this&not that &amp that", "this&not that &amp that"},
	{"<b>&amp;</b>", "<b>&amp;</b>"},
	{"&lt;b&gt;", "<b>"},
	{"&amp;amp;lt;", "<"},
	{"&#59; &#x3b;", "&#59; &#x3b;"},
	{"&#0; &#x110000; &#xD800;", "\xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd"},
	{"a&#7;b", "ab"},
	{"a <b\n&amp;", "a <b\n&amp;"},
	{"&amp;\na <b\n&amp;", "&\na <b\n&amp;"},
	/* mojibake in other encodings, twice over, in a part of a text; text that only looks like it */
	{"ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"},
	{"РџСЂРёРІРµС‚", "Привет"},
	{"caf√©", "café"},
	{"caf├⌐", "café"},
	{"cafÃƒÂ©", "café"},
	{"日本 cafÃ©", "日本 café"},
	{"Ångström Ørsted naïve façade", "Ångström Ørsted naïve façade"},
	{"Â", "Â"},
	{"a\xc2\x85" "b", "a…b"},
	{"\xc2\x93hi\xc2\x94", "\"hi\""},
	/* CESU-8 and Java's NUL */
	{"í\xc2\xa0½í¸\xc2\x8d", "\xf0\x9f\x98\x8d"},
	/* line breaks, controls, NFC */
	{"a\r\nb\rc\xe2\x80\xa8" "d", "a\nb\nc\nd"},
	{"a\x01\x7f\xe2\x81\xaa" "b\t", "ab\t"},
	{"e\xcc\x81", "é"},
	{"ŉ", "'n"},
	{"Ǆ ĳ", "DŽ ij"},
};

static void table(void)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct span in = span_of(pairs[i][0]), got = fix(in);

		if (!span_is(got, pairs[i][1]))
			printf("# got '%.*s'\n", SPAN_ARG(got));
		OK(span_is(got, pairs[i][1]) && good_map(in), "pair %zu", i);
	}
}

static void plain(void)
{
	struct span s = SPAN("a red apple, apple lit from above\n\tagainst <white>");

	OK(ftfy_plain(s), "a plain caption is known as one");
	OK(!ftfy_plain(SPAN("a&b")) && !ftfy_plain(SPAN("a\r")) && !ftfy_plain(SPAN("é")) && !ftfy_plain(SPAN("\x7f")), "others are not");
	buf_reset(&out);
	OK(!ftfy_fix(s, &out, NULL) && span_eq(buf_span(&out), s), "and is copied");
	bool same = true;
	for (int c = 0; c < 128; c++) {
		char one = (char)c;

		if (ftfy_plain((struct span){&one, 1}))
			same &= fix((struct span){&one, 1}).n == 1 && out.p[0] == one;
	}
	OK(same, "no plain character is ever changed");
}

static bool unescaped(const char *in, const char *want)
{
	struct span got;

	buf_reset(&out);
	buf_reset(&map);
	html_unescape(span_of(in), &out, &map);
	got = buf_span(&out);
	if (!span_is(got, want))
		printf("# got '%.*s'\n", SPAN_ARG(got));
	return span_is(got, want) && (want[0] == '\0' || good_map(span_of(in)));
}

static void html(void)
{
	OK(unescaped("&amp;&lt &eacute &notit; &notin;", "&< é ¬it; ∉"), "html.unescape reads names without a semicolon");
	OK(unescaped("&#65&#x42;&#X43 &#;&#x; &", "ABC &#;&#x; &"), "and numbers");
	OK(unescaped("&#150;&#0;&#xD800;&#x110000;&#99999999999999999999;", "–\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"), "and wrong ones");
	OK(unescaped("&#1;&#xFDD0;&#xFFFF;", ""), "and those that mean nothing");
	OK(unescaped("&CounterClockwiseContourIntegral; &NotEqualTilde;", "∳ ≂̸"), "the longest name, and one of two characters");
	OK(unescaped("&amp;amp; &é; &ampé;", "&amp; &é; &é;"), "once, and beside other letters");
}

/* text, count times */
static struct span many(struct buf *b, const char *text, size_t count)
{
	buf_reset(b);
	while (count--)
		buf_adds(b, span_of(text));
	return buf_span(b);
}

static void hostile(void)
{
	struct buf b = BUF_INIT;

	tap_may_hang();
	fix(many(&b, "amp;", 250000));
	OK(out.n == 1000000, "a megabyte of entity tails");
	b.p[0] = '&';
	fix(buf_span(&b));
	OK(out.n > 0 && out.n < 1000000, "a chain of ampersands ends");
	fix(many(&b, "Ã©", 250000));
	OK(out.n == 500000, "a megabyte of mojibake");
	fix(many(&b, "Ã©日", 200000));
	OK(out.n == 1000000, "and in parts");
	fix(many(&b, "Ã", 500000));
	OK(out.n == 1000000, "of first bytes alone");
	fix(many(&b, "e\xcc\x81\xcc\xa3", 200000));
	OK(out.n == 1000000, "of combining marks");
	fix(many(&b, "\x1b[0;", 250000));
	OK(out.n == 750000, "of unfinished terminal escapes");
	fix(many(&b, "\xf0\x9f\x98\xba", 250000));
	OK(out.n == 1000000, "of emoji");
	buf_fini(&b);
}

int main(void)
{
	table();
	plain();
	html();
	hostile();
	buf_fini(&out);
	buf_fini(&map);
	return tap_end();
}
