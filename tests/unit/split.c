/* split.c: window layouts against the oracle (where it is: $CAPTOOLS_SHARED), and what holds of every cut: parts cover the
 * caption, at whole characters, in order. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "json/jread.h"
#include "model/registry.h"
#include "split/split.h"
#include "unit/tap.h"

static struct tok_run *fast, *ftfy;

static struct tok_run *run_for(const struct split_layout *l)
{
	return split_layout_variant(l) == TOK_FTFY ? ftfy : fast;
}

static bool edge(struct span s, size_t at)
{
	return at == s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

/* Nothing lost, nothing doubled, no character torn. */
static bool covers(struct span caption, const struct split *s)
{
	size_t at = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct split_part *p = &s->v[i];
		if (p->start != at || p->end < at || p->end > caption.n || !edge(caption, p->end) || (p->cut && i + 1 < s->n))
			return false;
		at = p->end;
	}
	return s->n > 0 && at == caption.n;
}

static bool same_ids(struct arena *a, struct span raw, const struct split_part *p)
{
	struct json_members ids = {0};

	if (json_read_array(a, raw, &ids, NULL) != 0 || ids.n != p->n_ids)
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		long long v = -1;
		if (!json_long(ids.v[i].raw, &v) || v != p->ids[i])
			return false;
	}
	return true;
}

static bool same_windows(struct arena *a, const struct json_members *m, const struct split *s)
{
	struct json_members windows = {0};
	long long dropped = -1;
	size_t rows = s->n - s->v[s->n - 1].cut;

	if (json_read_array(a, json_get(m, "windows"), &windows, NULL) != 0 || windows.n != rows)
		return false;
	json_long(json_get(m, "dropped"), &dropped);
	if (dropped != (s->v[s->n - 1].cut ? (long long)s->v[s->n - 1].tokens : 0))
		return false;
	for (size_t i = 0; i < rows; i++)
		if (!same_ids(a, windows.v[i].raw, &s->v[i]))
			return false;
	return true;
}

static void replay(void)
{
	const char *dir = getenv("CAPTOOLS_SHARED");
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	size_t good = 0, whole = 0, all = 0;

	const char *path = arena_printf(&a, "%s/oracle/windows.jsonl.zst", dir && *dir ? dir : "../shared").p;
	if (file_read_zstd(path, &b, 64 << 20, NULL) != 0) {
		OK(true, "windows oracle # skip not here");
		return;
	}
	for (struct span text = buf_span(&b); text.n;) {
		const char *nl = memchr(text.p, '\n', text.n);
		struct span line = {text.p, nl ? (size_t)(nl - text.p) : text.n}, caption, name;
		text = span_cut(text, line.n + (nl != NULL), text.n);
		struct json_members m = {0};
		struct split s;
		arena_reset(&a);
		if (json_read_object(&a, line, &m, NULL) != 0 || !json_string(&a, json_get(&m, "caption"), &caption) ||
		    !json_string(&a, json_get(&m, "layout"), &name))
			continue;
		const struct split_layout *l = split_layout_find(name);
		all++;
		if (!l)
			continue;
		split_windows(l, run_for(l), caption, &a, &s);
		bool ok = same_windows(&a, &m, &s);
		good += ok;
		whole += covers(caption, &s);
		if (!ok && all - good <= 5)
			printf("# %.*s: %.*s\n", SPAN_ARG(name), (int)(caption.n < 70 ? caption.n : 70), caption.p);
	}
	OK(all >= 720 && good == all, "windows as the public code placed them: %zu of %zu", good, all);
	OK(whole == all, "their parts cover the captions: %zu of %zu", whole, all);
	buf_fini(&b);
	arena_fini(&a);
}

static const char *const bits[] = {
	"a dog", ", ", " ", "(", ")", ":1.2)", "[", "]", "\\(", "\\", "BREAK", " BREAK ", "\n", "\r\n", "🐕", "👩‍🎨", "é", "１",
	":", "embedding:x", "<|endoftext|>", "!☆", "日本語", ". ", "^_^", "|||", "\xE3\x80\x80", "xqzj", "1,000.5", "؟",
};

/* Odd captions, the same ones every time. */
static struct span odd(struct arena *a, unsigned seed, size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1103515245 + 12345;
		const char *s = bits[(seed >> 16) % (sizeof bits / sizeof *bits)];
		buf_add(&b, s, strlen(s));
	}
	struct span out = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	return out;
}

static size_t meter(void *limit, struct span text, size_t *room)
{
	*room = *(size_t *)limit;
	return tok_count(fast, text);
}

static void every_cut(void)
{
	static const char *const kinds[] = {"clause", "sentence", "tag", "line"};
	struct arena a = ARENA_INIT;
	size_t n, bad_window = 0, bad_kind = 0, bad_budget = 0, over = 0;
	const struct split_layout *const *all = split_layout_all(&n);
	struct split s;

	for (unsigned seed = 0; seed < 400; seed++) {
		arena_reset(&a);
		struct span caption = odd(&a, seed, seed % 90);
		for (size_t i = 0; i < n; i++) {
			split_windows(all[i], run_for(all[i]), caption, &a, &s);
			bad_window += !covers(caption, &s);
		}
		for (size_t i = 0; i < 4; i++)
			bad_kind += !split_by(kinds[i], caption, &a, &s) || !covers(caption, &s);
		for (size_t limit = 1; limit <= 75; limit += 37) {
			split_budget(&(struct split_meter){meter, &limit}, caption, &a, &s);
			bad_budget += !covers(caption, &s);
			for (size_t i = 0; i < s.n && limit > 8; i++)
				over += s.v[i].tokens > limit ||
				        tok_count(fast, span_cut(caption, s.v[i].start, s.v[i].end)) != s.v[i].tokens;
		}
	}
	OK(n == 12, "%zu layouts", n);
	OK(!bad_window, "windows of odd captions cover them");
	OK(!bad_kind, "clauses, sentences, tags and lines of odd captions cover them");
	OK(!bad_budget, "parts within a budget cover odd captions");
	OK(!over, "no part is over its budget");
	arena_fini(&a);
}

/* The parts' texts joined by '/'. */
static struct span shown(struct arena *a, struct span caption, const struct split *s)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < s->n; i++) {
		if (i)
			buf_addc(&b, s->v[i].cut ? '#' : '/');
		buf_adds(&b, span_cut(caption, s->v[i].start, s->v[i].end));
	}
	struct span out = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	return out;
}

/* A test's name: short, on one line, no TAP directive. */
static const char *label(const char *s)
{
	static char out[64];
	size_t n = 0;

	for (; s[n] && n < sizeof out - 1; n++)
		out[n] = strchr("\r\n#", s[n]) ? '/' : s[n];
	out[n] = 0;
	return out;
}

static void by(const char *kind, const char *caption, const char *want)
{
	struct arena a = ARENA_INIT;
	struct split s;

	split_by(kind, span_of(caption), &a, &s);
	struct span have = shown(&a, span_of(caption), &s);
	OK(span_is(have, want), "%s: %s", kind, label(want));
	if (!span_is(have, want))
		printf("# have %.*s\n", SPAN_ARG(have));
	arena_fini(&a);
}

static void window(const char *layout, const char *caption, const char *want)
{
	struct arena a = ARENA_INIT;
	struct split s;
	const struct split_layout *l = split_layout_find(span_of(layout));

	split_windows(l, run_for(l), span_of(caption), &a, &s);
	struct span have = shown(&a, span_of(caption), &s);
	OK(span_is(have, want), "%s: %s", layout, label(want));
	if (!span_is(have, want))
		printf("# have %.*s\n", SPAN_ARG(have));
	arena_fini(&a);
}

/* n times one piece, then another. */
static const char *times(struct arena *a, size_t n, const char *piece, const char *end)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_add(&b, piece, strlen(piece));
	buf_add(&b, end, strlen(end));
	const char *p = arena_dup(a, buf_span(&b)).p;
	buf_fini(&b);
	return p;
}

static void rules(void)
{
	struct arena a = ARENA_INIT;

	/* BREAK: word boundaries, upper case, not inside brackets, a row each. */
	window("a1111", "a,BREAK,b", "a,BREAK/,b");
	window("a1111", "a BREAK b", "a BREAK /b");
	window("a1111", "BREAK a", "BREAK /a");
	window("a1111", "a BREAK BREAK b", "a BREAK /BREAK /b");
	window("a1111", "a BREAK", "a BREAK");
	window("a1111", "BREAK_x BREAKING break", "BREAK_x BREAKING break");
	window("a1111", "(a BREAK b)", "(a BREAK b)");
	window("a1111", "(a BREAK b:1)", "(a BREAK /b:1)");
	window("a1111", "[a BREAK b]", "[a BREAK b]");
	window("a1111-noemphasis", "a BREAK b", "a BREAK b");
	window("comfy", "a BREAK b", "a BREAK b");
	window("a1111", "", "");
	/* An opening bracket goes with the text behind it. */
	window("a1111", times(&a, 75, "dog ", "(cat:1.2)"), times(&a, 75, "dog ", "/(cat:1.2)"));
	window("comfy", times(&a, 75, "dog ", "(cat:1.2)"), times(&a, 75, "dog ", "/(cat:1.2)"));
	/* Seven tokens move whole, eight are cut. */
	window("comfy", times(&a, 70, "dog ", "(cat cat cat cat cat cat cat)"),
	       times(&a, 70, "dog ", "/(cat cat cat cat cat cat cat)"));
	window("comfy", times(&a, 70, "dog ", "(cat cat cat cat cat cat cat cat)"),
	       times(&a, 70, "dog ", "(cat cat cat cat cat /cat cat cat)"));
	/* kohya drops, as one last part; the space goes with the part before. */
	window("kohya-75", times(&a, 75, "dog ", " cat end"), times(&a, 75, "dog ", " #cat end"));
	window("kohya-150", times(&a, 75, "dog ", " cat end"), times(&a, 75, "dog ", " /cat end"));
	window("kohya-150", "a dog", "a dog/");
	window("diffusion-pipe-sdxl", times(&a, 75, "dog ", "cat"), times(&a, 75, "dog ", "/cat"));
	/* A character whose bytes fall into two windows belongs to the first. */
	window("diffusers", times(&a, 74, "dog ", "\xF0\x9D\x95\xB8 cat"), times(&a, 74, "dog ", "\xF0\x9D\x95\xB8 #cat"));
	/* The comma rule: 20 tokens back at most. */
	window("a1111", times(&a, 55, "dog ", ", cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat"),
	       times(&a, 55, "dog ", ", /cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat"));
	window("a1111", times(&a, 54, "dog ", ", cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat"),
	       times(&a, 54, "dog ", ", cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat cat /cat"));
	arena_fini(&a);
	by("clause", "a red apple, lit from above. It lies; on wood", "a red apple, /lit from above. /It lies; /on wood");
	by("sentence", "A dog, brown. It runs! Where?  There", "A dog, brown. /It runs! /Where?  /There");
	by("tag", "1girl, what?! yes, solo ||| dog,, cat\nhat", "1girl, /what?! yes, /solo ||| /dog,, /cat\n/hat");
	by("tag", "^_^, :d, 1,000 dogs, >_<", "^_^, /:d, /1,000 dogs, />_<");
	by("line", "  one\n\n two\r\nthree\rfour\n", "  one\n\n /two\r\n/three\r/four\n");
	by("sentence", "", "");
	by("tag", " , ", " , ");
}

int main(void)
{
	struct diag d = {0};
	const struct tok *clip = registry_get("clip", &d);

	if (!clip) {
		OK(false, "the clip vocabulary: %s", d.message);
		return tap_end();
	}
	fast = tok_run_open(clip, TOK_FAST);
	ftfy = tok_run_open(clip, TOK_FTFY);
	replay();
	every_cut();
	rules();
	tok_run_close(fast);
	tok_run_close(ftfy);
	registry_close();
	return tap_end();
}
