/* tok_oracle.c: byte-level BPE against the reference's ids, where the oracle's files are ($CAPTOOLS_SHARED). For each caption
 * ids, count and pieces must agree with each other, too. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "json/jread.h"
#include "tok/tok.h"
#include "unit/tap.h"

/* Wanted: how many of a thousand captions must be right at least. */
struct subject {
	const char *vocab, *key;
	enum tok_variant variant;
	int wordnet, unicode;
};

static const struct subject subjects[] = {
	{"clip", "clip", TOK_FAST, 1000, 1000},
	{"clip", "clip_ftfy", TOK_FTFY, 1000, 1000},
	{"clip", "clip_openai", TOK_OPENAI, 1000, 1000},
	{"llama3", "llama3", TOK_FAST, 1000, 1000},
	{"qwen3", "qwen3", TOK_FAST, 1000, 1000},
};

/* One encoder inside the templates file: the caption's own ids stand between the template's. */
struct framed {
	const char *vocab, *encoder, *trainer;
	enum tok_variant variant;
};

static const struct framed framed[] = {
	{"mistral", "mistral", "diffusers", TOK_FAST},
	{"mistral", "mistral", "simpletuner", TOK_FAST},
	{"mistral", "mistral", "tekken-regex", TOK_TEKKEN},
	{"qwen2", "qwen2", "diffusers", TOK_FAST},
	{"qwen3", "qwen3", "diffusers", TOK_FAST},
};

static bool load(const char *name, struct buf *b)
{
	const char *dir = getenv("CAPTOOLS_SHARED");
	struct arena a = ARENA_INIT;
	bool ok = false;

	if (!dir || !*dir)
		dir = "../shared";
	buf_reset(b);
	ok = file_read_zstd(arena_printf(&a, "%s/oracle/%s.jsonl.zst", dir, name).p, b, 64 << 20, NULL) == 0;
	arena_fini(&a);
	return ok;
}

static bool next_line(struct span *text, struct span *line)
{
	const char *nl = text->n ? memchr(text->p, '\n', text->n) : NULL;

	if (!nl)
		return false;
	*line = (struct span){text->p, (size_t)(nl - text->p)};
	*text = (struct span){nl + 1, text->n - line->n - 1};
	return true;
}

/* An array of ids. */
static uint32_t *numbers(struct arena *a, struct span raw, size_t *n)
{
	struct json_members m = {0};

	*n = 0;
	if (!raw.p || json_read_array(a, raw, &m, NULL) != 0)
		return NULL;
	uint32_t *v = arena_alloc(a, (m.n + 1) * sizeof *v);
	for (size_t i = 0; i < m.n; i++) {
		long long x = -1;
		json_long(m.v[i].raw, &x);
		v[(*n)++] = (uint32_t)x;
	}
	return v;
}

static long long number(const struct json_members *m, const char *key)
{
	long long v = -1;

	json_long(json_get(m, key), &v);
	return v;
}

/* Pieces must lie in the text, at characters' edges, in order, leaving out only what no token stands for. */
static bool pieces_agree(struct tok_run *r, struct span text, const uint32_t *ids, size_t n)
{
	uint32_t *copy = malloc((n + 1) * sizeof *copy);
	bool ok = tok_count(r, text) == n;
	uint32_t last = 0;

	memcpy(copy, ids, n * sizeof *copy);
	struct tok_out o = tok_encode(r, text);
	ok &= o.n == n;
	for (size_t i = 0; ok && i < n; i++) {
		const struct tok_piece *p = &o.v[i];
		ok = p->id == copy[i] && p->start <= p->end && p->end <= text.n && p->end >= last;
		ok = ok && (p->start == text.n || ((unsigned char)text.p[p->start] & 0xC0) != 0x80);
		ok = ok && (p->end == text.n || ((unsigned char)text.p[p->end] & 0xC0) != 0x80);
		last = p->start;
	}
	free(copy);
	return ok;
}

static bool same(struct tok_run *r, struct tok_special sp, struct span text, const uint32_t *want, size_t n_want)
{
	const uint32_t *ids;
	size_t n = tok_ids(r, text, &ids);

	if (n + sp.adds_bos + sp.adds_eos != n_want || (sp.adds_bos && want[0] != (uint32_t)sp.bos) ||
	    (sp.adds_eos && want[n_want - 1] != (uint32_t)sp.eos))
		return false;
	if (memcmp(ids, want + sp.adds_bos, n * sizeof *ids) != 0)
		return false;
	return pieces_agree(r, text, ids, n);
}

static void miss(struct tok_run *r, struct span text, const uint32_t *want, size_t n_want)
{
	const uint32_t *ids;
	size_t n = tok_ids(r, text, &ids);

	printf("# miss: %.*s\n# want", SPAN_ARG(text));
	for (size_t i = 0; i < n_want; i++)
		printf(" %u", want[i]);
	printf("\n# have");
	for (size_t i = 0; i < n; i++)
		printf(" %u", ids[i]);
	printf("\n");
}

static void replay(const struct subject *s, const struct tok *t, const char *file, struct span text, int wanted)
{
	struct tok_run *r = tok_run_open(t, s->variant);
	struct tok_special sp = tok_special(t);
	struct arena a = ARENA_INIT;
	struct span line, caption;
	size_t good = 0, all = 0;

	while (next_line(&text, &line)) {
		struct json_members m = {0}, ids = {0};
		size_t n;
		arena_reset(&a);
		if (json_read_object(&a, line, &m, NULL) != 0 || !json_string(&a, json_get(&m, "caption"), &caption) ||
		    json_read_object(&a, json_get(&m, "ids"), &ids, NULL) != 0)
			continue;
		const uint32_t *want = numbers(&a, json_get(&ids, s->key), &n);
		bool ok = want && same(r, sp, caption, want, n);
		all++;
		good += ok;
		if (!ok && all - good <= 40)
			miss(r, caption, want, n);
	}
	OK(all > 0 && good * 1000 >= all * (size_t)wanted, "%s of %s: %zu of %zu, at least %d in a thousand", s->key, file,
	   good, all, wanted);
	tok_run_close(r);
	arena_fini(&a);
}

static void replay_framed(const struct framed *f, const struct tok *t, struct span text)
{
	struct tok_run *r = tok_run_open(t, f->variant);
	struct tok_special none = {-1, -1, -1, false, false};
	struct arena a = ARENA_INIT;
	struct span line, caption, encoder, trainer;
	size_t good = 0, all = 0;

	while (next_line(&text, &line)) {
		struct json_members m = {0};
		size_t n;
		arena_reset(&a);
		if (json_read_object(&a, line, &m, NULL) != 0 || !json_string(&a, json_get(&m, "caption"), &caption) ||
		    !json_string(&a, json_get(&m, "encoder"), &encoder) ||
		    !json_string(&a, json_get(&m, "trainer"), &trainer) || !span_is(encoder, f->encoder) ||
		    !span_is(trainer, f->trainer))
			continue;
		const uint32_t *ids = numbers(&a, json_get(&m, "ids"), &n);
		size_t before = (size_t)number(&m, "prefix_tokens"), after = (size_t)number(&m, "suffix_tokens");
		/* Only what is whole; a line feed in front merges with the template's own; [IMG] is deleted beforehand. */
		if (number(&m, "caption_tokens_lost") || number(&m, "suffix_tokens_lost") || before + after > n ||
		    (size_t)number(&m, "tokens") != n || (caption.n && *caption.p == '\n') ||
		    strstr(arena_dup(&a, caption).p, "[IMG]"))
			continue;
		bool ok = same(r, none, caption, ids + before, n - before - after);
		all++;
		good += ok;
		if (!ok)
			miss(r, caption, ids + before, n - before - after);
	}
	OK(all > 40 && good == all, "%s inside the templates of %s: %zu of %zu", f->encoder, f->trainer, good, all);
	tok_run_close(r);
	arena_fini(&a);
}

int main(void)
{
	struct buf wordnet = BUF_INIT, unicode = BUF_INIT, templates = BUF_INIT;
	struct diag d;

	if (!load("wordnet", &wordnet) || !load("unicode", &unicode) || !load("templates", &templates)) {
		printf("ok 1 - ids of the reference # skip no oracle here\n1..1\n");
		return 0;
	}
	for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
		struct tok *t = tok_open(subjects[i].vocab, &d);
		if (!t) {
			printf("ok %d - %s # skip %s\n", ++tap_n, subjects[i].key, d.message);
			continue;
		}
		replay(&subjects[i], t, "wordnet", buf_span(&wordnet), subjects[i].wordnet);
		replay(&subjects[i], t, "unicode", buf_span(&unicode), subjects[i].unicode);
		tok_close(t);
	}
	for (size_t i = 0; i < sizeof framed / sizeof framed[0]; i++) {
		struct tok *t = tok_open(framed[i].vocab, &d);
		if (!t) {
			printf("ok %d - %s # skip %s\n", ++tap_n, framed[i].vocab, d.message);
			continue;
		}
		replay_framed(&framed[i], t, buf_span(&templates));
		tok_close(t);
	}
	buf_fini(&wordnet);
	buf_fini(&unicode);
	buf_fini(&templates);
	return tap_end();
}
