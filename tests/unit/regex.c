/* regex.c: people's patterns on strangers' captions: matches, substitutes, and what is stopped. */
#include "text/regex.h"

#include "tap.h"

static struct regex *re;
static struct regex_try *t;

static bool set(const char *pattern)
{
	struct diag d = {0};

	regex_try_close(t);
	regex_close(re);
	t = NULL;
	re = regex_open(span_of(pattern), false, &d);
	t = re ? regex_try_open(re) : NULL;
	return re;
}

static bool finds(const char *text, size_t from, size_t start, size_t end)
{
	struct regex_match m = {0, 0};

	return regex_find(t, span_of(text), from, &m, NULL) == 1 && m.start == start && m.end == end;
}

static bool gives(const char *text, const char *subst, const char *want)
{
	struct buf out = BUF_INIT;
	struct regex_match m;
	bool good = regex_check_subst(re, span_of(subst), NULL) == 0 && regex_find(t, span_of(text), 0, &m, NULL) == 1;

	if (good)
		regex_expand(t, span_of(text), span_of(subst), &out);
	good = good && span_is(buf_span(&out), want);
	buf_fini(&out);
	return good;
}

static void refused(const char *subst)
{
	struct diag d = {0};

	OK(regex_check_subst(re, span_of(subst), &d) < 0 && d.has_offset, "the substitute %s is refused", subst);
}

/* n bytes for a pattern of a shape that backtracks or scans again and again: an end in time, and no wrong answer. */
static void hostile(const char *pattern, const char *unit, size_t n)
{
	struct buf b = BUF_INIT;
	struct regex_match m;
	struct diag d = {0};

	while (b.n < n)
		buf_adds(&b, span_of(unit));
	bool good = set(pattern);
	int rc = good ? regex_find(t, buf_span(&b), 0, &m, &d) : 1;
	OK(good && (rc == 0 || (rc == -1 && d.code)), "%s ends on %zu bytes of \"%s\"", pattern, n, unit);
	buf_fini(&b);
}

int main(void)
{
	struct diag d = {0};

	OK(set("r(e)d (?<what>\\w+)") && finds("a red h\xC3\xBCt, red", 0, 2, 10), "\\w knows letters beyond ASCII");
	OK(!finds("a red h\xC3\xBCt, red", 3, 0, 0), "a search begins where it is told to");
	OK(gives("a red hat", "${what}-$1\\1$$\\\\ \\0", "hat-ee$\\ red hat"), "groups by number and by name");
	OK(set("(a)|(b)") && gives("b", "[$1${2}]", "[b]"), "a group that took no part is empty");
	refused("$3");
	refused("${nobody}");
	refused("lone $");
	refused("lone \\");
	refused("\\x");
	refused("${1");
	OK(set("") && finds("abc", 3, 3, 3), "the empty pattern matches at the end");
	OK(!regex_open(SPAN("a(b"), false, &d) && d.has_offset, "a pattern that is none: %s", d.message);
	OK(!regex_open(SPAN("\\C"), false, &d), "a pattern may not cut characters");
	tap_may_hang();
	static const char *const shapes[][2] = {
		{"(a+)+\\d", "a"}, {"(a|aa)+\\d", "a"}, {"\\w+@", "a"}, {"(\\w+\\s?)+!", "ab "}, {".*.*=.*", "x"}, {"(?=.*@)a", "a"},
		{"([a-z]+,?)*;", "abc,"}, {"[a-z]*[A-Z]", "a"}, {"^(([a-z])+.)+[A-Z]([a-z])+$", "a"},
	};
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		hostile(shapes[i][0], shapes[i][1], 200);
		hostile(shapes[i][0], shapes[i][1], 60000);
		hostile(shapes[i][0], shapes[i][1], 10000000);
	}
	set("x");
	regex_try_close(t);
	regex_close(re);
	return tap_end();
}
