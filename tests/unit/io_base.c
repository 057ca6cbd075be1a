/* io_base.c: the queue that spills, and member names. */
#include <stdlib.h>

#include "base/spool.h"
#include "io/names.h"
#include "unit/tap.h"

/* ---- the queue ---- */

/* Record number i: its number, then so many letters that sizes vary from nothing to a few hundred. */
static size_t letters(unsigned i)
{
	return i % 1000 == 999 ? 100000 : i * 7919u % 300;
}

static bool push(struct spool *s, unsigned i)
{
	static char text[100000];
	struct span part[2] = {{(char *)&i, sizeof i}, {text, letters(i)}};

	memset(text, 'a' + (int)(i % 26), letters(i));
	return spool_push(s, part, 2, NULL) == 0;
}

static bool pull(struct spool *s, unsigned i)
{
	struct span r;
	unsigned got;

	if (spool_peek(s, &r, NULL) != 1 || r.n != sizeof got + letters(i))
		return false;
	memcpy(&got, r.p, sizeof got);
	for (size_t k = sizeof got; k < r.n; k++)
		if (r.p[k] != 'a' + (char)(i % 26))
			return false;
	spool_pop(s);
	return got == i;
}

static void test_spool(size_t memory, const char *name)
{
	struct spool s = SPOOL_INIT(memory);
	unsigned in = 0, out = 0;
	bool good = true;
	struct span r;

	/* Waves: the queue grows, shrinks, runs empty, and grows again. */
	for (int wave = 0; wave < 30; wave++) {
		for (unsigned k = 0; k < 2000u + 100u * (unsigned)wave; k++)
			good = push(&s, in++) && good;
		unsigned leave = wave % 5 == 4 ? 0 : 777;
		while (in - out > leave)
			good = pull(&s, out++) && good;
		good = good && s.n == in - out;
	}
	OK(good, "%s: every record comes back whole and in order", name);
	OK(spool_peek(&s, &r, NULL) == (in == out ? 0 : 1), "%s: empty means empty", name);
	OK((s.fd >= 0) == (memory < 1 << 20), "%s: %s", name, s.fd >= 0 ? "it went to the disk" : "it stayed in memory");
	spool_fini(&s);
}

static void test_spool_fails(void)
{
	struct spool s = SPOOL_INIT(300); /* two records */
	struct diag d = {0};

	setenv("TMPDIR", "/nonexistent/folder", 1);
	bool first = push(&s, 50) && push(&s, 51);
	struct span part = SPAN("x");
	int rc = spool_push(&s, &part, 1, &d);
	unsetenv("TMPDIR");
	OK(first && rc == -1 && d.fatal && strstr(d.message, "TMPDIR"), "no folder: a clear error");
	OK(pull(&s, 50) && pull(&s, 51) && s.n == 0, "and nothing is lost");
	spool_fini(&s);
}

/* ---- names ---- */

static struct span written(struct span raw)
{
	static struct buf b[4];
	static unsigned turn;
	struct buf *o = &b[turn++ % 4];

	buf_reset(o);
	name_from_raw(o, raw);
	return buf_span(o);
}

static struct span undone(struct span name)
{
	static struct buf b;

	buf_reset(&b);
	name_to_raw(&b, name);
	return buf_span(&b);
}

static void test_written(void)
{
	OK(span_is(written(SPAN("././a/b.txt")), "a/b.txt"), "./ is taken off");
	OK(span_is(written(SPAN("../a.txt")), "../a.txt") && span_is(written(SPAN("/etc/a.txt")), "/etc/a.txt"), "names are labels only");
	OK(span_is(written(SPAN("caf\xe9.txt")), "caf%E9.txt"), "a wrong byte is %%XX");
	OK(span_is(written(SPAN("50%\xe9\xc3\xa9.txt")), "50%25%E9\xc3\xa9.txt"), "and then %% is %%25, good characters stay");
	OK(span_is(written(SPAN("100%.txt")), "100%.txt") && span_is(written(SPAN("100%25.txt")), "100%25.txt"), "a UTF-8 name stays");
	OK(span_is(written(SPAN("caf%E9.txt")), "caf%25E9.txt"), "a name that looks escaped is escaped");
	OK(span_is(written(SPAN("caf%25E9.txt")), "caf%2525E9.txt"), "and one that looks like that, too");
}

/* No two raw names may be written the same, and each must come back: all strings of up to 8 pieces from a nasty alphabet. */
static void test_reversible(void)
{
	static const char *const piece[] = {"%", "2", "5", "25", "FF", "\xff", "a"};
	bool good = true;
	unsigned n = 0;

	for (unsigned long code = 0; code < 823543; code += 1 + code % 3) { /* 7 to the 7 */
		char raw[20];
		size_t len = 0;
		for (unsigned long c = code; c; c /= 7) {
			const char *p = piece[c % 7];
			while (*p)
				raw[len++] = *p++;
		}
		struct span r = {raw, len};
		good = good && span_eq(undone(written(r)), r);
		n++;
	}
	OK(good, "all of %u hostile names come back as they were", n);
	char deep[4003] = "%";
	for (size_t i = 1; i < 4001; i += 2)
		memcpy(deep + i, "25", 2);
	memcpy(deep + 4001, "FF", 2);
	struct span r = {deep, sizeof deep};
	OK(span_eq(undone(written(r)), r), "so does one with 2000 layers");
}

static bool cuts(const char *whole, const char *key, const char *stem, const char *ext)
{
	struct name n = name_split(span_of(whole));

	return span_is(name_key(&n), key) && span_is(name_stem(&n), stem) && span_is(name_ext(&n), ext);
}

static int rank(const char *whole, const char *wanted)
{
	struct name n = name_split(span_of(whole));

	return name_caption_rank(&n, wanted);
}

static bool image(const char *whole)
{
	struct name n = name_split(span_of(whole));

	return name_is_image(&n);
}

static bool document(const char *whole)
{
	struct name n = name_split(span_of(whole));

	return name_is_document(&n);
}

static void test_parts(void)
{
	OK(cuts("10_dog/a.b.txt", "10_dog/a", "10_dog/a.b", ".txt"), "key, stem, extension");
	OK(cuts("v1.0/a.txt", "v1.0/a", "v1.0/a", ".txt") && cuts("v1.0/a", "v1.0/a", "v1.0/a", ""), "a folder's dots do not count");
	OK(cuts("d/.hidden", "d/.hidden", "d/.hidden", "") && cuts("", "", "", ""), "nor one that begins the name");
	OK(cuts("a..txt", "a", "a.", ".txt") && cuts("a.", "a", "a", "."), "odd dots");
	OK(rank("a.txt", NULL) == 0 && rank("a.caption", NULL) == 1 && rank("a.json", NULL) == RANK_JSON && rank("a.TXT", NULL) == RANK_SHOUTED &&
	   rank("txt", NULL) == -1 && rank("a.", NULL) == -1, "ranks");
	OK(rank("a.txt", ".caption") == 1 && rank("a.caption", "caption") == 0, "the trainer's extension wins");
	OK(rank("a.tags", ".tags") == 0 && rank("a.txt", ".tags") == 1 && rank("a.caption", ".tags") == 2 && rank("a.Txt", ".tags") == -1, "any extension may");
	OK(image("a.png") && image("A.JPeG") && image("x/y.WebP") && !image("a.txt") && !image("png") && !image("a.png|jpg"), "images");
	OK(name_ignored(SPAN(".x.txt")) && name_ignored(SPAN("a/._b.png")) && name_ignored(SPAN("__MACOSX/a.txt")) &&
	   name_ignored(SPAN(".git/x.txt")) && !name_ignored(SPAN("../a.txt")) && !name_ignored(SPAN("a.b/c.txt")), "ignored");
	OK(document("README.txt") && document("x/License.txt") && !document("readmes.txt") && !document("README.caption"), "documents");
}

int main(void)
{
	test_spool(5000, "small memory");
	test_spool(64 << 20, "big memory");
	test_spool_fails();
	test_written();
	test_reversible();
	test_parts();
	return tap_end();
}
