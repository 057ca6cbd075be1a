/* text.c: UTF-8 and Unicode, with the cases where libraries differ. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "text/utf8.h"
#include "unit/tap.h"

static int valid(const char *s, size_t n, size_t want_bad)
{
	size_t bad = 999;
	return utf8_valid((struct span){s, n}, &bad) ? want_bad == 999 : bad == want_bad;
}

static int nfc(const char *in, const char *want)
{
	struct buf b = BUF_INIT, map = BUF_INIT;
	uni_nfc(&b, span_of(in), &map);
	int ok = span_is(buf_span(&b), want) && map.n == b.n * 8;
	const uint32_t *m = (const uint32_t *)(const void *)map.p;
	for (size_t i = 0; i < b.n; i++)
		ok &= m[2 * i] < m[2 * i + 1] && m[2 * i + 1] <= strlen(in);
	buf_fini(&b);
	buf_fini(&map);
	return ok;
}

static int lower(const char *in, const char *want, bool final_sigma)
{
	struct buf b = BUF_INIT;
	uni_lower_span(&b, span_of(in), final_sigma);
	int ok = span_is(buf_span(&b), want);
	buf_fini(&b);
	return ok;
}

int main(void)
{
	OK(valid("abc\xC3\xA9", 5, 999) && valid("\xF4\x8F\xBF\xBF", 4, 999), "UTF-8 to U+10FFFF");
	OK(valid("12345678\xC0\x80", 10, 8) && valid("\xED\xA0\x80", 3, 0) && valid("\xF4\x90\x80\x80", 4, 0), "overlong, surrogate, beyond");
	OK(valid("ab\xE2\x82", 4, 2) && valid("\x80", 1, 0) && valid("\xE0\x9F\xBF", 3, 0), "cut, stray, short form");
	OK(nfc("e\xCC\x81", "\xC3\xA9"), "e and acute become one");
	OK(nfc("a\xCC\x95\xCC\x80", "\xC3\xA0\xCC\x95"), "marks are put in order");
	OK(nfc("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81"), "Hangul composes");
	OK(nfc("\xE2\x84\xAB", "\xC3\x85"), "the Angstrom sign becomes its letter");
	OK(nfc("\xE0\xBD\xB1\xE0\xBD\xB2", "\xE0\xBD\xB1\xE0\xBD\xB2"), "Tibetan vowels stay apart");
	OK(lower("\xC4\xB0", "i\xCC\x87", false), "I with dot gives i and a dot above");
	OK(lower("\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3", "\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x82", true), "a final sigma as Python has it");
	OK(lower("\xCE\x9F\xCE\xA3", "\xCE\xBF\xCF\x83", false), "and none where it is not asked for");
	OK(uni_class(0x4E00) & UC_L && uni_class('5') & UC_N && uni_class(0x3000) & UC_WS, "classes");
	unsigned bad = 0;
	for (int i = 0; i < 0x80; i++) {
		unsigned is = uni_class((uint32_t)i);
		bad += !(is & UC_L) != !isalpha(i) || !(is & UC_LU) != !isupper(i) || !(is & UC_ND) != !isdigit(i) || !(is & UC_CC) != !iscntrl(i) ||
		       !(is & UC_WS) != !isspace(i) || !(is & (UC_P | UC_S)) != !ispunct(i) || !(is & UC_S) != !(i && strchr("$+<=>^`|~", i));
	}
	OK(bad == 0, "the classes of ASCII");
	OK(uni_class(0x105C0) & UC_L && uni_class(0x10D40) & UC_N, "letters and digits newer than the library");
	OK(uni_py_space(0x1C) && !(uni_class(0x1C) & UC_WS) && !uni_py_space(0xFEFF) && !uni_py_space(0x200B), "white space, Python's and Unicode's");
	OK(span_is(uni_strip(SPAN("\xE3\x80\x80 a b\xC2\xA0\n")), "a b"), "strip is Unicode's");
	OK(uni_grapheme_end(SPAN("e\xCC\x81x"), 0) == 3, "a letter and its mark are one cluster");
	struct buf hostile = BUF_INIT, out = BUF_INIT;
	buf_addc(&hostile, 'a');
	for (int i = 0; i < 200000; i++)
		buf_add(&hostile, i & 1 ? "\xCC\x95" : "\xCC\xA7", 2);
	uni_nfc(&out, buf_span(&hostile), NULL);
	OK(out.n == hostile.n, "200,000 marks out of order are sorted in no time");
	buf_fini(&hostile);
	buf_fini(&out);
	return tap_end();
}
